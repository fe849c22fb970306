package io.tollgate.rtp.sdp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One {@code m=} section. Attributes keep their order and are read on demand; one that is malformed counts as absent.
 *
 * @param kind {@code audio}, {@code video}, {@code application}, {@code image} …
 * @param port 0 when the section is refused or disabled (RFC 3264 section 6)
 * @param portCount the number after the slash, 1 when there is none
 * @param protocol such as {@code RTP/AVP}
 * @param formats payload types for RTP, in order of preference
 * @param connection the section's own, null when the session's holds
 */
public record MediaDescription(
        String kind,
        int port,
        int portCount,
        String protocol,
        List<String> formats,
        @Nullable Connection connection,
        List<OtherLine> otherLines,
        List<Attribute> attributes) {
    /** The payload type that RFC 3551 fixes for comfort noise of the 8 kHz clock. */
    static final int COMFORT_NOISE = 13;

    public MediaDescription {
        formats = List.copyOf(formats);
        otherLines = otherLines.stream()
                .sorted(Comparator.comparing(line -> line.type() != 'i'))
                .toList();
        attributes = List.copyOf(attributes);
    }

    /** The first value of an attribute that has one. */
    public Optional<String> attribute(String name) {
        return valueOf(attributes, name);
    }

    /** True when the attribute is there, with or without a value. */
    public boolean has(String name) {
        return attributes.stream().anyMatch(a -> a.name().equals(name));
    }

    /** The payload types in order of preference; formats that are no payload types are left out. */
    public List<Integer> payloadTypes() {
        List<Integer> result = new ArrayList<>(formats.size());
        for (String format : formats) {
            int payloadType = Numbers.decimal(format, 127);
            if (payloadType >= 0 && !result.contains(payloadType)) {
                result.add(payloadType);
            }
        }
        return result;
    }

    /** What each payload type means; static ones need no rtpmap (RFC 3551 section 6, RFC 3389 section 4). */
    public Map<Integer, RtpMap> rtpMaps() {
        Map<Integer, RtpMap> result = new LinkedHashMap<>();
        all("rtpmap", RtpMap::parse).forEach(map -> result.putIfAbsent(map.payloadType(), map));
        for (AudioCodec codec : AudioCodec.values()) {
            int payloadType = codec.staticPayloadType();
            if (payloadTypes().contains(payloadType)) {
                result.putIfAbsent(payloadType, new RtpMap(payloadType, codec.encodingName(), codec.clockRate(), 1));
            }
        }
        if (payloadTypes().contains(COMFORT_NOISE)) {
            result.putIfAbsent(COMFORT_NOISE, new RtpMap(COMFORT_NOISE, "CN", 8_000, 1));
        }
        return result;
    }

    /** The format parameters of a payload type. */
    public Optional<String> fmtp(int payloadType) {
        String prefix = payloadType + " ";
        return attributes.stream()
                .filter(a -> a.name().equals("fmtp")
                        && a.value() != null
                        && a.value().startsWith(prefix))
                .map(a -> String.valueOf(a.value()).substring(prefix.length()).strip())
                .findFirst();
    }

    /** Milliseconds of audio that this side would like in a packet, 0 when it does not say. */
    public int ptimeMs() {
        return milliseconds("ptime");
    }

    /** Milliseconds of audio that this side can take in a packet, 0 when it does not say. */
    public int maxPtimeMs() {
        return milliseconds("maxptime");
    }

    /** The section's own direction, empty when the session's holds. */
    public Optional<Direction> ownDirection() {
        return directionOf(attributes);
    }

    /** The RTCP port of {@code a=rtcp} (RFC 3605), 0 when there is none. */
    public int rtcpPort() {
        return attribute("rtcp")
                .map(v -> Math.max(0, Numbers.decimal(v.split(" ", 2)[0], 65_535)))
                .orElse(0);
    }

    /** True with {@code a=rtcp-mux} (RFC 5761). */
    public boolean rtcpMux() {
        return has("rtcp-mux");
    }

    /** The name of this section in {@code a=group}. */
    public Optional<String> mid() {
        return attribute("mid");
    }

    /** One of the parameters that stand in an fmtp line as {@code name=value;…}, in lower case. */
    Optional<String> fmtp(int payloadType, String parameter) {
        String wanted = parameter + "=";
        return fmtp(payloadType).stream()
                .flatMap(all -> Stream.of(all.toLowerCase(Locale.ROOT).split("[; ]+")))
                .filter(each -> each.startsWith(wanted))
                .map(each -> each.substring(wanted.length()))
                .findFirst();
    }

    /** The ICE candidates that could be read. */
    public List<Candidate> candidates() {
        return all("candidate", Candidate::parse);
    }

    /** The security descriptions that could be read. */
    public List<CryptoLine> cryptoLines() {
        return all("crypto", CryptoLine::parse);
    }

    /** The synchronisation source of the first {@code a=ssrc}, or -1. */
    public long ssrc() {
        long value = attribute("ssrc")
                .map(v -> Numbers.decimalLong(v.split(" ", 2)[0]))
                .orElse(-1L);
        return value > 0xFFFF_FFFFL ? -1 : value;
    }

    <T> List<T> all(String name, Function<String, Optional<T>> parser) {
        List<T> result = new ArrayList<>();
        for (Attribute attribute : attributes) {
            String value = attribute.value();
            if (attribute.name().equals(name) && value != null) {
                parser.apply(value).ifPresent(result::add);
            }
        }
        return result;
    }

    static Optional<String> valueOf(List<Attribute> attributes, String name) {
        for (Attribute attribute : attributes) {
            String value = attribute.value();
            if (attribute.name().equals(name) && value != null) {
                return Optional.of(value.strip());
            }
        }
        return Optional.empty();
    }

    static Optional<Direction> directionOf(List<Attribute> attributes) {
        return attributes.stream()
                .flatMap(a -> Direction.named(a.name()).stream())
                .findFirst();
    }

    private int milliseconds(String name) {
        // Some devices write a fraction ("ptime:20.0"), which RFC 8866 allows too.
        return attribute(name)
                .map(v -> Math.max(0, Numbers.decimal(v.split("\\.", 2)[0], 10_000)))
                .orElse(0);
    }

    void writeTo(StringBuilder out) {
        out.append("m=").append(kind).append(' ').append(port);
        if (portCount != 1) {
            out.append('/').append(portCount);
        }
        out.append(' ').append(protocol);
        formats.forEach(format -> out.append(' ').append(format));
        out.append("\r\n");
        SessionDescription.writeOthers(out, otherLines, "i");
        if (connection != null) {
            out.append(connection.line()).append("\r\n");
        }
        SessionDescription.writeOthers(out, otherLines, "bk");
        attributes.forEach(a -> out.append(a.line()).append("\r\n"));
    }
}
