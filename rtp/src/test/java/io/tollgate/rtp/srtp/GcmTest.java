package io.tollgate.rtp.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rtp.Hex;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both implementations under one contract. */
class GcmTest {
    private static final String KEY = "feffe9928665731c6d6a8f9467308308";
    private static final String NONCE = "cafebabefacedbaddecaf888";
    private static final String TEXT = "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
            + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39";
    private static final String ASSOCIATED = "feedfacedeadbeeffeedfacedeadbeefabaddad2";
    private static final String SEALED_128 = "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
            + "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091";
    private static final String SEALED_256 = "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
            + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662";
    private static final String ZERO_KEY = "00000000000000000000000000000000";
    private static final String ZERO_NONCE = "000000000000000000000000";

    private static List<Gcm> all(byte[] key) {
        List<Gcm> all = new ArrayList<>();
        all.add(new SoftwareGcm(key));
        LibCrypto.system().ifPresent(lib -> all.add(new OpenSslGcm(lib, key)));
        return all;
    }

    @Test
    void debianHasOpenSsl() {
        Assumptions.assumeTrue(Files.exists(Path.of("/etc/debian_version")));
        assertThat(Gcm.of(new byte[16])).isInstanceOf(OpenSslGcm.class);
    }

    @Test
    void manyShortLivedKeysAreFreed() {
        LibCrypto lib = LibCrypto.system().orElse(null);
        Assumptions.assumeTrue(lib != null);
        byte[] buffer = new byte[200];
        for (int i = 0; i < 20_000; i++) {
            new OpenSslGcm(lib, new byte[32]).seal(new byte[12], buffer, 0, 12, buffer, 12, 160);
        }
        assertThat(buffer).isNotEqualTo(new byte[200]);
    }

    /** The test cases 1, 2, 4, 13, 14 and 16 of McGrew and Viega's paper, those with nonces of 96 bits. */
    @ParameterizedTest
    @CsvSource({
        ZERO_KEY + "," + ZERO_NONCE + ",'','','', 58e2fccefa7e3061367f1d57a4e7455a",
        ZERO_KEY + "," + ZERO_NONCE + "," + ZERO_KEY + ",'', 0388dace60b6a392f328c2b971b2fe78,"
                + "ab6e47d42cec13bdf53a67b21257bddf",
        KEY + "," + NONCE + "," + TEXT + "," + ASSOCIATED + "," + SEALED_128 + ", 5bc94fbc3221a5db94fae95ae7121a47",
        ZERO_KEY + ZERO_KEY + "," + ZERO_NONCE + ",'','','', 530f8afbc74536b9a963b4f1c4cb738b",
        ZERO_KEY + ZERO_KEY + "," + ZERO_NONCE + "," + ZERO_KEY + ",'', cea7403d4d606b6e074ec5d3baf39d18,"
                + "d0d1c8a799996bf0265b98b5d48ab919",
        KEY + KEY + "," + NONCE + "," + TEXT + "," + ASSOCIATED + "," + SEALED_256
                + ", 76fc6ece0f4e1768cddf8853bb2d551b"
    })
    void sealsTheExamplesOfTheAuthors(
            String key, String nonce, String text, String associated, String sealed, String tag) {
        for (Gcm gcm : all(Hex.bytes(key))) {
            seals(gcm, nonce, text, associated, sealed + tag);
        }
    }

    private static void seals(Gcm gcm, String nonce, String text, String associated, String expected) {
        byte[] clear = Hex.bytes(text);
        byte[] data = Hex.bytes(associated);
        byte[] buffer = Arrays.copyOf(clear, clear.length + 16);
        gcm.seal(Hex.bytes(nonce), data, 0, data.length, buffer, 0, clear.length);
        assertThat(HexFormat.of().formatHex(buffer)).isEqualTo(expected);
        assertThat(gcm.open(Hex.bytes(nonce), data, 0, data.length, buffer, 0, clear.length))
                .isTrue();
        assertThat(Arrays.copyOf(buffer, clear.length)).isEqualTo(clear);
    }

    /** Every length up to several chunks, against the JDK's own. */
    @ParameterizedTest
    @ValueSource(ints = {16, 32})
    void agreesWithTheJdk(int keyLength) throws GeneralSecurityException {
        SplittableRandom random = new SplittableRandom(38);
        byte[] key = Packets.bytes(keyLength, random);
        for (Gcm gcm : all(key)) {
            agrees(gcm, key, random);
        }
    }

    private static void agrees(Gcm gcm, byte[] key, SplittableRandom random) throws GeneralSecurityException {
        Cipher theirs = Cipher.getInstance("AES/GCM/NoPadding");
        for (int length = 0; length < 3_000; length += 1 + length / 200) {
            byte[] nonce = Packets.bytes(12, random);
            byte[] associated = Packets.bytes(random.nextInt(80), random);
            byte[] clear = Packets.bytes(length, random);
            byte[] buffer = Packets.bytes(7 + length + 16 + 5, random);
            byte[] around = buffer.clone();
            System.arraycopy(clear, 0, buffer, 7, length);
            gcm.seal(nonce, associated, 0, associated.length, buffer, 7, length);

            theirs.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
            theirs.updateAAD(associated);
            System.arraycopy(theirs.doFinal(clear), 0, around, 7, length + 16);
            assertThat(buffer).as("length %d", length).isEqualTo(around);

            int bit = random.nextInt(8 * (length + 16));
            buffer[7 + bit / 8] ^= (byte) (1 << (bit % 8));
            byte[] damaged = buffer.clone();
            assertThat(gcm.open(nonce, associated, 0, associated.length, buffer, 7, length))
                    .isFalse();
            assertThat(buffer).as("left as it came").isEqualTo(damaged);
            buffer[7 + bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(gcm.open(nonce, associated, 0, associated.length, buffer, 7, length))
                    .isTrue();
            assertThat(Arrays.copyOfRange(buffer, 7, 7 + length)).isEqualTo(clear);
        }
    }
}
