package io.tollgate.billing.rating;

import io.tollgate.billing.rating.ChargedInterval.Kind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * The arithmetic of a tariff: from a talk time to a charge, and back from credit to talk time. {@link CallTariff} is its
 * front.
 *
 * <p>The rules, in order:
 *
 * <ol>
 *   <li>No talk, no charge: a call that was not answered, or has 0 ms of talk, costs nothing, not even the fee. Neither
 *       does a talk shorter than the row's grace.
 *   <li>Talk beyond the tariff's longest call does not count.
 *   <li>Billed time is the row's first seconds, plus as many whole increments as the talk beyond them has begun.
 *   <li>The first billed seconds come out of the package, as far as it reaches. What it covers wholly costs nothing, not
 *       even the fee.
 *   <li>Each increment costs what the band asks in which it begins, by the tariff's clock.
 *   <li>Price is (connection fee + sum of per-minute price × seconds / 60), less the discount, at least the minimum, plus
 *       the tax where it is added: kept as an exact fraction, and rounded once, on the total, as the deck says.
 *   <li>A slice of a call costs the charge at its end minus the charge at its beginning. Rounding therefore never
 *       depends on how a call is cut.
 * </ol>
 *
 * <p>Each step keeps the order of its inputs, so a longer talk never costs less, and the search for what a credit pays for
 * is exact.
 */
public final class Rating {

    /** Thirty days: no call lasts longer, and no charge below it can overflow. */
    public static final long MAX_TALK_SECONDS = 30L * 24 * 3600;

    private Rating() {}

    /**
     * Of an amount that includes tax, the tax: amount × rate / (100 % + rate), rounded half up to the micro-unit.
     *
     * @param grossMicros the amount with tax, not negative
     * @param taxBasisPoints the tax in hundredths of a percent, such as 2000 for 20 %
     * @throws IllegalArgumentException for a negative argument
     */
    public static long taxWithin(long grossMicros, int taxBasisPoints) {
        if (grossMicros < 0 || taxBasisPoints < 0) {
            throw new IllegalArgumentException("tax of " + grossMicros + " at " + taxBasisPoints + " basis points");
        }
        long whole = Pricing.BASIS_POINTS + (long) taxBasisPoints;
        long times = grossMicros * taxBasisPoints;
        return Math.multiplyHigh(grossMicros, (long) taxBasisPoints) == 0 && times >= 0
                ? Rounding.USUAL.round(times, whole)
                : Rounding.USUAL.round(
                        BigInteger.valueOf(grossMicros).multiply(BigInteger.valueOf(taxBasisPoints)), whole);
    }

    static long billedSeconds(CallTariff tariff, long talkMs) {
        if (talkMs < 0 || talkMs > MAX_TALK_SECONDS * 1000) {
            throw new IllegalArgumentException("talk time " + talkMs + " ms is outside 0 to 30 days");
        }
        Rate rate = tariff.rate();
        long countedMs = Math.min(talkMs, tariff.maxSeconds() * 1000);
        if (countedMs == 0 || countedMs < rate.graceSeconds() * 1000L) {
            return 0;
        }
        long first = rate.firstSeconds();
        long beyondMs = countedMs - first * 1000;
        if (beyondMs <= 0) {
            return first;
        }
        long increment = rate.incrementSeconds();
        return first + Math.ceilDiv(beyondMs, increment * 1000) * increment;
    }

    /** The total of a billed time. */
    static long total(CallTariff tariff, long billed) {
        return Pricing.of(tariff).total(sixtieths(tariff, billed), billed > tariff.bundleSeconds());
    }

    /** Price per minute times seconds, summed over the seconds beyond the package: sixtieths of a micro-unit. */
    private static long sixtieths(CallTariff tariff, long billed) {
        long paidFrom = Math.min(tariff.bundleSeconds(), billed);
        if (tariff.rate().bands().isEmpty()) {
            return tariff.rate().perMinuteMicros() * (billed - paidFrom);
        }
        long sum = 0;
        Timeline line = new Timeline(tariff);
        while (line.to() < billed) {
            line.advance(billed);
            sum += line.perMinuteMicros() * Math.max(0, line.to() - Math.max(line.from(), paidFrom));
        }
        return sum;
    }

    static Charge charge(CallTariff tariff, long talkMs) {
        Rate rate = tariff.rate();
        long billed = billedSeconds(tariff, talkMs);
        if (billed == 0) {
            return new Charge(rate, talkMs, 0, 0, 0, 0, List.of());
        }
        long bundle = Math.min(tariff.bundleSeconds(), billed);
        List<ChargedInterval> parts = new ArrayList<>();
        Pricing pricing = Pricing.of(tariff);
        if (billed > bundle && rate.connectionFeeMicros() > 0) {
            parts.add(new ChargedInterval(Kind.CONNECTION, 0, 0, rate.connectionFeeMicros(), 0, "", rate));
        }
        if (bundle > 0) {
            parts.add(new ChargedInterval(Kind.BUNDLE, 0, bundle, 0, 0, "", rate));
        }
        long sixtieths = times(tariff, bundle, billed, parts);
        long total = pricing.total(sixtieths, billed > bundle);
        if (billed > bundle) {
            pricing.steps(sixtieths, (kind, micros) -> parts.add(new ChargedInterval(kind, 0, 0, micros, 0, "", rate)));
        }
        long tax = taxWithin(total, tariff.deck().taxBasisPoints());
        return new Charge(rate, talkMs, billed, bundle, total, tax, parts);
    }

    /** Adds the lines of paid time; each is the difference of two rounded sums, so that together they are exact. */
    private static long times(CallTariff tariff, long bundle, long billed, List<ChargedInterval> parts) {
        long sum = 0;
        Timeline line = new Timeline(tariff);
        while (line.to() < billed) {
            line.advance(billed);
            long from = Math.max(line.from(), bundle);
            if (line.to() <= from) {
                continue;
            }
            long before = Pricing.micros(sum);
            sum += line.perMinuteMicros() * (line.to() - from);
            parts.add(new ChargedInterval(
                    line.from() == 0 ? Kind.FIRST : Kind.FURTHER,
                    from,
                    line.to() - from,
                    Pricing.micros(sum) - before,
                    line.perMinuteMicros(),
                    line.band(),
                    tariff.rate()));
        }
        return sum;
    }

    static long talkTime(CallTariff tariff, long creditMicros) {
        long most = billedSeconds(tariff, tariff.maxSeconds() * 1000);
        if (creditMicros < 0) {
            return 0;
        }
        if (total(tariff, most) <= creditMicros) {
            return tariff.maxSeconds();
        }
        long free = Math.min(tariff.maxSeconds(), Math.max(0, tariff.rate().graceSeconds() - 1L));
        return Math.min(tariff.maxSeconds(), Math.max(free, affordable(tariff, creditMicros, most)));
    }

    /** The longest billed time whose total is within the credit; {@code most}'s is not. */
    private static long affordable(CallTariff tariff, long creditMicros, long most) {
        Pricing pricing = Pricing.of(tariff);
        long bundle = tariff.bundleSeconds();
        long before = 0;
        Timeline line = new Timeline(tariff);
        while (line.to() < most) {
            line.advance(most);
            long low = 0;
            long high = (line.to() - line.from()) / line.step();
            while (low < high) { // the largest number of increments of this stretch that the credit pays for
                long middle = (low + high + 1) >>> 1;
                long end = line.from() + middle * line.step();
                long paid = Math.max(0, end - Math.max(line.from(), bundle));
                if (pricing.total(before + line.perMinuteMicros() * paid, end > bundle) <= creditMicros) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            long reached = line.from() + low * line.step();
            if (reached < line.to()) {
                return reached;
            }
            before += line.perMinuteMicros() * Math.max(0, line.to() - Math.max(line.from(), bundle));
        }
        return most;
    }

    static HoldSize firstHold(CallTariff tariff, long availableMicros, HoldPolicy policy) {
        long covered = talkTime(tariff, 0);
        if (covered >= Math.min(policy.firstSeconds(), tariff.maxSeconds()) && tariff.pays(0)) {
            return new HoldSize.Hold(0, covered);
        }
        HoldSize size = hold(tariff, 0, availableMicros, policy.firstSeconds(), policy.leastSeconds());
        // A package that is nearly used up still places a call, even when there is no money to go on with.
        return size instanceof HoldSize.NotEnough && tariff.pays(0) ? new HoldSize.Hold(0, covered) : size;
    }

    static HoldSize furtherHold(CallTariff tariff, long heldMicros, long availableMicros, HoldPolicy policy) {
        return hold(tariff, heldMicros, availableMicros, policy.furtherSeconds(), policy.leastSeconds());
    }

    private static HoldSize hold(CallTariff tariff, long heldMicros, long availableMicros, int wanted, int least) {
        long covered = talkTime(tariff, heldMicros);
        if (covered >= tariff.maxSeconds()) {
            return new HoldSize.Hold(heldMicros, covered);
        }
        long funds = Math.addExact(heldMicros, Math.max(0, availableMicros));
        long reach = talkTime(tariff, funds);
        if (reach <= covered) {
            return new HoldSize.NotEnough(tariff.chargeMicros((covered + 1) * 1000), covered);
        }
        long slice = Math.clamp((reach - covered) / 4, Math.min(least, wanted), wanted);
        long target = Math.min(reach, covered + slice);
        long total = Math.max(heldMicros, tariff.chargeMicros(target * 1000));
        return new HoldSize.Hold(total, talkTime(tariff, total));
    }
}
