package io.tollgate.billing.rating;

import io.tollgate.billing.rating.ChargedInterval.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * The arithmetic of a tariff: from a rate row and a talk time to a charge, and back from credit to talk time.
 *
 * <p>The rules, in order:
 *
 * <ol>
 *   <li>No talk, no charge: a call that was not answered, or has 0 ms of talk, costs nothing, not even the fee.
 *   <li>Billed time is the row's first seconds, plus as many whole increments as the talk beyond them has begun.
 *   <li>Price is connection fee + per-minute price × billed seconds / 60, the quotient rounded half up to the
 *       micro-unit, once, on the total.
 *   <li>A slice of a call costs the charge at its end minus the charge at its beginning. Rounding therefore never
 *       depends on how a call is cut.
 * </ol>
 */
public final class Rating {

    /** Thirty days: no call lasts longer, and no charge below it can overflow. */
    public static final long MAX_TALK_SECONDS = 30L * 24 * 3600;

    private static final long BASIS_POINTS = 10_000;

    private Rating() {}

    /**
     * The price of a whole call so far.
     *
     * @param talkMs time between answer and end in milliseconds, 0 to 30 days
     * @throws IllegalArgumentException when {@code talkMs} is outside its range
     */
    public static Charge charge(Rate rate, long talkMs) {
        return charge(rate, talkMs, 0);
    }

    /** The same with the tax that the price includes told apart. */
    static Charge charge(Rate rate, long talkMs, int taxBasisPoints) {
        long billed = billedSeconds(rate, talkMs);
        if (billed == 0) {
            return new Charge(rate, talkMs, 0, 0, 0, List.of());
        }
        List<ChargedInterval> parts = new ArrayList<>(3);
        long fee = rate.connectionFeeMicros();
        if (fee > 0) {
            parts.add(new ChargedInterval(Kind.CONNECTION, 0, 0, fee, rate));
        }
        long first = rate.firstSeconds();
        long firstMicros = timePrice(rate, first);
        parts.add(new ChargedInterval(Kind.FIRST, 0, first, firstMicros, rate));
        long timeMicros = timePrice(rate, billed);
        if (billed > first) {
            parts.add(new ChargedInterval(Kind.FURTHER, first, billed - first, timeMicros - firstMicros, rate));
        }
        long total = fee + timeMicros;
        return new Charge(rate, talkMs, billed, total, taxWithin(total, taxBasisPoints), parts);
    }

    /** The total of {@link #charge} alone, without its explanation. */
    public static long chargeMicros(Rate rate, long talkMs) {
        long billed = billedSeconds(rate, talkMs);
        return billed == 0 ? 0 : rate.connectionFeeMicros() + timePrice(rate, billed);
    }

    /**
     * The price of the part of a call between two talk times; the parts of any cutting add up to the whole.
     *
     * @throws IllegalArgumentException when the part ends before it begins, or is outside 0 to 30 days
     */
    public static long sliceMicros(Rate rate, long fromTalkMs, long toTalkMs) {
        if (fromTalkMs > toTalkMs) {
            throw new IllegalArgumentException("slice ends at " + toTalkMs + " before it begins at " + fromTalkMs);
        }
        return chargeMicros(rate, toTalkMs) - chargeMicros(rate, fromTalkMs);
    }

    /** Seconds on the bill for a talk time: 0, or the first seconds and whole increments. */
    public static long billedSeconds(Rate rate, long talkMs) {
        if (talkMs < 0 || talkMs > MAX_TALK_SECONDS * 1000) {
            throw new IllegalArgumentException("talk time " + talkMs + " ms is outside 0 to 30 days");
        }
        if (talkMs == 0) {
            return 0;
        }
        long first = rate.firstSeconds();
        long beyondMs = talkMs - first * 1000;
        if (beyondMs <= 0) {
            return first;
        }
        long increment = rate.incrementSeconds();
        return first + Math.ceilDiv(beyondMs, increment * 1000) * increment;
    }

    /**
     * How long a credit lasts: the largest whole number of seconds whose charge is within it.
     *
     * @param creditMicros what may be spent; nothing and less lasts 0 s, except where the call is free
     * @return 0 to {@link #MAX_TALK_SECONDS}, the latter for free calls
     */
    public static long talkTime(Rate rate, long creditMicros) {
        if (creditMicros < chargeMicros(rate, 1)) {
            return 0;
        }
        if (creditMicros >= chargeMicros(rate, MAX_TALK_SECONDS * 1000)) {
            return MAX_TALK_SECONDS;
        }
        long forTime = creditMicros - rate.connectionFeeMicros();
        // floor((price × s + 30) / 60) <= forTime holds exactly for price × s <= 60 × forTime + 29.
        long seconds = (60 * forTime + 29) / rate.perMinuteMicros();
        long first = rate.firstSeconds();
        long increment = rate.incrementSeconds();
        return Math.min(MAX_TALK_SECONDS, first + (seconds - first) / increment * increment);
    }

    /**
     * What to hold before a call is placed: fee and first increment at the least, the policy's first slice if the
     * credit allows, less when it is short.
     *
     * @param availableMicros what the account can spend now
     */
    public static HoldSize firstHold(Rate rate, long availableMicros, HoldPolicy policy) {
        return hold(rate, 0, availableMicros, policy.firstSeconds(), policy.leastSeconds());
    }

    /**
     * What a call in progress should hold next.
     *
     * @param heldMicros what it holds now
     * @param availableMicros what the account can spend beyond that
     */
    public static HoldSize furtherHold(Rate rate, long heldMicros, long availableMicros, HoldPolicy policy) {
        return hold(rate, heldMicros, availableMicros, policy.furtherSeconds(), policy.leastSeconds());
    }

    /**
     * Of an amount that includes tax, the tax: amount × rate / (100 % + rate), rounded half up to the micro-unit.
     *
     * @param grossMicros the amount with tax, not negative
     * @param taxBasisPoints the tax in hundredths of a percent, such as 2000 for 20 %
     * @throws IllegalArgumentException for a negative argument; ArithmeticException on overflow
     */
    public static long taxWithin(long grossMicros, int taxBasisPoints) {
        if (grossMicros < 0 || taxBasisPoints < 0) {
            throw new IllegalArgumentException("tax of " + grossMicros + " at " + taxBasisPoints + " basis points");
        }
        long whole = BASIS_POINTS + taxBasisPoints;
        return Math.addExact(Math.multiplyExact(grossMicros, (long) taxBasisPoints), whole / 2) / whole;
    }

    private static HoldSize hold(Rate rate, long heldMicros, long availableMicros, int wanted, int least) {
        long covered = talkTime(rate, heldMicros);
        long funds = Math.addExact(heldMicros, Math.max(0, availableMicros));
        long reach = talkTime(rate, funds);
        if (reach <= covered && covered < MAX_TALK_SECONDS) {
            return new HoldSize.NotEnough(chargeMicros(rate, (covered + 1) * 1000), covered);
        }
        long slice = Math.clamp((reach - covered) / 4, Math.min(least, wanted), wanted);
        long target = Math.min(reach, covered + slice);
        long total = Math.max(heldMicros, chargeMicros(rate, target * 1000));
        return new HoldSize.Hold(total, talkTime(rate, total));
    }

    private static long timePrice(Rate rate, long seconds) {
        return Math.floorDiv(rate.perMinuteMicros() * seconds + 30, 60L);
    }
}
