package io.tollgate.overlay.dtls.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CertificateFingerprintTest {
    /** SHA-256 of "abc", FIPS 180-4. */
    private static final String ABC =
            "BA:78:16:BF:8F:01:CF:EA:41:41:40:DE:5D:AE:22:23:" + "B0:03:61:A3:96:17:7A:9C:B4:10:FF:61:F2:00:15:AD";

    private static final byte[] DATA = "abc".getBytes(StandardCharsets.US_ASCII);

    @Test
    void isTheHashInUpperCaseWithColons() {
        assertThat(CertificateFingerprint.sha256(DATA)).hasToString("sha-256 " + ABC);
    }

    @Test
    void matchesWhateverTheCaseOfTheSignalling() {
        assertThat(CertificateFingerprint.of("SHA-256", ABC.toLowerCase(java.util.Locale.ROOT)))
                .hasValueSatisfying(f -> assertThat(f.matches(DATA)).isTrue());
        assertThat(CertificateFingerprint.sha256(DATA).matches(new byte[] {1})).isFalse();
    }

    @Test
    void weakOrMalformedOnesAreRefused() {
        assertThat(CertificateFingerprint.of("sha-1", "BA:78")).isEmpty();
        assertThat(CertificateFingerprint.of("sha-256", "BA:78")).isEmpty();
        assertThat(CertificateFingerprint.of("sha-256", ABC.replace(':', '-'))).isEmpty();
    }
}
