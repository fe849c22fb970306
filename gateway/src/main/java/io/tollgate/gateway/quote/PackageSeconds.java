package io.tollgate.gateway.quote;

import io.tollgate.billing.ledger.Allowances;
import io.tollgate.billing.rating.CallTariff;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;

/** The seconds of talk that packages grant to a call before it costs money. Blocking: it asks the ledger. */
@Singleton
public class PackageSeconds {
    /**
     * What a call takes at a time. Enough that most calls ask once; not all there is, which calls beside it may want too.
     */
    static final long SLICE_SECONDS = 3600;

    private final Allowances allowances;

    PackageSeconds(Allowances allowances) {
        this.allowances = allowances;
    }

    /** The tariff with what a call that begins at its start could hold of the user's packages. Holds nothing. */
    CallTariff quoted(String user, CallTariff tariff) {
        String group = tariff.rate().group();
        long left = allowances.of(user).stream()
                .filter(one ->
                        one.group().equals(Allowances.ANY_GROUP) || one.group().equals(group))
                .filter(one ->
                        !one.startsAt().isAfter(tariff.start()) && one.endsAt().isAfter(tariff.start()))
                .mapToLong(Allowances.Allowance::leftSeconds)
                .sum();
        return tariff.withBundle(left);
    }

    /**
     * Holds the next slice for a call.
     *
     * @param tariff prices the call, with what it holds by now
     * @return the tariff with all that the call holds then; the same when there is no more, or the account is refused
     */
    public CallTariff hold(UUID callId, String user, CallTariff tariff, Duration ttl) {
        long total = Math.min(mostUsable(tariff), tariff.bundleSeconds() + SLICE_SECONDS);
        return switch (allowances.hold(callId, user, tariff.rate().group(), total, ttl)) {
            case Allowances.SecondsOutcome.Held(long seconds, long ignored) ->
                tariff.withBundle(Math.max(seconds, tariff.bundleSeconds()));
            case Allowances.SecondsOutcome.NoSuchAccount() -> tariff;
            case Allowances.SecondsOutcome.AccountClosed() -> tariff;
            case Allowances.SecondsOutcome.AlreadySettled() -> tariff;
        };
    }

    /** What the longest call would be billed. */
    private static long mostUsable(CallTariff tariff) {
        return tariff.billedSeconds(tariff.maxSeconds() * 1000);
    }
}
