package io.tollgate.rtp.codec;

import io.tollgate.rtp.sdp.AudioCodec;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * The codecs of the trunk side: which there are here, how long their packets may be, what they cost in quality, and the
 * makers of their encoders and decoders. Usable from any thread, while what it makes is not.
 */
public final class AudioCodecs {
    /** The shortest packet of speech that is worth its headers, in ms. */
    public static final int MIN_PTIME_MS = 10;

    /** The longest packet that is sent or asked for, in ms: what is lost with it can hardly be made up. */
    public static final int MAX_PTIME_MS = 60;

    private static final Set<AudioCodec> AVAILABLE = find();

    private AudioCodecs() {}

    private static Set<AudioCodec> find() {
        Set<AudioCodec> found = EnumSet.complementOf(EnumSet.of(AudioCodec.G729, AudioCodec.ILBC));
        if (G729Encoder.isPresent()) {
            found.add(AudioCodec.G729);
        }
        if (IlbcLibrary.isPresent()) {
            found.add(AudioCodec.ILBC);
        }
        return Collections.unmodifiableSet(found);
    }

    /** The codecs that can be encoded and decoded here, in the order of {@link AudioCodec}. */
    public static Set<AudioCodec> available() {
        return AVAILABLE;
    }

    /**
     * An encoder for packets of one length.
     *
     * @param ptimeMs the sound in a packet, in ms, as {@link #takes} allows it: iLBC chooses its mode by it
     * @throws IllegalArgumentException for a length that is not allowed, or a codec that is not {@link #available}
     */
    public static AudioEncoder encoder(AudioCodec codec, int ptimeMs) {
        check(codec, ptimeMs);
        checkPresent(codec);
        return switch (codec) {
            case PCMU -> new G711Encoder(true);
            case PCMA -> new G711Encoder(false);
            case G722 -> new G722Encoder();
            case L16 -> new L16Encoder();
            case G729 -> new G729Encoder();
            case GSM -> new GsmEncoder();
            case ILBC -> new IlbcEncoder(IlbcMode.of(ilbcMode(ptimeMs)));
        };
    }

    /**
     * A decoder. It takes packets of any length that the codec can have, since peers send what they like.
     *
     * @param ptimeMs the sound in a packet, in ms, as {@link #takes} allows it
     * @throws IllegalArgumentException for a length that is not allowed, or a codec that is not {@link #available}
     */
    public static AudioDecoder decoder(AudioCodec codec, int ptimeMs) {
        check(codec, ptimeMs);
        checkPresent(codec);
        PayloadDecoder payloads = switch (codec) {
            case PCMU -> new G711Payloads(true);
            case PCMA -> new G711Payloads(false);
            case G722 -> new G722Payloads();
            case L16 -> new L16Payloads();
            case G729 -> new G729Payloads();
            case GSM -> new GsmPayloads();
            case ILBC -> new IlbcPayloads();
        };
        return new ConcealingDecoder(payloads);
    }

    private static void checkPresent(AudioCodec codec) {
        if (!AVAILABLE.contains(codec)) {
            throw new IllegalArgumentException(codec.encodingName() + " is not to be had here: its library is missing");
        }
    }

    private static void check(AudioCodec codec, int ptimeMs) {
        if (!takes(codec, ptimeMs)) {
            throw new IllegalArgumentException(
                    "a packet of " + codec.encodingName() + " cannot hold " + ptimeMs + " ms");
        }
    }

    /**
     * Whether packets of this codec can hold so much sound: a whole number of its frames, {@value #MIN_PTIME_MS} to
     * {@value #MAX_PTIME_MS} ms. Codecs of single samples take any whole number of milliseconds.
     */
    public static boolean takes(AudioCodec codec, int ptimeMs) {
        boolean whole =
                codec == AudioCodec.ILBC ? ptimeMs % 20 == 0 || ptimeMs % 30 == 0 : ptimeMs % frameMs(codec) == 0;
        return whole && ptimeMs >= MIN_PTIME_MS && ptimeMs <= MAX_PTIME_MS;
    }

    /** The longest packet not longer than was asked for, else the shortest that there is, in ms. */
    public static int ptimeNear(AudioCodec codec, int wantedMs) {
        for (int ms = Math.min(wantedMs, MAX_PTIME_MS); ms >= MIN_PTIME_MS; ms--) {
            if (takes(codec, ms)) {
                return ms;
            }
        }
        return Math.max(MIN_PTIME_MS, frameMs(codec));
    }

    /**
     * The length of a packet's payload, in bytes.
     *
     * @throws IllegalArgumentException for a length that {@link #takes} denies
     */
    public static int payloadBytes(AudioCodec codec, int ptimeMs) {
        check(codec, ptimeMs);
        return switch (codec) {
            case PCMU, PCMA, G722 -> 8 * ptimeMs;
            case L16 -> 16 * ptimeMs;
            case G729 -> ptimeMs; // 10 bytes for 10 ms
            case GSM -> 33 * (ptimeMs / 20);
            case ILBC -> ilbcMode(ptimeMs) == 30 ? 50 * (ptimeMs / 30) : 38 * (ptimeMs / 20);
        };
    }

    /** The mode of iLBC, 20 or 30 ms, that fills packets of this length: 30 where both would. */
    public static int ilbcMode(int ptimeMs) {
        return ptimeMs % 30 == 0 ? 30 : 20;
    }

    /** The frame that cannot be divided, in ms. */
    private static int frameMs(AudioCodec codec) {
        return switch (codec) {
            case PCMU, PCMA, G722, L16 -> 1;
            case G729 -> 10;
            case GSM, ILBC -> 20;
        };
    }
}
