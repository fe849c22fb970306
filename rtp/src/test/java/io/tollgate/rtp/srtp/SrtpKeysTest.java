package io.tollgate.rtp.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.rtp.Hex;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SrtpKeysTest {
    /** RFC 5764 section 4.1.2, RFC 7714 sections 12 and 14, RFC 6188 section 4. */
    @ParameterizedTest
    @CsvSource({
        "AES_CM_128_HMAC_SHA1_80, 1, 16, 14, 10, 10",
        "AES_CM_128_HMAC_SHA1_32, 2, 16, 14, 4, 10",
        "AES_256_CM_HMAC_SHA1_80, -1, 32, 14, 10, 10",
        "AES_256_CM_HMAC_SHA1_32, -1, 32, 14, 4, 10",
        "AEAD_AES_128_GCM, 7, 16, 12, 16, 16",
        "AEAD_AES_256_GCM, 8, 32, 12, 16, 16"
    })
    void profilesAreAsRegistered(SrtpProfile profile, int id, int key, int salt, int tag, int rtcpTag) {
        assertThat(profile.id()).isEqualTo(id);
        assertThat(profile.keyLength()).isEqualTo(key);
        assertThat(profile.saltLength()).isEqualTo(salt);
        assertThat(profile.tagLength()).isEqualTo(tag);
        assertThat(profile.rtcpTagLength()).isEqualTo(rtcpTag);
        assertThat(profile.rtcpTagLength() + 4).isLessThanOrEqualTo(SrtpProfile.MAX_OVERHEAD);
        assertThat(SrtpProfile.ofSdesName(profile.sdesName())).contains(profile);
        if (id > 0) {
            assertThat(SrtpProfile.ofId(id)).contains(profile);
        }
    }

    @Test
    void unknownProfilesAreEmpty() {
        assertThat(SrtpProfile.ofId(-1)).isEmpty();
        assertThat(SrtpProfile.ofId(5)).isEmpty();
        assertThat(SrtpProfile.ofSdesName("F8_128_HMAC_SHA1_80")).isEmpty();
    }

    @Test
    void exportedMaterialIsCutClientServerKeysThenSalts() {
        byte[] exported = Hex.bytes("01".repeat(16) + "02".repeat(16) + "03".repeat(12) + "04".repeat(12));
        SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;
        assertThat(SrtpKeys.dtlsExportLength(profile)).isEqualTo(56);
        SrtpKeys.DtlsPair pair = SrtpKeys.fromDtls(profile, exported);
        assertThat(pair.clientWrite())
                .isEqualTo(new SrtpKeys(profile, Hex.bytes("01".repeat(16)), Hex.bytes("03".repeat(12))));
        assertThat(pair.serverWrite())
                .isEqualTo(new SrtpKeys(profile, Hex.bytes("02".repeat(16)), Hex.bytes("04".repeat(12))));
    }

    @Test
    void concatenatedMaterialIsKeyThenSalt() {
        SrtpKeys keys = SrtpKeys.ofConcatenated(
                SrtpProfile.AES_CM_128_HMAC_SHA1_80, Hex.bytes("01".repeat(16) + "03".repeat(14)));
        assertThat(HexFormat.of().formatHex(keys.masterKey())).isEqualTo("01".repeat(16));
        assertThat(HexFormat.of().formatHex(keys.masterSalt())).isEqualTo("03".repeat(14));
    }

    @Test
    void wrongLengthsAreRefusedInWords() {
        SrtpProfile profile = SrtpProfile.AEAD_AES_256_GCM;
        assertThatThrownBy(() -> new SrtpKeys(profile, new byte[16], new byte[12]))
                .hasMessageContaining("a key of 32 and a salt of 12 bytes, not 16 and 12");
        assertThatThrownBy(() -> SrtpKeys.fromDtls(profile, new byte[56])).hasMessageContaining("88");
        assertThatThrownBy(() -> SrtpKeys.ofConcatenated(profile, new byte[30])).hasMessageContaining("44");
    }

    @Test
    void keysNeverShowInTextAndCannotBeChangedFromOutside() {
        byte[] key = Hex.bytes("aa".repeat(16));
        SrtpKeys keys = new SrtpKeys(SrtpProfile.AEAD_AES_128_GCM, key, new byte[12]);
        key[0] = 0;
        keys.masterKey()[1] = 0;
        assertThat(HexFormat.of().formatHex(keys.masterKey())).isEqualTo("aa".repeat(16));
        assertThat(keys.toString()).isEqualTo("SrtpKeys[AEAD_AES_128_GCM]");
    }
}
