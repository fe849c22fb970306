package io.tollgate.overlay.peer;

import io.tollgate.overlay.message.CallMessage;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * How a call ended, seen from the peer.
 *
 * @param outcome what a script wants to know
 * @param cause a word of the gateway's list of causes, or one of our own where the gateway did not speak
 * @param side who ended it
 * @param text plain words
 * @param sipStatus 0 when no SIP was spoken
 * @param setupMs from sending the call to the first ringing or early media; 0 when it did not come that far
 * @param ringMs from then to the answer or the end
 * @param talkMs from the answer to the end
 * @param price what it cost; null when nobody said
 * @param balance what is left; null when nobody said
 * @param number the number called, or calling; null when unknown or withheld
 */
public record PeerResult(
        Outcome outcome,
        String cause,
        CallMessage.EndSide side,
        String text,
        int sipStatus,
        long setupMs,
        long ringMs,
        long talkMs,
        @Nullable Amount price,
        @Nullable Amount balance,
        @Nullable String number) {

    /** What became of the call. */
    public enum Outcome {
        /** Answered, and ended by one of the two who talked or by the credit. */
        ANSWERED,
        /** Refused before a trunk was touched: credit, blocked, emergency, invalid number. */
        REFUSED,
        /** Rung or rejected, but not answered. */
        NOT_ANSWERED,
        /** The network, the gateway or the way to it failed. */
        FAILED,
        /** Answered, but no audio arrived or the media broke. */
        NO_MEDIA
    }

    /**
     * An amount of money for showing.
     *
     * @param micros millionths of the unit
     */
    public record Amount(long micros, String currency) {
        /** For example {@code 0.017 EUR}: at least two decimals, no needless zeros behind them. */
        @Override
        public String toString() {
            BigDecimal exact = BigDecimal.valueOf(micros, 6).stripTrailingZeros();
            return (exact.scale() < 2 ? exact.setScale(2) : exact).toPlainString() + " " + currency;
        }
    }

    PeerResult withoutMedia() {
        return outcome == Outcome.ANSWERED ? with(Outcome.NO_MEDIA) : this;
    }

    private PeerResult with(Outcome other) {
        return new PeerResult(other, cause, side, text, sipStatus, setupMs, ringMs, talkMs, price, balance, number);
    }

    /** This result, unless it says that people talked while not one packet of audio arrived. */
    public PeerResult givenPackets(long packets) {
        return packets > 0 ? this : withoutMedia();
    }
}
