package io.tollgate.rtp.srtp;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Master key and master salt of one direction (RFC 3711 section 3.2.1). Copies what it is given and gives out copies; its
 * text names the profile only, so that keys never reach a log.
 *
 * @param masterKey {@code profile.keyLength()} bytes
 * @param masterSalt {@code profile.saltLength()} bytes
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below
public record SrtpKeys(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
    public SrtpKeys {
        if (masterKey.length != profile.keyLength() || masterSalt.length != profile.saltLength()) {
            throw new IllegalArgumentException(profile + " takes a key of " + profile.keyLength() + " and a salt of "
                    + profile.saltLength() + " bytes, not " + masterKey.length + " and " + masterSalt.length);
        }
        masterKey = masterKey.clone();
        masterSalt = masterSalt.clone();
    }

    /** Keys from the concatenation of key and salt, as SDP's "inline:" carries them (RFC 4568 section 6.1). */
    public static SrtpKeys ofConcatenated(SrtpProfile profile, byte[] keyAndSalt) {
        if (keyAndSalt.length != profile.keyLength() + profile.saltLength()) {
            throw new IllegalArgumentException(profile + " takes " + (profile.keyLength() + profile.saltLength())
                    + " bytes of key and salt, not " + keyAndSalt.length);
        }
        return new SrtpKeys(
                profile,
                Arrays.copyOf(keyAndSalt, profile.keyLength()),
                Arrays.copyOfRange(keyAndSalt, profile.keyLength(), keyAndSalt.length));
    }

    /** Both directions of a DTLS association. */
    public record DtlsPair(SrtpKeys clientWrite, SrtpKeys serverWrite) {}

    /** Bytes to ask of the exporter "EXTRACTOR-dtls_srtp" for {@link #fromDtls}. */
    public static int dtlsExportLength(SrtpProfile profile) {
        return 2 * (profile.keyLength() + profile.saltLength());
    }

    /** Cuts exported keying material: client key, server key, client salt, server salt (RFC 5764 section 4.2). */
    public static DtlsPair fromDtls(SrtpProfile profile, byte[] exported) {
        if (exported.length != dtlsExportLength(profile)) {
            throw new IllegalArgumentException(
                    profile + " takes " + dtlsExportLength(profile) + " exported bytes, not " + exported.length);
        }
        int key = profile.keyLength();
        int salt = profile.saltLength();
        return new DtlsPair(
                new SrtpKeys(
                        profile,
                        Arrays.copyOfRange(exported, 0, key),
                        Arrays.copyOfRange(exported, 2 * key, 2 * key + salt)),
                new SrtpKeys(
                        profile,
                        Arrays.copyOfRange(exported, key, 2 * key),
                        Arrays.copyOfRange(exported, 2 * key + salt, 2 * key + 2 * salt)));
    }

    @Override
    public byte[] masterKey() {
        return masterKey.clone();
    }

    @Override
    public byte[] masterSalt() {
        return masterSalt.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SrtpKeys keys
                && profile == keys.profile
                && MessageDigest.isEqual(masterKey, keys.masterKey)
                && MessageDigest.isEqual(masterSalt, keys.masterSalt);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(masterKey) + profile.hashCode();
    }

    @Override
    public String toString() {
        return "SrtpKeys[" + profile + "]";
    }
}
