package io.tollgate.rtp.sdp;

import io.tollgate.rtp.srtp.SrtpKeys;
import io.tollgate.rtp.srtp.SrtpProfile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Keys in {@code a=crypto} lines (RFC 4568): which line is usable, and how ours are written. */
final class Sdes {
    private static final String INLINE = "inline:";
    private static final long MAX_LIFETIME = 1L << 48;
    /** Names from before RFC 6188, which FreeSWITCH and old linphones still write. */
    private static final Map<String, SrtpProfile> OLD_NAMES = Map.of(
            "AES_CM_256_HMAC_SHA1_80", SrtpProfile.AES_256_CM_HMAC_SHA1_80,
            "AES_CM_256_HMAC_SHA1_32", SrtpProfile.AES_256_CM_HMAC_SHA1_32);

    private Sdes() {}

    /** What was agreed, and the line that says so: ours for an answer. */
    record Agreed(TrunkKeys keys, CryptoLine line) {}

    /** One line for each of our keys, numbered from 1. */
    static List<CryptoLine> offer(List<SrtpKeys> ours) {
        List<CryptoLine> lines = new ArrayList<>();
        for (SrtpKeys key : ours) {
            lines.add(line(lines.size() + 1, key.profile().sdesName(), key));
        }
        return lines;
    }

    /**
     * Takes the first line of an offer that we understand and have a key for: the offerer lists what it prefers first,
     * and lines that cannot be used are skipped (RFC 4568 section 5.1.2).
     */
    static Optional<Agreed> answer(List<CryptoLine> offered, TrunkSecurity ours) {
        for (CryptoLine line : offered) {
            Optional<SrtpKeys> theirs = keys(line);
            Optional<SrtpKeys> own = theirs.flatMap(key -> ours.keyFor(key.profile()));
            if (theirs.isPresent() && own.isPresent()) {
                TrunkKeys keys = new TrunkKeys(own.get(), theirs.get());
                return Optional.of(new Agreed(keys, line(line.tag(), line.suite(), own.get())));
            }
        }
        return Optional.empty();
    }

    /** An answer holds exactly one line, with the tag and the suite of one of ours (RFC 4568 section 5.1.3). */
    static Optional<TrunkKeys> readAnswer(List<CryptoLine> ours, List<CryptoLine> answered) {
        if (answered.size() != 1) {
            return Optional.empty();
        }
        CryptoLine chosen = answered.getFirst();
        Optional<SrtpKeys> theirs = keys(chosen);
        return ours.stream()
                .filter(line -> line.tag() == chosen.tag())
                .findFirst()
                .flatMap(Sdes::keys)
                .filter(own ->
                        theirs.filter(key -> key.profile() == own.profile()).isPresent())
                .map(own -> new TrunkKeys(own, theirs.orElseThrow()));
    }

    /** The key of a line, empty when the line asks for anything that we do not do. */
    static Optional<SrtpKeys> keys(CryptoLine line) {
        String params = line.keyParams();
        // Several keys are told apart by their MKI, which we do not speak: such a line is one we cannot use.
        boolean single = params.indexOf(';') < 0 && params.regionMatches(true, 0, INLINE, 0, INLINE.length());
        if (!single || !line.sessionParams().stream().allMatch(Sdes::mayBeIgnored)) {
            return Optional.empty();
        }
        String[] parts = params.substring(INLINE.length()).split("\\|", -1);
        if (parts.length > 2 || (parts.length == 2 && !isLifetime(parts[1]))) {
            return Optional.empty();
        }
        return suite(line.suite()).flatMap(suite -> decoded(suite, parts[0]));
    }

    private static CryptoLine line(int tag, String suite, SrtpKeys key) {
        byte[] salt = key.masterSalt();
        byte[] both = Arrays.copyOf(key.masterKey(), key.masterKey().length + salt.length);
        System.arraycopy(salt, 0, both, both.length - salt.length, salt.length);
        return new CryptoLine(tag, suite, INLINE + Base64.getEncoder().encodeToString(both));
    }

    private static Optional<SrtpProfile> suite(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return SrtpProfile.ofSdesName(upper).or(() -> Optional.ofNullable(OLD_NAMES.get(upper)));
    }

    private static Optional<SrtpKeys> decoded(SrtpProfile suite, String text) {
        try {
            byte[] both = Base64.getDecoder().decode(text);
            return both.length == suite.keyLength() + suite.saltLength()
                    ? Optional.of(SrtpKeys.ofConcatenated(suite, both))
                    : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** RFC 4568 section 6.1: {@code 2^n} or a plain number of packets, at most 2^48; what has a colon is an MKI. */
    private static boolean isLifetime(String text) {
        if (text.startsWith("2^")) {
            int exponent = Numbers.decimal(text.substring(2), 48);
            return exponent >= 0;
        }
        long packets = Numbers.decimalLong(text);
        return packets > 0 && packets <= MAX_LIFETIME;
    }

    /** A window size is a hint, and a dash marks what may be ignored; everything else is binding (section 6.3). */
    private static boolean mayBeIgnored(String sessionParam) {
        return sessionParam.startsWith("-")
                || sessionParam.toUpperCase(Locale.ROOT).startsWith("WSH=");
    }
}
