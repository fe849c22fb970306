package io.tollgate.billing.payment.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.payment.stripe.StripeSignature.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StripeSignatureTest {
    private static final byte[] BODY = "{\"id\":\"evt_1\",\"object\":\"event\"}".getBytes(StandardCharsets.UTF_8);
    private static final String SECRET = "whsec_test_secret";
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    /** Computed by another implementation of HMAC-SHA256 over "1767225600." and the body. */
    private static final String KNOWN =
            "t=1767225600,v1=238d47ccc3251152491130a4587f0a855c0e33e88993ce968255c6d168ef7601";

    private static Verdict check(String header, Instant now) {
        return StripeSignature.check(header, BODY, List.of(SECRET), now, TOLERANCE);
    }

    @Test
    void aKnownSignatureIsMadeAndBelieved() {
        assertThat(StripeSignature.sign(BODY, SECRET, AT)).isEqualTo(KNOWN);
        assertThat(check(KNOWN, AT)).isEqualTo(Verdict.VALID);
    }

    @Test
    void timeIsToleratedUpToItsBoundBothWays() {
        assertThat(check(KNOWN, AT.plus(TOLERANCE))).isEqualTo(Verdict.VALID);
        assertThat(check(KNOWN, AT.plus(TOLERANCE).plusSeconds(1))).isEqualTo(Verdict.OLD);
        assertThat(check(KNOWN, AT.minus(TOLERANCE))).isEqualTo(Verdict.VALID);
        assertThat(check(KNOWN, AT.minus(TOLERANCE).minusSeconds(1))).isEqualTo(Verdict.FROM_THE_FUTURE);
    }

    @Test
    void whileASecretIsReplacedEitherMaySign() {
        List<String> both = List.of("whsec_new", SECRET);
        assertThat(StripeSignature.check(KNOWN, BODY, both, AT, TOLERANCE)).isEqualTo(Verdict.VALID);
        String twice = StripeSignature.sign(BODY, "whsec_other", AT) + "," + KNOWN.substring(KNOWN.indexOf("v1"));
        assertThat(check(twice, AT)).isEqualTo(Verdict.VALID);
        assertThat(StripeSignature.check(KNOWN, BODY, List.of("whsec_new"), AT, TOLERANCE))
                .isEqualTo(Verdict.WRONG);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nonsense", "t=1767225600", "v1=00", "t=,v1=00", "t=12x,v1=00", "t=1,v1", "t=99999999999999,v1=0"
            })
    void anotherFormIsNamedAsSuch(String header) {
        assertThat(check(header, AT)).isEqualTo(Verdict.MALFORMED);
    }

    @Test
    void theSchemeForTestsProvesNothing() {
        assertThat(check(KNOWN.replace("v1=", "v0="), AT)).isEqualTo(Verdict.MALFORMED);
        assertThat(check(" ", AT)).isEqualTo(Verdict.MISSING);
    }

    @Test
    void aBodyOrHeaderThatDiffersAnywhereIsRefused() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 2_000; i++) {
            byte[] body = BODY.clone();
            body[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
            assertThat(StripeSignature.check(KNOWN, body, List.of(SECRET), AT, TOLERANCE))
                    .isEqualTo(Verdict.WRONG);
            StringBuilder header = new StringBuilder(KNOWN);
            int at = random.nextInt(header.length());
            char other = (char) (header.charAt(at) ^ 1);
            header.setCharAt(at, other);
            assertThat(check(header.toString(), AT)).as(header.toString()).isNotEqualTo(Verdict.VALID);
        }
    }
}
