package io.tollgate.overlay.message;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One message about one call, without its {@link MessageHead}. */
public sealed interface CallMessage {

    /** The text of the {@code type} field. */
    String type();

    /** Which way it goes. */
    Direction direction();

    /** A message that opens the exchange about a call: sealed to the receiver's key, and signed. */
    sealed interface First extends Signed {

        /** Encrypts everything that follows. */
        CallKey key();
    }

    /** A message that the sender signs. */
    sealed interface Signed extends CallMessage {

        /** When it was made. */
        Instant issuedAt();

        /** Its {@code jti}, never used before. */
        String id();
    }

    /** A message that carries a peer's SDP offer. */
    sealed interface Offer extends Signed {

        /** The peer's user name. */
        String user();

        /** What the offer's DTLS certificate hashes to. */
        List<Fingerprint> fingerprints();

        /** The offer. */
        String sdp();
    }

    /** A message that only goes to the gateway. */
    sealed interface ToGateway extends CallMessage {
        @Override
        default Direction direction() {
            return Direction.TO_GATEWAY;
        }
    }

    /** A message that only goes to the peer. */
    sealed interface ToPeer extends CallMessage {
        @Override
        default Direction direction() {
            return Direction.TO_PEER;
        }
    }

    /**
     * A peer wants to call.
     *
     * @param user who calls ({@code orig.user})
     * @param dialled what the user typed, or {@code echo123} ({@code dest.dialled})
     * @param fingerprints {@code mky}
     */
    record Call(
            String user,
            String dialled,
            Instant issuedAt,
            String id,
            CallKey key,
            List<Fingerprint> fingerprints,
            String sdp)
            implements ToGateway, First, Offer {

        /** Copies the list. */
        public Call {
            fingerprints = List.copyOf(fingerprints);
        }

        @Override
        public String type() {
            return "call";
        }
    }

    /**
     * Verified, rated, credit held; the trunk is being called.
     *
     * @param number the destination in E.164, or the service's name
     * @param destination in words, e.g. {@code United Kingdom, fixed}
     * @param maxTalkS how long the credit lasts
     */
    record Accepted(String number, String destination, Price price, long maxTalkS) implements ToPeer {
        @Override
        public String type() {
            return "accepted";
        }
    }

    /**
     * The gateway's answer to the peer's offer; sent once, media may flow from here on.
     *
     * @param codec for the screen, e.g. {@code opus/48000/2}
     */
    record AnswerSdp(String sdp, String codec) implements ToPeer {
        @Override
        public String type() {
            return "answer-sdp";
        }
    }

    /**
     * The called party is being alerted.
     *
     * @param earlyMedia whether the network's own tones or announcements are coming through
     */
    record Ringing(boolean earlyMedia) implements ToPeer {
        @Override
        public String type() {
            return "ringing";
        }
    }

    /** The call is up; charging starts. */
    record Answered(Instant at) implements ToPeer {
        @Override
        public String type() {
            return "answered";
        }
    }

    /** About every second while talking. */
    record Tick(long talkMs, long costMicros, String currency, long balanceMicros, long remainingS, Quality quality)
            implements ToPeer {
        @Override
        public String type() {
            return "tick";
        }
    }

    /**
     * The talk is coming to its end, or no longer is.
     *
     * @param remainingS until then; 0 where the warning is taken back
     */
    record Warning(long remainingS, WarningReason reason) implements ToPeer {
        @Override
        public String type() {
            return "warning";
        }
    }

    /**
     * The last message of a call.
     *
     * @param cause a word of the gateway's closed list of causes
     * @param text plain words for the screen
     * @param sipStatus 0 when no SIP was spoken
     * @param q850 0 when there is none
     * @param number the destination, or null when it was never understood
     * @param cdr the record's id, or null when there is none
     */
    record Ended(
            String cause,
            EndSide side,
            String text,
            int sipStatus,
            int q850,
            long ringMs,
            long talkMs,
            long setupMs,
            long priceMicros,
            String currency,
            long balanceMicros,
            @Nullable String number,
            @Nullable String cdr)
            implements ToPeer {
        @Override
        public String type() {
            return "ended";
        }
    }

    /** Cancels or ends. */
    record Hangup() implements ToGateway {
        @Override
        public String type() {
            return "hangup";
        }
    }

    /**
     * Keys pressed, for peers that cannot send RFC 4733.
     *
     * @param digits 1 to 32 of {@code 0-9 * # A-D}
     */
    record Dtmf(String digits) implements ToGateway {
        @Override
        public String type() {
            return "dtmf";
        }
    }

    /**
     * Somebody calls the peer's user.
     *
     * @param fromNumber the caller's number, or null when withheld
     * @param fromName the caller's name, or null when unknown
     * @param toNumber the user's number that was called
     */
    record Ring(
            @Nullable String fromNumber,
            @Nullable String fromName,
            String toNumber,
            Instant issuedAt,
            String id,
            CallKey key)
            implements ToPeer, First {
        @Override
        public String type() {
            return "ring";
        }
    }

    /** The peer's device rings. */
    record DeviceRinging() implements ToGateway {
        @Override
        public String type() {
            return "ringing";
        }
    }

    /** The user of the peer's device answers. */
    record Accept(String user, Instant issuedAt, String id, List<Fingerprint> fingerprints, String sdp)
            implements ToGateway, Offer {

        /** Copies the list. */
        public Accept {
            fingerprints = List.copyOf(fingerprints);
        }

        @Override
        public String type() {
            return "accept";
        }
    }

    /** The user of the peer's device does not answer. */
    record Decline(DeclineReason reason) implements ToGateway {
        @Override
        public String type() {
            return "decline";
        }
    }

    /** The peer's device need not ring any longer. */
    record StopRinging(StopReason reason) implements ToPeer {
        @Override
        public String type() {
            return "stop-ringing";
        }
    }

    /** Why the talk is coming to its end. */
    enum WarningReason {
        CREDIT("credit"),
        /** What the account may spend. */
        SPENDING("spending"),
        /** The account was suspended. */
        ACCOUNT("account"),
        /** The longest call that is allowed. */
        LENGTH("length"),
        /** It goes on: the warning given before is void. */
        LIFTED("lifted");

        private final String word;

        WarningReason(String word) {
            this.word = word;
        }

        /** The text in the message. */
        public String word() {
            return word;
        }
    }

    /** Who ended a call. */
    enum EndSide {
        CALLER("caller"),
        CALLEE("callee"),
        NETWORK("network"),
        GATEWAY("gateway");

        private final String word;

        EndSide(String word) {
            this.word = word;
        }

        /** The text in the message. */
        public String word() {
            return word;
        }
    }

    /** Why a device does not answer. */
    enum DeclineReason {
        BUSY("busy"),
        DECLINED("declined");

        private final String word;

        DeclineReason(String word) {
            this.word = word;
        }

        /** The text in the message. */
        public String word() {
            return word;
        }
    }

    /** Why a device stops ringing. */
    enum StopReason {
        ANSWERED_ELSEWHERE("answered-elsewhere"),
        CALLER_GAVE_UP("caller-gave-up"),
        NO_ANSWER("no-answer"),
        DECLINED_ELSEWHERE("declined-elsewhere");

        private final String word;

        StopReason(String word) {
            this.word = word;
        }

        /** The text in the message. */
        public String word() {
            return word;
        }
    }
}
