package io.tollgate.rtp.quality;

import io.tollgate.rtp.sdp.AudioCodec;

/**
 * What a codec does to speech on the scale of the E-model: the equipment impairment factor without loss, and how well the
 * codec with its concealment stands the loss of packets (ITU-T G.113 Appendix I).
 *
 * @param ie equipment impairment factor Ie, 0 (none) to 95
 * @param bpl packet-loss robustness factor Bpl, positive; the larger, the sturdier
 */
public record CodecImpairment(double ie, double bpl) {
    /** G.711 with concealment as in G.711 Appendix I (G.113 table I.4: 0 and 25.1). */
    public static final CodecImpairment G711 = new CodecImpairment(0, 25.1);

    /** G.711 that plays silence for what is lost (G.113 table I.4: 0 and 4.3). */
    public static final CodecImpairment G711_WITHOUT_CONCEALMENT = new CodecImpairment(0, 4.3);

    /** G.729 annex A (G.113 table I.4, measured with annex B: 11 and 19.0). */
    public static final CodecImpairment G729A = new CodecImpairment(11, 19.0);

    /** GSM enhanced full rate (G.113 table I.4: 5 and 10.0); here because {@link #GSM_FR} borrows from it. */
    public static final CodecImpairment GSM_EFR = new CodecImpairment(5, 10.0);

    /**
     * GSM full rate (Ie 20 by G.113 table I.2). G.113 gives no Bpl; that of the enhanced full rate is assumed, which repeats
     * and mutes frames in the same way (GSM 06.11 and 06.61).
     */
    public static final CodecImpairment GSM_FR = new CodecImpairment(20, GSM_EFR.bpl());

    /**
     * iLBC, 11 and 32.0 as commonly used for planning with frames of 30 ms. Frames are independent of each other, which is
     * why it stands more loss than any other; the 20 ms mode is taken for the same.
     */
    public static final CodecImpairment ILBC = new CodecImpairment(11, 32.0);

    /**
     * G.722 at 64 kbit/s, on the narrow-band scale. G.107.1 rates it 129 - 13 (G.113 Appendix IV), beyond the best that this
     * scale knows, so Ie is 0. No Bpl is published for this scale; 10.0 is assumed, because its adaptive predictors need a
     * while to recover where G.711 is whole at once.
     */
    public static final CodecImpairment G722 = new CodecImpairment(0, 10.0);

    /**
     * Opus at 20 kbit/s or more, decoded for a narrow-band or wide-band listener. No recommendation gives values for this
     * scale. That Ie is 0 follows from its wide-band quality lying beyond the best of it; Bpl 11.3, for random loss without
     * in-band FEC, is what a public implementation of the model takes and was not checked against a listening test. Frames
     * that FEC restored do not count as lost.
     */
    public static final CodecImpairment OPUS = new CodecImpairment(0, 11.3);

    /** Linear PCM: nothing is lost by coding, and it is concealed like G.711. */
    public static final CodecImpairment L16 = G711;

    /** Refuses what the E-model cannot take. */
    public CodecImpairment {
        if (!(ie >= 0 && ie <= EModel.WORST_IE && bpl > 0)) {
            throw new IllegalArgumentException("Ie " + ie + " or Bpl " + bpl + " is out of range");
        }
    }

    /** The values for a codec of a trunk. */
    public static CodecImpairment of(AudioCodec codec) {
        return switch (codec) {
            case PCMU, PCMA -> G711;
            case G722 -> G722;
            case G729 -> G729A;
            case GSM -> GSM_FR;
            case ILBC -> ILBC;
            case L16 -> L16;
        };
    }

    /** This codec and then another one: impairments add up (G.113 section 7), loss tells on the first. */
    public CodecImpairment then(CodecImpairment next) {
        return new CodecImpairment(Math.min(EModel.WORST_IE, ie + next.ie), bpl);
    }
}
