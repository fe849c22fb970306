package io.tollgate.rtp.sdp;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What may come in on a trunk: everything that both sides agreed on, since the other side may change its codec from one
 * packet to the next (RFC 3264 section 5.1). Numbers are ours; where the other side uses other numbers for the same
 * things, and they mean nothing else to us, those are listed too, because some devices send under their own.
 *
 * @param audio the most likely first
 * @param telephoneEventPts payload types of telephone-event
 * @param comfortNoisePts payload types of comfort noise
 */
public record ArrivingFormats(List<TrunkFormat> audio, List<Integer> telephoneEventPts, List<Integer> comfortNoisePts) {
    public ArrivingFormats {
        audio = List.copyOf(audio);
        telephoneEventPts = List.copyOf(telephoneEventPts);
        comfortNoisePts = List.copyOf(comfortNoisePts);
    }

    /** The codec that comes under this payload type, if any. */
    public Optional<TrunkFormat> audio(int payloadType) {
        return audio.stream()
                .filter(format -> format.payloadType() == payloadType)
                .findFirst();
    }

    /** The payload type under which this codec is most likely to come, if it may. */
    public OptionalInt payloadTypeOf(AudioCodec codec) {
        return audio.stream()
                .filter(format -> format.codec() == codec)
                .mapToInt(TrunkFormat::payloadType)
                .findFirst();
    }
}
