package io.tollgate.rtp.media;

import io.tollgate.rtp.sdp.AudioCodec;
import io.tollgate.rtp.sdp.TrunkFormat;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What each payload type from a trunk means, as a table that is looked into for every packet. */
final class PayloadTypes {
    private static final int SIZE = 128;
    /** RFC 3551 section 6: understood whether or not they were agreed on, because some devices send them unasked. */
    private static final int PCMU = 0;

    private static final int PCMA = 8;
    private static final int COMFORT_NOISE = 13;
    private static final int ILBC_MODE_MS = 30;
    private static final int USUAL_PTIME_MS = 20;

    private final @Nullable AudioCodec[] codecs = new AudioCodec[SIZE];
    private final boolean[] events = new boolean[SIZE];
    private final boolean[] noise = new boolean[SIZE];
    private int ilbcModeMs = ILBC_MODE_MS;

    PayloadTypes() {
        usual();
    }

    private void usual() {
        codecs[PCMU] = AudioCodec.PCMU;
        codecs[PCMA] = AudioCodec.PCMA;
        noise[COMFORT_NOISE] = true;
    }

    /** One codec under one number, as on the overlay. */
    static PayloadTypes of(int type, AudioCodec codec) {
        PayloadTypes types = new PayloadTypes();
        types.codecs[type] = codec;
        return types;
    }

    /** Learns what was negotiated and forgets what was before. */
    void agreed(TrunkParameters p) {
        Arrays.fill(codecs, null);
        Arrays.fill(events, false);
        Arrays.fill(noise, false);
        usual();
        for (TrunkFormat format : p.arriving().audio().reversed()) {
            codecs[format.payloadType()] = format.codec();
            noise[format.payloadType()] = false;
            if (format.codec() == AudioCodec.ILBC) {
                ilbcModeMs = format.ilbcModeMs();
            }
        }
        p.arriving().telephoneEventPts().forEach(this::event);
        if (p.tePt() >= 0) {
            event(p.tePt());
        }
        p.arriving().comfortNoisePts().forEach(type -> noise[type] = codecs[type] == null);
    }

    private void event(int type) {
        events[type] = true;
        codecs[type] = null;
        noise[type] = false;
    }

    boolean known(int type) {
        return codecs[type] != null || events[type] || noise[type];
    }

    /** The codec of this type; null when it is none. */
    @Nullable
    AudioCodec codec(int type) {
        return codecs[type];
    }

    boolean noise(int type) {
        return noise[type];
    }

    /** The packet length to make a decoder for: iLBC finds its mode by it, all others take any. */
    int decoderPtimeMs(AudioCodec codec) {
        return codec == AudioCodec.ILBC ? ilbcModeMs : USUAL_PTIME_MS;
    }
}
