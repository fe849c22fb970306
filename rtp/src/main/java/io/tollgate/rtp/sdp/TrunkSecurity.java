package io.tollgate.rtp.sdp;

import io.tollgate.rtp.srtp.SrtpKeys;
import io.tollgate.rtp.srtp.SrtpProfile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A trunk's policy for encrypted media, and our keys for it: what we send is protected with one of them. They stay the
 * same for a whole session, so that a re-offer leaves a running stream alone, and are never used for another session.
 *
 * @param keys one for each crypto suite that we would use, preferred first; no suite twice, at least one unless the
 *     policy is {@link SrtpPolicy#OFF}
 */
public record TrunkSecurity(SrtpPolicy policy, List<SrtpKeys> keys) {
    /** Without encryption. */
    public static final TrunkSecurity NONE = new TrunkSecurity(SrtpPolicy.OFF, List.of());

    /** The crypto suites in our order, strongest first. */
    static final List<SrtpProfile> SUITES = List.of(
            SrtpProfile.AEAD_AES_256_GCM,
            SrtpProfile.AEAD_AES_128_GCM,
            SrtpProfile.AES_256_CM_HMAC_SHA1_80,
            SrtpProfile.AES_256_CM_HMAC_SHA1_32,
            SrtpProfile.AES_CM_128_HMAC_SHA1_80,
            SrtpProfile.AES_CM_128_HMAC_SHA1_32);

    /**
     * What an invitation names that may be passed over (RFC 8643): the strongest, and the one that every implementation of
     * RFC 4568 has. All six would make an INVITE too long for one datagram.
     */
    private static final List<SrtpProfile> INVITED =
            List.of(SrtpProfile.AEAD_AES_256_GCM, SrtpProfile.AES_CM_128_HMAC_SHA1_80);

    /** How many random bytes {@link #of} takes: a key and a salt for each of the six suites. */
    public static final int KEYING_BYTES = SUITES.stream()
            .mapToInt(suite -> suite.keyLength() + suite.saltLength())
            .sum();

    public TrunkSecurity {
        keys = List.copyOf(keys);
        long suites = keys.stream().map(SrtpKeys::profile).distinct().count();
        if (suites < keys.size() || (keys.isEmpty() && policy != SrtpPolicy.OFF)) {
            throw new IllegalArgumentException("encrypted media needs one key for each of its suites");
        }
    }

    /**
     * Every suite, with keys cut from random bytes.
     *
     * @param random {@link #KEYING_BYTES} bytes of a cryptographic source that serve nothing else
     * @throws IllegalArgumentException when there are more or fewer
     */
    public static TrunkSecurity of(SrtpPolicy policy, byte[] random) {
        if (random.length != KEYING_BYTES) {
            throw new IllegalArgumentException("keys are cut from " + KEYING_BYTES + " bytes, not " + random.length);
        }
        List<SrtpKeys> keys = new ArrayList<>();
        int at = 0;
        for (SrtpProfile suite : SUITES) {
            int end = at + suite.keyLength() + suite.saltLength();
            keys.add(SrtpKeys.ofConcatenated(suite, Arrays.copyOfRange(random, at, end)));
            at = end;
        }
        return new TrunkSecurity(policy, keys);
    }

    /** The keys for an offer in which encryption is an invitation: all of them when none is of an invited suite. */
    List<SrtpKeys> invited() {
        List<SrtpKeys> few =
                keys.stream().filter(key -> INVITED.contains(key.profile())).toList();
        return few.isEmpty() ? keys : few;
    }

    Optional<SrtpKeys> keyFor(SrtpProfile suite) {
        return keys.stream().filter(key -> key.profile() == suite).findFirst();
    }
}
