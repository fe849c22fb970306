package io.tollgate.billing.rating;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * All that prices one call, settled when the call begins and kept until it is booked: a later change of the deck, of the
 * account or of the packages never changes the price of a call in progress.
 *
 * <p>Quote, hold, tick, final charge, recovery and re-rating ask the same value, hence the same function. It is pure and
 * immutable. Charges never fall as the talk grows, and the parts of any cutting of a call add up to the whole.
 *
 * @param deck the deck's version and what holds for all of its rows
 * @param rate the row that prices the call
 * @param start when the charge begins: the answer, or the set-up as long as nobody has answered
 * @param zone the zone whose clock says which time-of-day band it is
 * @param terms what the account's agreement changes
 * @param bundleSeconds seconds of a package that the call may use up before it costs money, 0 or more
 * @param maxSeconds longest talk time, 1 to {@link Rating#MAX_TALK_SECONDS}; talk beyond it is neither held nor charged
 */
public record CallTariff(
        DeckHeader deck,
        Rate rate,
        Instant start,
        ZoneId zone,
        AccountTerms terms,
        long bundleSeconds,
        long maxSeconds) {

    /** @throws IllegalArgumentException when a component is outside its range */
    public CallTariff {
        if (bundleSeconds < 0) {
            throw new IllegalArgumentException("a package of " + bundleSeconds + " s");
        }
        if (maxSeconds < 1 || maxSeconds > Rating.MAX_TALK_SECONDS) {
            throw new IllegalArgumentException("longest call of " + maxSeconds + " s is outside 1 s to 30 days");
        }
    }

    /** The deck's price for an account without an agreement of its own. */
    public static CallTariff of(DeckHeader deck, Rate rate, Instant start) {
        return new CallTariff(deck, rate, start, ZoneOffset.UTC, AccountTerms.NONE, 0, Rating.MAX_TALK_SECONDS);
    }

    /** The same with the charge beginning at another instant: call it when the phone answers. */
    public CallTariff startingAt(Instant instant) {
        return new CallTariff(deck, rate, instant, zone, terms, bundleSeconds, maxSeconds);
    }

    /** The same with so many seconds of a package to use up. */
    public CallTariff withBundle(long seconds) {
        return new CallTariff(deck, rate, start, zone, terms, seconds, maxSeconds);
    }

    /** The same for calls of at most so many seconds; never lengthens. */
    public CallTariff atMost(long seconds) {
        return new CallTariff(deck, rate, start, zone, terms, bundleSeconds, Math.min(maxSeconds, seconds));
    }

    /** ISO 4217 code of every amount. */
    public String currency() {
        return deck.currency();
    }

    /**
     * The price of a talk time and how it comes about.
     *
     * @param talkMs time between answer and end in milliseconds, 0 to 30 days
     * @throws IllegalArgumentException when {@code talkMs} is outside its range
     */
    public Charge charge(long talkMs) {
        return Rating.charge(rate, capped(talkMs), deck.taxBasisPoints());
    }

    /** The total of {@link #charge} alone, in micro-units with tax. */
    public long chargeMicros(long talkMs) {
        return Rating.chargeMicros(rate, capped(talkMs));
    }

    /**
     * The price of the part of a call between two talk times; the parts of any cutting add up to the whole.
     *
     * @throws IllegalArgumentException when the part ends before it begins, or is outside 0 to 30 days
     */
    public long sliceMicros(long fromTalkMs, long toTalkMs) {
        if (fromTalkMs > toTalkMs) {
            throw new IllegalArgumentException("slice ends at " + toTalkMs + " before it begins at " + fromTalkMs);
        }
        return chargeMicros(toTalkMs) - chargeMicros(fromTalkMs);
    }

    /**
     * How long a credit lasts: the largest whole number of seconds, up to {@link #maxSeconds}, whose charge is within it.
     *
     * @param creditMicros what may be spent; nothing and less lasts only as long as the call is free
     */
    public long talkTime(long creditMicros) {
        return Math.min(maxSeconds, Rating.talkTime(rate, creditMicros));
    }

    /** What to hold before a call is placed, see {@link Rating#firstHold}. */
    public HoldSize firstHold(long availableMicros, HoldPolicy policy) {
        return Rating.firstHold(rate, availableMicros, policy);
    }

    /** What a call in progress should hold next, see {@link Rating#furtherHold}. */
    public HoldSize furtherHold(long heldMicros, long availableMicros, HoldPolicy policy) {
        return Rating.furtherHold(rate, heldMicros, availableMicros, policy);
    }

    private long capped(long talkMs) {
        return talkMs <= Rating.MAX_TALK_SECONDS * 1000 ? Math.min(talkMs, maxSeconds * 1000) : talkMs;
    }
}
