package io.tollgate.rtp.sdp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A whole description. {@link #write()} gives the text, which {@link Sdp#parse} turns into an equal value again.
 *
 * @param name the {@code s=} line
 * @param connection null when every section has its own
 */
public record SessionDescription(
        Origin origin,
        String name,
        @Nullable Connection connection,
        List<OtherLine> otherLines,
        List<Attribute> attributes,
        List<MediaDescription> media) {

    public SessionDescription {
        otherLines = canonical(otherLines);
        attributes = List.copyOf(attributes);
        media = List.copyOf(media);
    }

    /** The first value of a session-level attribute. */
    public Optional<String> attribute(String attribute) {
        return MediaDescription.valueOf(attributes, attribute);
    }

    /** The section's direction, else the session's, else sendrecv (RFC 8866 section 6.7). */
    public Direction directionOf(MediaDescription section) {
        return section.ownDirection()
                .or(() -> MediaDescription.directionOf(attributes))
                .orElse(Direction.SENDRECV);
    }

    /** The section's connection, else the session's. */
    public Optional<Connection> connectionOf(MediaDescription section) {
        return Optional.ofNullable(section.connection() != null ? section.connection() : connection);
    }

    /** The section's ICE user name, else the session's (RFC 8839 section 5.4). */
    public Optional<String> iceUfragOf(MediaDescription section) {
        return inherited(section, "ice-ufrag");
    }

    /** The section's ICE password, else the session's. */
    public Optional<String> icePwdOf(MediaDescription section) {
        return inherited(section, "ice-pwd");
    }

    /** Who opens DTLS, from the section or the session. */
    public Optional<Setup> setupOf(MediaDescription section) {
        return inherited(section, "setup").flatMap(Setup::named);
    }

    /** The fingerprint with this hash, from the section or the session. */
    public Optional<Fingerprint> fingerprintOf(MediaDescription section, String hash) {
        Function<List<Attribute>, Optional<Fingerprint>> search = list -> list.stream()
                .filter(a -> a.name().equals("fingerprint") && a.value() != null)
                .flatMap(a -> Fingerprint.parse(String.valueOf(a.value())).stream())
                .filter(f -> f.hash().equals(hash))
                .findFirst();
        return search.apply(section.attributes()).or(() -> search.apply(attributes));
    }

    /** The text, with CRLF line ends and lines in the order of RFC 8866 section 5. */
    public String write() {
        StringBuilder out = new StringBuilder(512);
        out.append("v=0\r\n")
                .append(origin.line())
                .append("\r\ns=")
                .append(name)
                .append("\r\n");
        writeOthers(out, otherLines, "iuep");
        if (connection != null) {
            out.append(connection.line()).append("\r\n");
        }
        writeOthers(out, otherLines, "btrzk");
        attributes.forEach(a -> out.append(a.line()).append("\r\n"));
        media.forEach(section -> section.writeTo(out));
        return out.toString();
    }

    /** Writes the lines whose type stands in {@code types}; "trz" groups stay together in their own order. */
    static void writeOthers(StringBuilder out, List<OtherLine> lines, String types) {
        for (OtherLine line : lines) {
            if (types.indexOf(line.type()) >= 0) {
                out.append(line.line()).append("\r\n");
            }
        }
    }

    /** In writing order and with the {@code t=} line that must not be missing, so that reading back gives an equal. */
    private static List<OtherLine> canonical(List<OtherLine> lines) {
        List<OtherLine> result = new ArrayList<>(lines);
        if (lines.stream().noneMatch(line -> line.type() == 't')) {
            result.add(new OtherLine('t', "0 0"));
        }
        result.sort(Comparator.comparing(line -> "iuep".indexOf(line.type()) < 0));
        return List.copyOf(result);
    }

    private Optional<String> inherited(MediaDescription section, String attribute) {
        return section.attribute(attribute).or(() -> attribute(attribute));
    }
}
