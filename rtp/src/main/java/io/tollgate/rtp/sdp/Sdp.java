package io.tollgate.rtp.sdp;

import io.tollgate.rtp.sdp.SdpResult.Malformed;
import io.tollgate.rtp.sdp.SdpResult.Parsed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads session descriptions (RFC 8866). Liberal where devices are known to be sloppy (bare line feeds, missing
 * {@code s=} or {@code t=}, blank lines, unusual order), strict where guessing would send media to a wrong place.
 */
public final class Sdp {
    private final String text;
    private @Nullable Malformed fault;

    private @Nullable Origin origin;
    private String name = "-";
    private @Nullable Connection connection;
    private final List<OtherLine> otherLines = new ArrayList<>();
    private final List<Attribute> attributes = new ArrayList<>();
    private final List<MediaDescription> media = new ArrayList<>();
    private @Nullable Section section;
    private boolean versionSeen;

    private Sdp(String text) {
        this.text = text;
    }

    /** Reads one description. Never throws on any text; see {@link SdpLimits} for what is refused for its size. */
    public static SdpResult parse(String text) {
        if (text.length() > SdpLimits.MAX_CHARS) {
            return new Malformed(0, "longer than " + SdpLimits.MAX_CHARS + " characters");
        }
        return new Sdp(text).read();
    }

    private SdpResult read() {
        int number = 0;
        int at = 0;
        while (at < text.length() && fault == null) {
            int feed = text.indexOf('\n', at);
            int end = feed < 0 ? text.length() : feed;
            number++;
            int contentEnd = end > at && text.charAt(end - 1) == '\r' ? end - 1 : end;
            line(number, text.substring(at, contentEnd));
            at = end + 1;
        }
        if (fault != null) {
            return fault;
        }
        if (origin == null) {
            return new Malformed(0, versionSeen ? "no o= line" : "no v=0 line");
        }
        closeSection();
        return new Parsed(new SessionDescription(origin, name, connection, otherLines, attributes, media));
    }

    private void line(int number, String line) {
        if (line.isEmpty()) {
            return;
        }
        if (number > SdpLimits.MAX_LINES) {
            fail(number, "more than " + SdpLimits.MAX_LINES + " lines");
        } else if (line.length() > SdpLimits.MAX_LINE_CHARS) {
            fail(number, "line longer than " + SdpLimits.MAX_LINE_CHARS + " characters");
        } else if (line.length() < 2 || line.charAt(1) != '=' || hasControlCharacter(line)) {
            fail(number, "not a type=value line");
        } else if (!versionSeen && line.charAt(0) != 'v') {
            fail(number, "no v=0 line at the beginning");
        } else {
            typed(number, line.charAt(0), line.substring(2));
        }
    }

    private void typed(int number, char type, String value) {
        switch (type) {
            case 'v' -> version(number, value);
            case 'o' -> originLine(number, value);
            case 's' -> name = value.isEmpty() ? "-" : value;
            case 'c' -> connectionLine(number, value);
            case 'm' -> mediaLine(number, value);
            case 'a' -> attributeLine(number, value);
            case 'i', 'b', 'k' -> (section == null ? otherLines : section.otherLines).add(new OtherLine(type, value));
            case 'u', 'e', 'p', 't', 'r', 'z' -> {
                if (section == null) {
                    otherLines.add(new OtherLine(type, value));
                }
            }
            default -> fail(number, "unknown line type");
        }
    }

    private void version(int number, String value) {
        if (versionSeen || !value.strip().equals("0")) {
            fail(number, versionSeen ? "second v= line" : "version is not 0");
        }
        versionSeen = true;
    }

    private void originLine(int number, String value) {
        String[] parts = value.strip().split(" +");
        if (parts.length != 6 || !parts[3].equals("IN") || !isDigits(parts[1]) || !isDigits(parts[2])) {
            fail(number, "o= line is not 'name id version IN type address'");
            return;
        }
        if (origin != null) {
            fail(number, "second o= line");
            return;
        }
        origin = new Origin(parts[0], parts[1], parts[2], parts[4], parts[5]);
    }

    private void connectionLine(int number, String value) {
        String[] parts = value.strip().split(" +");
        if (parts.length != 3 || !parts[0].equals("IN")) {
            fail(number, "c= line is not 'IN type address'");
            return;
        }
        Connection read = new Connection(parts[1], parts[2]);
        if (section == null) {
            connection = read;
        } else if (section.connection == null) {
            section.connection = read;
        }
    }

    private void mediaLine(int number, String value) {
        String[] parts = value.strip().split(" +");
        if (parts.length < 4) {
            fail(number, "m= line is not 'kind port protocol formats'");
            return;
        }
        String[] ports = parts[1].split("/", 2);
        int port = Numbers.decimal(ports[0], 65_535);
        int portCount = ports.length > 1 ? Numbers.decimal(ports[1], 65_535) : 1;
        if (port < 0 || portCount < 1) {
            fail(number, "port is not a number from 0 to 65535");
        } else if (parts.length - 3 > SdpLimits.MAX_FORMATS) {
            fail(number, "more than " + SdpLimits.MAX_FORMATS + " formats");
        } else if (media.size() + (section == null ? 0 : 1) >= SdpLimits.MAX_MEDIA) {
            fail(number, "more than " + SdpLimits.MAX_MEDIA + " media sections");
        } else {
            closeSection();
            List<String> formats = List.of(parts).subList(3, parts.length);
            section = new Section(parts[0], port, portCount, parts[2], formats);
        }
    }

    private void attributeLine(int number, String value) {
        int colon = value.indexOf(':');
        String attribute = colon < 0 ? value : value.substring(0, colon);
        if (attribute.isBlank()) {
            fail(number, "attribute without a name");
            return;
        }
        Attribute read = new Attribute(attribute, colon < 0 ? null : value.substring(colon + 1));
        (section == null ? attributes : section.attributes).add(read);
    }

    private void closeSection() {
        if (section != null) {
            media.add(section.done());
            section = null;
        }
    }

    private void fail(int number, String why) {
        if (fault == null) {
            fault = new Malformed(number, why);
        }
    }

    private static boolean hasControlCharacter(String line) {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7F) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDigits(String text) {
        return !text.isEmpty() && text.length() <= 32 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static final class Section {
        private final String kind;
        private final int port;
        private final int portCount;
        private final String protocol;
        private final List<String> formats;
        private final List<OtherLine> otherLines = new ArrayList<>();
        private final List<Attribute> attributes = new ArrayList<>();
        private @Nullable Connection connection;

        Section(String kind, int port, int portCount, String protocol, List<String> formats) {
            this.kind = kind;
            this.port = port;
            this.portCount = portCount;
            this.protocol = protocol;
            this.formats = formats;
        }

        MediaDescription done() {
            return new MediaDescription(kind, port, portCount, protocol, formats, connection, otherLines, attributes);
        }
    }
}
