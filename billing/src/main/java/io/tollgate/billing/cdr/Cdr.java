package io.tollgate.billing.cdr;

import io.tollgate.billing.rating.CallTariff;
import io.tollgate.billing.rating.Charge;
import io.tollgate.billing.rating.TariffText;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One call attempt. Immutable once stored.
 *
 * @param id the call's id, chosen at set-up
 * @param user the account that made or received the call; null for an attempt that belongs to nobody
 * @param device the overlay device that took part
 * @param trunk the trunk's id; null when none was touched
 * @param codec the codec pair in words
 * @param talkMs from answer to end of talk; 0 when unanswered
 * @param billedSeconds seconds charged, in whole increments
 * @param costMicros what the account paid, tax included, in micro-units of {@code currency}; 0 when unanswered
 * @param taxMicros the part of the cost that is tax
 * @param explanation JSON object: ladder, pipeline, decisions
 */
public record Cdr(
        UUID id,
        Direction direction,
        @Nullable String user,
        @Nullable String device,
        Numbers numbers,
        Tariff tariff,
        @Nullable String trunk,
        @Nullable String codec,
        Times times,
        long talkMs,
        long billedSeconds,
        long costMicros,
        long taxMicros,
        @Nullable String currency,
        Ending ending,
        Quality quality,
        String explanation) {

    /** Refuses what the database would refuse too. */
    public Cdr {
        if (talkMs < 0 || billedSeconds < 0 || costMicros < 0 || taxMicros < 0 || taxMicros > costMicros) {
            throw new IllegalArgumentException("negative amount in the CDR of call " + id);
        }
        if (times.answered() == null && (talkMs != 0 || costMicros != 0)) {
            throw new IllegalArgumentException("call " + id + " was never answered, so it costs nothing");
        }
        if (costMicros != 0 && (user == null || currency == null)) {
            throw new IllegalArgumentException("call " + id + " costs money but names no account or currency");
        }
    }

    /** Seen from the overlay: OUTBOUND calls a phone, INBOUND is called by one. */
    public enum Direction {
        OUTBOUND,
        INBOUND
    }

    /**
     * The numbers of a call.
     *
     * @param dialled as typed by the caller, or as the trunk sent it
     * @param sent E.164 as sent to the trunk, or the online number that was called; null when it could not be normalised
     * @param caller the caller's number; null when anonymous
     */
    public record Numbers(
            String dialled, @Nullable String sent, @Nullable String caller) {}

    /**
     * Which rate made the price: its destination's name, its prefix, its deck and the deck's version. Null when unrated.
     *
     * @param terms all that priced the call, as {@link TariffText} writes it; null when only the row is known
     * @param roundingMicros the part of the price that the deck's rounding added, negative when it took away
     * @param carrier what the carrier asks; null when unknown
     */
    public record Tariff(
            @Nullable String destination,
            @Nullable String prefix,
            @Nullable Long deckId,
            @Nullable Integer deckVersion,
            @Nullable String terms,
            long roundingMicros,
            @Nullable CarrierCost carrier) {
        public static final Tariff NONE = new Tariff(null, null, null, null);

        /** Only the row. */
        public Tariff(
                @Nullable String destination,
                @Nullable String prefix,
                @Nullable Long deckId,
                @Nullable Integer deckVersion) {
            this(destination, prefix, deckId, deckVersion, null, 0, null);
        }

        /** All that prices a call, before it is known what the price is. */
        public static Tariff of(CallTariff tariff) {
            return new Tariff(
                    tariff.rate().destination(),
                    tariff.rate().prefix(),
                    Long.valueOf(tariff.deck().id()),
                    tariff.deck().version(),
                    TariffText.write(tariff),
                    0,
                    null);
        }

        /** The same with what became of the price, and of the cost. */
        public Tariff charged(Charge charge, @Nullable CarrierCost cost) {
            return new Tariff(destination, prefix, deckId, deckVersion, terms, charge.roundingMicros(), cost);
        }

        /** The same with what the carrier asks. */
        public Tariff costing(@Nullable CarrierCost cost) {
            return new Tariff(destination, prefix, deckId, deckVersion, terms, roundingMicros, cost);
        }

        /** The same with so many seconds of a package to use up, when all that priced the call is known. */
        public Tariff withBundle(long seconds) {
            return priced().map(tariff -> of(tariff.withBundle(seconds))).orElse(this);
        }

        /** The value that priced the call; empty when only the row is known. */
        public Optional<CallTariff> priced() {
            return Optional.ofNullable(terms).map(TariffText::read);
        }
    }

    /**
     * What the carrier of a call asks for it, by the vendor deck of its trunk.
     *
     * @param micros in micro-units, without tax
     * @param prefix of the row
     */
    public record CarrierCost(
            long micros,
            String currency,
            @Nullable Long deckId,
            @Nullable String prefix) {

        /** The cost of a talk time. */
        public static CarrierCost of(CallTariff vendor, long talkMs) {
            Charge charge = vendor.charge(talkMs);
            return new CarrierCost(
                    charge.totalMicros() - charge.taxMicros(),
                    vendor.currency(),
                    Long.valueOf(vendor.deck().id()),
                    vendor.rate().prefix());
        }
    }

    /** Instants in UTC, kept to the millisecond. */
    public record Times(
            Instant started,
            @Nullable Instant ringing,
            @Nullable Instant answered,
            Instant ended) {}

    /**
     * How the call ended.
     *
     * @param cause one of the gateway's closed list, e.g. {@code busy}
     * @param side who ended it: {@code caller}, {@code callee}, {@code network}, {@code gateway}
     * @param sipStatus final SIP status, 0 when no SIP was spoken
     * @param q850 Q.850 cause, 0 likewise
     */
    public record Ending(String cause, String side, int sipStatus, int q850) {}

    /**
     * Media quality; null where it was not measured.
     *
     * @param lossPct packets that the device sent and we did not get, in percent
     * @param jitterMs of the device's packets
     * @param mos expected score of what the device sent, 1 to 5
     * @param fromUser what came from the user's device
     * @param fromTrunk what came from the carrier
     * @param pipeline the way the sound took, in words
     */
    public record Quality(
            @Nullable Double lossPct,
            @Nullable Double jitterMs,
            @Nullable Double mos,
            @Nullable Stream fromUser,
            @Nullable Stream fromTrunk,
            @Nullable String pipeline) {
        public static final Quality UNMEASURED = new Quality(null, null, null);

        /** Without a direction's own figures. */
        public Quality(@Nullable Double lossPct, @Nullable Double jitterMs, @Nullable Double mos) {
            this(lossPct, jitterMs, mos, null, null, null);
        }
    }

    /**
     * One direction of a call's sound, from its beginning to its end.
     *
     * @param packets that arrived
     * @param lossPct packets that never came, in percent of those expected
     * @param discardPct packets that came too late to be played, likewise
     * @param jitterMs interarrival jitter at the end of the call
     * @param concealedPct sound that was made up, in percent
     * @param delayMs estimated delay from mouth to ear
     * @param levelDbov loudness of the speech; null when nobody spoke
     * @param rFactor rating by ITU-T G.107, 0 to 100
     * @param mos expected score, 1 to 5
     */
    public record Stream(
            long packets,
            @Nullable Double lossPct,
            @Nullable Double discardPct,
            @Nullable Double jitterMs,
            @Nullable Double concealedPct,
            @Nullable Double delayMs,
            @Nullable Double levelDbov,
            @Nullable Double rFactor,
            @Nullable Double mos) {
        /** Refuses what the database would refuse too. */
        public Stream {
            if (packets < 0) {
                throw new IllegalArgumentException("a stream of " + packets + " packets cannot be");
            }
        }
    }
}
