package io.tollgate.gateway.switchboard;

/**
 * What of a call is to be recorded.
 *
 * @param consentTone whether both sides hear a short tone every 15 s meanwhile
 */
public record RecordingWish(Heard heard, boolean consentTone) {
    /** Whose voice. */
    public enum Heard {
        CALLER,
        CALLEE,
        /** Both in one stereo file, the caller on the left. */
        BOTH;

        String words() {
            return switch (this) {
                case CALLER -> "the caller";
                case CALLEE -> "the callee";
                case BOTH -> "both sides";
            };
        }
    }

    /** What became of a wish. */
    public enum Outcome {
        BEGUN,
        /** Nobody has answered yet, or the call is ending. */
        NOT_TALKING,
        /** It is being recorded already. */
        ALREADY,
        /** A call of this kind is not recorded. */
        UNABLE
    }
}
