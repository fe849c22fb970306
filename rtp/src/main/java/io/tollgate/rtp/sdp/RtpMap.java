package io.tollgate.rtp.sdp;

import java.util.Optional;

/**
 * What a payload type means: {@code a=rtpmap:111 opus/48000/2} (RFC 8866 section 6.6).
 *
 * @param payloadType 0 to 127
 * @param encoding the name as written; compare it without regard to case
 * @param clockRate in Hz
 * @param channels 1 unless said otherwise
 */
public record RtpMap(int payloadType, String encoding, int clockRate, int channels) {
    static Optional<RtpMap> parse(String value) {
        int space = value.indexOf(' ');
        if (space < 0) {
            return Optional.empty();
        }
        int payloadType = Numbers.decimal(value.substring(0, space), 127);
        String[] parts = value.substring(space + 1).strip().split("/", 4);
        if (payloadType < 0 || parts.length < 2 || parts[0].isEmpty()) {
            return Optional.empty();
        }
        int clockRate = Numbers.decimal(parts[1], 1_000_000);
        int channels = parts.length > 2 ? Numbers.decimal(parts[2], 255) : 1;
        return clockRate <= 0 || channels <= 0
                ? Optional.empty()
                : Optional.of(new RtpMap(payloadType, parts[0], clockRate, channels));
    }

    boolean is(String name, int rate) {
        return encoding.equalsIgnoreCase(name) && clockRate == rate;
    }

    Attribute attribute() {
        String suffix = channels == 1 ? "" : "/" + channels;
        return Attribute.of("rtpmap", payloadType + " " + encoding + "/" + clockRate + suffix);
    }
}
