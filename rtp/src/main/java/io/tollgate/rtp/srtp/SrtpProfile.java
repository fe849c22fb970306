package io.tollgate.rtp.srtp;

import java.util.Optional;

/** The protection profiles we speak: how keys, salts and tags are cut, and what they are called in DTLS and in SDP. */
public enum SrtpProfile {
    /** RFC 3711, RFC 5764. */
    AES_CM_128_HMAC_SHA1_80(1, "AES_CM_128_HMAC_SHA1_80", 16, 14, 10, 10),
    /** RFC 3711, RFC 5764: the tag of SRTCP stays at 80 bits. */
    AES_CM_128_HMAC_SHA1_32(2, "AES_CM_128_HMAC_SHA1_32", 16, 14, 4, 10),
    /** RFC 6188; only by SDES, DTLS has no number for it. */
    AES_256_CM_HMAC_SHA1_80(-1, "AES_256_CM_HMAC_SHA1_80", 32, 14, 10, 10),
    /** RFC 6188; only by SDES, DTLS has no number for it. */
    AES_256_CM_HMAC_SHA1_32(-1, "AES_256_CM_HMAC_SHA1_32", 32, 14, 4, 10),
    /** RFC 7714. */
    AEAD_AES_128_GCM(7, "AEAD_AES_128_GCM", 16, 12, 16, 16),
    /** RFC 7714. */
    AEAD_AES_256_GCM(8, "AEAD_AES_256_GCM", 32, 12, 16, 16);

    /** No profile adds more to a packet than this: the tag, and for SRTCP the index of four bytes. */
    public static final int MAX_OVERHEAD = 20;

    private final int id;
    private final String sdesName;
    private final int keyLength;
    private final int saltLength;
    private final int tagLength;
    private final int rtcpTagLength;

    SrtpProfile(int id, String sdesName, int keyLength, int saltLength, int tagLength, int rtcpTagLength) {
        this.id = id;
        this.sdesName = sdesName;
        this.keyLength = keyLength;
        this.saltLength = saltLength;
        this.tagLength = tagLength;
        this.rtcpTagLength = rtcpTagLength;
    }

    /** The number in DTLS's use_srtp extension (RFC 5764 section 4.1.2, RFC 7714 section 14.2); -1 when it has none. */
    public int id() {
        return id;
    }

    /** The crypto suite's name in SDP's a=crypto (RFC 4568 section 6.2, RFC 6188 section 4, RFC 7714 section 14.1). */
    public String sdesName() {
        return sdesName;
    }

    /** Bytes of the master key. */
    public int keyLength() {
        return keyLength;
    }

    /** Bytes of the master salt. */
    public int saltLength() {
        return saltLength;
    }

    /** Bytes of the authentication tag of SRTP. */
    public int tagLength() {
        return tagLength;
    }

    /** Bytes of the authentication tag of SRTCP, without its index of four bytes. */
    public int rtcpTagLength() {
        return rtcpTagLength;
    }

    /** Whether this is an AEAD transform of RFC 7714, rather than counter mode with HMAC. */
    public boolean isAead() {
        return this == AEAD_AES_128_GCM || this == AEAD_AES_256_GCM;
    }

    /** The profile with a number of DTLS's use_srtp extension. */
    public static Optional<SrtpProfile> ofId(int id) {
        for (SrtpProfile profile : values()) {
            if (id > 0 && profile.id == id) {
                return Optional.of(profile);
            }
        }
        return Optional.empty();
    }

    /** The profile of a crypto suite's name in SDP. */
    public static Optional<SrtpProfile> ofSdesName(String name) {
        for (SrtpProfile profile : values()) {
            if (profile.sdesName.equals(name)) {
                return Optional.of(profile);
            }
        }
        return Optional.empty();
    }
}
