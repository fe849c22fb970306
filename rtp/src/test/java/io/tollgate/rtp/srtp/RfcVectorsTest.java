package io.tollgate.rtp.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rtp.Hex;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The examples printed in RFC 3711, RFC 6188, RFC 7714 and RFC 2202. All of them are here but RFC 3711 appendix B.1, which
 * is about AES-f8. Those of RFC 6188 for 192 bits test the parts, though no profile of ours has such keys; those of RFC
 * 7714 sections 17.3 and 17.4 test AES-GCM itself, because SRTCP in the clear is refused.
 */
class RfcVectorsTest {
    private static final String KEY_128 = "e1f97a0d3e018be0d64fa32c06de4139";
    private static final String SALT_128 = "0ec675ad498afeebb6960b3aabe6";
    private static final String KEY_256 = "f0f04914b513f2763a1b1fa130f10e2998f6f6e43e4309d1e622a0e332b9f1b6";
    private static final String SALT_256 = "3b04803de51ee7c96423ab5b78d2";

    private static final String KEY_192 = "73edc66c4fa15776fb57f9505c17136550ffda71f3e8e5f1";
    private static final String SALT_192 = "c8522f3acd4ce86d5add78edbb11";

    /** RFC 3711 appendix B.3 and RFC 6188 sections 7.2 and 7.4: labels 0, 2 and 1. */
    @ParameterizedTest
    @CsvSource({
        KEY_128 + "," + SALT_128 + ", 0, c61e7a93744f39ee10734afe3ff7a087",
        KEY_128 + "," + SALT_128 + ", 2, 30cbbc08863d8c85d49db34a9ae1",
        KEY_128 + "," + SALT_128 + ", 1, cebe321f6ff7716b6fd4ab49af256a156d38baa48f0a0acf3c34e2359e6cdbce"
                + "e049646c43d9327ad175578ef72270986371c10c9a369ac2f94a8c5fbcdddc25"
                + "6d6e919a48b610ef17c2041e474035766b68642c59bbfc2f34db60dbdfb2",
        KEY_256 + "," + SALT_256 + ", 0, 5ba1064e30ec51613cad926c5a28ef731ec7fb397f70a960653caf06554cd8c4",
        KEY_256 + "," + SALT_256 + ", 2, fa31791685ca444a9e07c6c64e93",
        KEY_256 + "," + SALT_256 + ", 1, fd9c32d39ed5fbb5a9dc96b30818454d1313dc05",
        KEY_192 + "," + SALT_192 + ", 0, 31874736a8f1143870c26e4857d8a5b2c4a354407faadabb",
        KEY_192 + "," + SALT_192 + ", 2, 2372b82d639b6d8503a47adc0a6c",
        KEY_192 + "," + SALT_192 + ", 1, 355b10973cd95b9eacf4061c7e1a7151e7cfbfcb"
    })
    void sessionKeysAreDerived(String key, String salt, int label, String session) {
        byte[] expected = Hex.bytes(session);
        assertThat(KeyDerivation.derive(Hex.bytes(key), Hex.bytes(salt), label, expected.length))
                .isEqualTo(expected);
    }

    /** RFC 3711 appendix B.2 and RFC 6188 sections 7.1 and 7.3: the first blocks of keystream for SSRC 0, index 0. */
    @ParameterizedTest
    @CsvSource({
        "2b7e151628aed2a6abf7158809cf4f3c, e03ead0935c95e80e166b16dd92b4eb4"
                + "d23513162b02d0f72a43a2fe4a5f97ab41e95b3bb0a2e8dd477901e4fca894c0",
        "57f82fe3613fd170a85ec93c40b1f0922ec4cb0dc025b58272147cc438944a98, 92bdd28a93c3f52511c677d08b5515a4"
                + "9da71b2378a854f67050756ded165bac63c4868b7096d88421b563b8c94c9a31",
        "eab234764e517b2d3d160d587d8c86219740f65f99b6bcf7, 35096cba4610028dc1b57503804ce37c"
                + "5de986291dcce161d5165ec4568f5c9a474a40c77894bc17180202272a4c264d"
    })
    void keystreamIsMade(String key, String keystream) {
        CounterCipher cipher = new CounterCipher(Hex.bytes(key), Hex.bytes("f0f1f2f3f4f5f6f7f8f9fafbfcfd"));
        byte[] zeros = new byte[48];
        cipher.apply(zeros, 0, 48, 0, 0);
        assertThat(HexFormat.of().formatHex(zeros)).isEqualTo(keystream);
    }

    /** RFC 3711 appendix B.2 prints the last blocks too: those of counters 0xfeff, 0xff00 and 0xff01. */
    @Test
    void keystreamReachesTheFarBlocks() {
        CounterCipher cipher = new CounterCipher(
                Hex.bytes("2b7e151628aed2a6abf7158809cf4f3c"), Hex.bytes("f0f1f2f3f4f5f6f7f8f9fafbfcfd"));
        byte[] zeros = new byte[0xff02 * 16];
        cipher.apply(zeros, 0, zeros.length, 0, 0);
        assertThat(Hex.text(zeros, 0xfeff * 16, 48))
                .isEqualTo("ec8cdf7398607cb0f2d21675ea9ea1e4"
                        + "362b7c3c6773516318a077d7fc5073ae"
                        + "6a2cc3787889374fbeb4c81b17ba6c44");
    }

    /** RFC 2202 section 3, cases 1, 2, 3 and 5 (longer keys do not occur here). */
    @ParameterizedTest
    @CsvSource({
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, 4869205468657265, b617318655057264e28bc0b6fb378c8ef146be00",
        "4a656665, 7768617420646f2079612077616e7420666f72206e6f7468696e673f, effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,"
                + "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd,"
                + "125d7342b9ac11cd91a39af48aa17b4f63f175d3",
        "0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c, 546573742057697468205472756e636174696f6e,"
                + "4c1a03424b55e07fe7f27be1d58bb9324a9a5a04"
    })
    void messagesAreAuthenticated(String key, String data, String code) {
        HmacSha1 mac = new HmacSha1(Hex.bytes(key));
        byte[] message = Hex.bytes(data);
        for (int again = 0; again < 2; again++) {
            assertThat(HexFormat.of().formatHex(mac.of(message, 0, message.length)))
                    .isEqualTo(code);
        }
    }

    private static final String GCM_KEY_128 = "000102030405060708090a0b0c0d0e0f";
    private static final String GCM_KEY_256 = GCM_KEY_128 + "101112131415161718191a1b1c1d1e1f";
    private static final String GCM_RTP =
            "8040f17b8041f8d35501a0b2" + "47616c6c696120657374206f6d6e69732064697669736120696e207061727465732074726573";
    private static final String GCM_RTCP = "81c8000d4d617273"
            + "4e5450314e545032525450200000042a0000e9304c756e61deadbeefdeadbeefdeadbeefdeadbeefdeadbeef";

    /** RFC 7714 sections 16.1 and 16.2. */
    @ParameterizedTest
    @CsvSource({
        GCM_KEY_128 + ", f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833"
                + "899d7f27beb16a9152cf765ee4390cce",
        GCM_KEY_256 + ", 32b1de78a822fe12ef9f78fa332e33aab18012389a58e2f3b50b2a0276ffae0f1ba63799b87b"
                + "7aa3db36dfffd6b0f9bb7878d7a76c13"
    })
    void gcmProtectsTheRfcsRtpPacket(String key, String sealed) {
        GcmTransform transform = gcm(key);
        byte[] clear = Hex.bytes(GCM_RTP);
        byte[] buffer = Arrays.copyOf(clear, 100);
        int length = transform.protect(buffer, 0, clear.length, 12, 0x5501a0b2, 0xf17b);
        assertThat(Hex.text(buffer, 0, length)).isEqualTo(GCM_RTP.substring(0, 24) + sealed);
        assertThat(transform.unprotect(buffer, 0, length, 12, 0x5501a0b2, 0xf17b))
                .isEqualTo(clear.length);
        assertThat(Hex.text(buffer, 0, clear.length)).isEqualTo(GCM_RTP);
    }

    /** RFC 7714 sections 17.1 and 17.2, on the packet that those sections use (the preamble prints another). */
    @ParameterizedTest
    @CsvSource({
        GCM_KEY_128 + ", 63e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32dc676a5f1730d6fda4ce09b4686303ded0bb9275b"
                + "c84aa45896cf4d2fc5abf87245d9eade",
        GCM_KEY_256 + ", d50ae4d1f5ce5d304ba297e47d470c282c3ece5dbffe0a50a2eaa5c1110555be8415f658c61de0476f1b6fad"
                + "1d1eb30c4446839f57ff6f6cb26ac3be"
    })
    void gcmProtectsTheRfcsRtcpPacket(String key, String sealed) {
        GcmTransform transform = gcm(key);
        byte[] clear = Hex.bytes(GCM_RTCP);
        byte[] buffer = Arrays.copyOf(clear, 100);
        int length = transform.protectRtcp(buffer, 0, clear.length, 0x4d617273, 0x5d4);
        assertThat(Hex.text(buffer, 0, length)).isEqualTo(GCM_RTCP.substring(0, 16) + sealed + "800005d4");
        assertThat(transform.unprotectRtcp(buffer, 0, length, 0x4d617273, 0x5d4))
                .isEqualTo(clear.length);
        assertThat(Hex.text(buffer, 0, clear.length)).isEqualTo(GCM_RTCP);
    }

    /** RFC 7714 sections 17.3 and 17.4: the whole compound and the word with a clear E bit are associated data. */
    @ParameterizedTest
    @CsvSource({GCM_KEY_128 + ", 841dd9683dd78ec92ae58790125f62b3", GCM_KEY_256 + ", 91db4afbfeee5a978fab4393ed2615fe"})
    void gcmTagsTheRfcsRtcpPacketInTheClear(String key, String tag) {
        byte[] associated = Hex.bytes(GCM_RTCP + "000005d4");
        byte[] nonce = Hex.bytes("517524055203726f207170bb");
        byte[] sealed = new byte[16];
        Gcm gcm = Gcm.of(Hex.bytes(key));
        gcm.seal(nonce, associated, 0, associated.length, sealed, 0, 0);
        assertThat(HexFormat.of().formatHex(sealed)).isEqualTo(tag);
        assertThat(gcm.open(nonce, associated, 0, associated.length, sealed, 0, 0))
                .isTrue();
    }

    private static GcmTransform gcm(String key) {
        byte[] salt = Hex.bytes("517569642070726f2071756f");
        return new GcmTransform(Hex.bytes(key), salt, Hex.bytes(key), salt);
    }

    /** The reference packets of libsrtp's test driver: the master keys of the RFCs' derivations, sequence number 0x1234. */
    @ParameterizedTest
    @CsvSource({
        "AES_CM_128_HMAC_SHA1_80," + KEY_128 + "," + SALT_128
                + ", 4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb",
        "AES_256_CM_HMAC_SHA1_80," + KEY_256 + "," + SALT_256 + ", f1d9de17ff251ff1aa007774b0b4b40da08d9d9a5b3a55d8873b"
    })
    void counterModeProtectsTheReferencePackets(SrtpProfile profile, String key, String salt, String sealed) {
        SrtpKeys keys = new SrtpKeys(profile, Hex.bytes(key), Hex.bytes(salt));
        byte[] buffer = Arrays.copyOf(Hex.bytes("800f1234decafbadcafebabe" + "ab".repeat(16)), 38);
        assertThat(new SrtpSender(keys).protect(buffer, 0, 28)).isEqualTo(38);
        assertThat(HexFormat.of().formatHex(buffer)).isEqualTo("800f1234decafbadcafebabe" + sealed);
    }
}
