package io.tollgate.gateway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tollgate.billing.number.NumberKind;
import io.tollgate.billing.policy.PolicyLimits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a class or an account. What is absent is no limit in a class, and "as the class says" in an account.
 * Amounts are micro-units of the account's currency.
 *
 * @param deniedKinds kinds of line, such as {@code premium} and {@code satellite}
 * @param deniedPrefixes digits from the country code on
 * @param allowedPrefixes exceptions from both; the longest prefix decides
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LimitsView(
        @Nullable @Size(max = 14) List<String> deniedKinds,

        @Nullable @Size(max = 1000)
        List<@Pattern(regexp = "[1-9][0-9]{0,14}", message = "must be 1 to 15 digits") String> deniedPrefixes,

        @Nullable @Size(max = 1000)
        List<@Pattern(regexp = "[1-9][0-9]{0,14}", message = "must be 1 to 15 digits") String> allowedPrefixes,

        @Nullable @Min(0) @Max(AccountsResource.MAX_LIMIT_MICROS)
        Long maxPerMinuteMicros,

        @Nullable @Min(0) @Max(10_000) Integer concurrentCalls,
        @Nullable @Min(0) @Max(1_000_000) Integer newDestinationsPerHour,
        @Nullable @Min(0) @Max(1_000_000) Integer shortCallsPerTenMinutes,

        @Nullable @Min(0) @Max(AccountsResource.MAX_LIMIT_MICROS)
        Long dailySpendMicros,

        @Nullable @Min(0) @Max(AccountsResource.MAX_LIMIT_MICROS)
        Long monthlySpendMicros,

        @Nullable @Min(1) @Max(1000) Integer unusualSpendTimes,

        @Nullable @Min(0) @Max(AccountsResource.MAX_LIMIT_MICROS)
        Long unusualSpendFloorMicros,

        @Nullable @Min(1) @Max(2_592_000) Integer maxCallSeconds) {

    static LimitsView of(PolicyLimits limits) {
        Set<NumberKind> kinds = limits.deniedKinds();
        return new LimitsView(
                kinds == null ? null : kinds.stream().map(Texts::word).sorted().toList(),
                limits.deniedPrefixes(),
                limits.allowedPrefixes(),
                limits.maxPerMinuteMicros(),
                limits.concurrentCalls(),
                limits.newDestinationsPerHour(),
                limits.shortCallsPerTenMinutes(),
                limits.dailySpendMicros(),
                limits.monthlySpendMicros(),
                limits.unusualSpendTimes(),
                limits.unusualSpendFloorMicros(),
                limits.maxCallSeconds());
    }

    PolicyLimits limits() {
        List<String> given = deniedKinds;
        Set<NumberKind> kinds = null;
        if (given != null) {
            kinds = new LinkedHashSet<>();
            for (String word : given) {
                kinds.add(Texts.constant(NumberKind.class, word, "denied_kinds"));
            }
        }
        return new PolicyLimits(
                kinds,
                deniedPrefixes,
                allowedPrefixes,
                maxPerMinuteMicros,
                concurrentCalls,
                newDestinationsPerHour,
                shortCallsPerTenMinutes,
                dailySpendMicros,
                monthlySpendMicros,
                unusualSpendTimes,
                unusualSpendFloorMicros,
                maxCallSeconds);
    }
}
