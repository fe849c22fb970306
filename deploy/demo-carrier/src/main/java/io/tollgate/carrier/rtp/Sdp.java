package io.tollgate.carrier.rtp;

import io.tollgate.carrier.audio.G711;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads and writes the session descriptions of a G.711 call. */
public final class Sdp {
    /** Longest description that is read. */
    public static final int MAX_CHARS = 8192;

    private static final int NO_PAYLOAD_TYPE = -1;

    private Sdp() {}

    /**
     * What two descriptions agreed on.
     *
     * @param rtp where the peer wants its audio
     * @param codec the codec that both speak
     * @param telephoneEventPt payload type of telephone-event/8000, or -1
     * @param send whether the peer wants to hear us (it is not sendonly or inactive)
     * @param audioIndex which of the m-lines carries the audio
     * @param mediaLines all m-lines of the peer, whose other ones are refused with port 0 (RFC 3264 section 6)
     */
    public record Audio(
            InetSocketAddress rtp,
            G711 codec,
            int telephoneEventPt,
            boolean send,
            int audioIndex,
            List<String> mediaLines) {}

    /** What reading a description gave. */
    public sealed interface Result {
        /** A call is possible. */
        record Usable(Audio audio) implements Result {}

        /** It is not, with the reason in words fit for a Warning. */
        record Unusable(String why) implements Result {}
    }

    /** Reads an offer or an answer and picks the first codec of its list that we speak. */
    public static Result read(String text) {
        if (text.length() > MAX_CHARS) {
            return new Result.Unusable("session description is too long");
        }
        List<Section> sections = sections(text);
        List<String> lines =
                sections.stream().skip(1).map(s -> s.first.substring(2)).toList();
        for (int i = 1; i < sections.size(); i++) {
            Optional<MediaLine> media = MediaLine.parse(sections.get(i).first);
            if (media.isPresent() && media.get().isPlainAudio()) {
                return audio(sections.getFirst(), sections.get(i), media.get(), i - 1, lines);
            }
        }
        return new Result.Unusable("no audio stream over RTP/AVP");
    }

    private static Result audio(Section session, Section own, MediaLine media, int index, List<String> lines) {
        String address = own.value("c=").or(() -> session.value("c=")).orElse("");
        Optional<InetAddress> host = Ipv4.ofConnection(address);
        if (host.isEmpty()) {
            return new Result.Unusable("no IPv4 connection address");
        }
        Optional<G711> codec =
                media.formats.stream().flatMap(pt -> own.codec(pt).stream()).findFirst();
        if (codec.isEmpty()) {
            return new Result.Unusable("neither PCMU nor PCMA is offered");
        }
        boolean deaf =
                own.has("a=sendonly") || own.has("a=inactive") || host.get().isAnyLocalAddress();
        int telephoneEvent =
                media.formats.stream().filter(own::isTelephoneEvent).findFirst().orElse(NO_PAYLOAD_TYPE);
        InetSocketAddress rtp = new InetSocketAddress(host.get(), media.port);
        return new Result.Usable(new Audio(rtp, codec.get(), telephoneEvent, !deaf, index, lines));
    }

    /** Our offer: both codecs, telephone-event 101, 20 ms. */
    public static String offer(InetSocketAddress local, long sessionId) {
        return head(local, sessionId)
                + "m=audio " + local.getPort() + " RTP/AVP 8 0 101\r\n"
                + "a=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\n"
                + telephoneEvent(101) + "a=ptime:20\r\na=sendrecv\r\n";
    }

    /** Our answer to what was read: one codec, the peer's own number for telephone-event, other streams refused. */
    public static String answer(Audio offered, InetSocketAddress local, long sessionId) {
        StringBuilder out = new StringBuilder(head(local, sessionId));
        for (int i = 0; i < offered.mediaLines().size(); i++) {
            if (i == offered.audioIndex()) {
                out.append(audioAnswer(offered, local));
            } else {
                out.append("m=").append(refused(offered.mediaLines().get(i))).append("\r\n");
            }
        }
        return out.toString();
    }

    private static String audioAnswer(Audio offered, InetSocketAddress local) {
        int pt = offered.codec().payloadType();
        int te = offered.telephoneEventPt();
        boolean withEvents = te != NO_PAYLOAD_TYPE;
        return "m=audio " + local.getPort() + " RTP/AVP " + pt + (withEvents ? " " + te : "") + "\r\n"
                + "a=rtpmap:" + pt + " " + offered.codec().name() + "/8000\r\n"
                + (withEvents ? telephoneEvent(te) : "")
                + "a=ptime:20\r\n"
                + (offered.send() ? "a=sendrecv\r\n" : "a=recvonly\r\n");
    }

    private static String head(InetSocketAddress local, long sessionId) {
        String host = local.getAddress().getHostAddress();
        return "v=0\r\no=carrier " + sessionId + " 1 IN IP4 " + host + "\r\ns=-\r\nc=IN IP4 " + host + "\r\nt=0 0\r\n";
    }

    private static String telephoneEvent(int pt) {
        return "a=rtpmap:" + pt + " telephone-event/8000\r\na=fmtp:" + pt + " 0-15\r\n";
    }

    private static String refused(String mediaLine) {
        String[] parts = mediaLine.split(" ", 3);
        return parts.length == 3 ? parts[0] + " 0 " + parts[2] : "audio 0 RTP/AVP 0";
    }

    private static List<Section> sections(String text) {
        List<Section> sections = new ArrayList<>();
        Section current = new Section("session");
        sections.add(current);
        for (String line : text.split("\r?\n")) {
            if (line.startsWith("m=")) {
                current = new Section(line.strip());
                sections.add(current);
            } else {
                current.lines.add(line.strip());
            }
        }
        return sections;
    }

    /** The session's part of a description, or one stream's. */
    private static final class Section {
        final String first;
        final List<String> lines = new ArrayList<>();

        Section(String first) {
            this.first = first;
        }

        boolean has(String line) {
            return lines.contains(line);
        }

        Optional<String> value(String prefix) {
            return lines.stream()
                    .filter(l -> l.startsWith(prefix))
                    .map(l -> l.substring(prefix.length()))
                    .findFirst();
        }

        Optional<G711> codec(int pt) {
            for (G711 codec : G711.values()) {
                String mapped = rtpmap(pt);
                boolean isStatic = pt == codec.payloadType() && (mapped == null || isG711(mapped, codec));
                if (isStatic) {
                    return Optional.of(codec);
                }
            }
            return Optional.empty();
        }

        boolean isTelephoneEvent(int pt) {
            String mapped = rtpmap(pt);
            return mapped != null && mapped.equals("telephone-event/8000");
        }

        private static boolean isG711(String mapped, G711 codec) {
            String name = codec.name().toLowerCase(Locale.ROOT) + "/8000";
            return mapped.equals(name) || mapped.equals(name + "/1");
        }

        private @Nullable String rtpmap(int pt) {
            return value("a=rtpmap:" + pt + " ")
                    .map(v -> v.strip().toLowerCase(Locale.ROOT))
                    .orElse(null);
        }
    }

    /** An m-line taken apart. */
    private record MediaLine(String kind, int port, String protocol, List<Integer> formats) {
        static Optional<MediaLine> parse(String line) {
            String[] parts = line.substring(2).split(" +");
            if (parts.length < 4 || parts.length > 40) {
                return Optional.empty();
            }
            int port = number(parts[1], 65_535);
            List<Integer> formats = new ArrayList<>();
            for (int i = 3; i < parts.length; i++) {
                int pt = number(parts[i], 127);
                if (pt != NO_PAYLOAD_TYPE) {
                    formats.add(pt);
                }
            }
            return Optional.of(new MediaLine(parts[0], port, parts[2], formats));
        }

        boolean isPlainAudio() {
            return kind.equals("audio") && port > 0 && protocol.equals("RTP/AVP");
        }

        private static int number(String digits, int max) {
            boolean plain =
                    !digits.isEmpty() && digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
            int value = plain ? Integer.parseInt(digits) : NO_PAYLOAD_TYPE;
            return value <= max ? value : NO_PAYLOAD_TYPE;
        }
    }

    /** Dotted IPv4 addresses only: a name, or what the platform takes for one, would make the carrier ask a resolver. */
    private static final class Ipv4 {
        private static final Pattern DOTTED = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");

        private Ipv4() {}

        static Optional<InetAddress> ofConnection(String value) {
            String[] parts = value.split(" ");
            boolean right = parts.length == 3 && parts[0].equals("IN") && parts[1].equals("IP4");
            Matcher dotted = DOTTED.matcher(right ? parts[2] : "");
            if (!dotted.matches()) {
                return Optional.empty();
            }
            byte[] octets = new byte[4];
            for (int i = 0; i < 4; i++) {
                int octet = Integer.parseInt(dotted.group(i + 1));
                if (octet > 255) {
                    return Optional.empty();
                }
                octets[i] = (byte) octet;
            }
            try {
                return Optional.of(InetAddress.getByAddress(octets));
            } catch (UnknownHostException e) {
                throw new IllegalStateException("four octets are an address", e);
            }
        }
    }
}
