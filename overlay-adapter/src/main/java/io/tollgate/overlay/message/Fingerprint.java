package io.tollgate.overlay.message;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The fingerprint of a DTLS certificate (RFC 8122 section 5), as in {@code mky} (RFC 8225 section 5.2.2) and in SDP.
 *
 * @param algorithm the hash function's name in lower case, e.g. {@code sha-256}
 * @param digest upper-case hexadecimal octets with colons between them
 */
public record Fingerprint(String algorithm, String digest) {

    static final int MAX_ALGORITHM_CHARS = 16;

    /** Enough for SHA-512. */
    static final int MAX_DIGEST_CHARS = 64 * 3 - 1;

    private static final Pattern DIGEST = Pattern.compile("[0-9A-F]{2}(:[0-9A-F]{2}){15,63}");
    private static final Pattern SDP_LINE =
            Pattern.compile("(?m)^a=fingerprint:([^ \r\n]{1,16}) +([0-9A-Fa-f:]{1,191})[ \t]*$");
    private static final Pattern ANY_SDP_LINE = Pattern.compile("(?mi)^a=fingerprint:");

    /** Brings both texts into their one form, so that equal fingerprints are equal records. */
    public Fingerprint {
        algorithm = algorithm.toLowerCase(Locale.ROOT);
        digest = digest.toUpperCase(Locale.ROOT);
    }

    boolean isWellFormed() {
        return !algorithm.isEmpty() && DIGEST.matcher(digest).matches();
    }

    /**
     * The fingerprints in an SDP, at session and media level, each once and sorted; empty when there is none or one of
     * the lines cannot be read.
     */
    public static List<Fingerprint> ofSdp(String sdp) {
        String text = sdp.replace("\r\n", "\n").replace('\r', '\n');
        Matcher lines = SDP_LINE.matcher(text);
        List<Fingerprint> found = new ArrayList<>();
        int readable = 0;
        while (lines.find()) {
            readable++;
            Fingerprint fingerprint = new Fingerprint(lines.group(1), lines.group(2));
            if (!fingerprint.isWellFormed()) {
                return List.of();
            }
            if (!found.contains(fingerprint)) {
                found.add(fingerprint);
            }
        }
        return readable == ANY_SDP_LINE.matcher(text).results().count() ? sorted(found) : List.of();
    }

    /** Whether {@code mky} and an SDP name the same fingerprints, and at least one. */
    public static boolean matches(List<Fingerprint> mky, String sdp) {
        List<Fingerprint> inSdp = ofSdp(sdp);
        return !inSdp.isEmpty() && inSdp.equals(sorted(mky.stream().distinct().toList()));
    }

    private static List<Fingerprint> sorted(List<Fingerprint> fingerprints) {
        return fingerprints.stream()
                .sorted(Comparator.comparing(Fingerprint::algorithm).thenComparing(Fingerprint::digest))
                .toList();
    }
}
