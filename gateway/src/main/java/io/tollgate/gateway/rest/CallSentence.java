package io.tollgate.gateway.rest;

import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.money.Money;
import io.tollgate.gateway.call.Cause;
import io.tollgate.gateway.rest.Explanations.PackageUse;
import io.tollgate.gateway.rest.Prices.ChargeView;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A finished call in one plain sentence. */
final class CallSentence {
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu 'at' HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private CallSentence() {}

    static String of(Cdr cdr, @Nullable ChargeView charge, List<PackageUse> packages) {
        String when = "On " + WHEN.format(cdr.times().started()) + " ";
        String who = cdr.direction() == Cdr.Direction.OUTBOUND ? outbound(cdr) : inbound(cdr);
        String how = cdr.times().answered() == null
                ? ", which was not answered and cost nothing"
                : ", talked for " + seconds(cdr.talkMs()) + " and paid " + paid(cdr, charge, packages);
        return when + who + how + ": " + lower(words(cdr.ending().cause()));
    }

    private static String outbound(Cdr cdr) {
        String destination = cdr.tariff().destination();
        return Objects.requireNonNullElse(cdr.user(), "somebody") + " called " + sentOrDialled(cdr)
                + (destination == null ? "" : " (" + destination + ")");
    }

    private static String inbound(Cdr cdr) {
        return Objects.requireNonNullElse(cdr.user(), "nobody") + " was called on " + sentOrDialled(cdr) + " by "
                + Objects.requireNonNullElse(cdr.numbers().caller(), "a withheld number");
    }

    private static String sentOrDialled(Cdr cdr) {
        return Objects.requireNonNullElse(cdr.numbers().sent(), cdr.numbers().dialled());
    }

    private static String paid(Cdr cdr, @Nullable ChargeView charge, List<PackageUse> packages) {
        String currency = cdr.currency();
        if (cdr.costMicros() == 0 && !packages.isEmpty()) {
            return "nothing (" + of(packages) + ")";
        }
        if (currency == null || cdr.costMicros() == 0) {
            return "nothing";
        }
        String total = new Money(cdr.costMicros(), currency).toString();
        if (charge == null || charge.totalMicros() != cdr.costMicros()) {
            return packages.isEmpty() ? total : total + " (beside " + of(packages) + ")";
        }
        String parts = charge.intervals().stream()
                .map(part -> switch (part.kind()) {
                    case "connection" -> money(part.micros(), currency) + " for the connection";
                    case "first" -> money(part.micros(), currency) + " for the first " + part.seconds() + " s";
                    case "further" -> money(part.micros(), currency) + " for " + part.seconds() + " s more";
                    case "bundle" -> packages.isEmpty() ? part.seconds() + " s from the package" : of(packages);
                    default -> money(part.micros(), currency) + " " + part.kind();
                })
                .collect(Collectors.joining(", "));
        String row = cdr.tariff().prefix();
        return total + " (" + parts + (packages.isEmpty() || row == null ? "" : ", by rate row " + row) + ")";
    }

    /** A package has the name that the operator gave it. */
    private static String of(List<PackageUse> packages) {
        return packages.stream()
                .map(one -> one.seconds() + " s from package "
                        + (one.name().isEmpty() ? one.allowance().toString() : one.name()))
                .collect(Collectors.joining(", "));
    }

    private static String money(long micros, String currency) {
        return new Money(micros, currency).plain();
    }

    private static String seconds(long talkMs) {
        return String.format(Locale.ROOT, "%d.%d s", talkMs / 1000, talkMs % 1000 / 100);
    }

    private static String words(String cause) {
        return Arrays.stream(Cause.values())
                .filter(known -> known.word().equals(cause))
                .findFirst()
                .map(Cause::words)
                .orElse("It ended.");
    }

    private static String lower(String sentence) {
        return sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
    }
}
