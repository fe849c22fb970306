package io.tollgate.sip.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DigestTest {

    private static final SipCredentials MUFASA = new SipCredentials("Mufasa", "Circle of Life");

    private static String prove(String challenge, SipCredentials who, String cnonce, String method, String uri) {
        DigestChallenge parsed = DigestChallenge.parse(challenge, false).orElseThrow();
        DigestSession session =
                DigestSession.fresh(who, cnonce).challenged(parsed).orElseThrow();
        return session.prove(method, uri).orElseThrow().value();
    }

    @Test
    void md5MatchesRfc7616Section391() {
        String challenge = "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=MD5, "
                + "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", "
                + "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";
        String cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
        assertThat(prove(challenge, new SipCredentials("Mufasa", "Circle of Life"), cnonce, "GET", "/dir/index.html"))
                .contains("response=\"8ca523f5e9506fed4657c9700eebdbec\"", "nc=00000001", "qop=auth");
    }

    @Test
    void sha256MatchesRfc7616Section391() {
        String challenge = "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=SHA-256, "
                + "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\"";
        String cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
        assertThat(prove(challenge, MUFASA, cnonce, "GET", "/dir/index.html"))
                .contains("response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\"");
    }

    @Test
    void withoutQopTheOldFormIsUsed() {
        assertThat(prove("Digest realm=\"r\", nonce=\"n\"", MUFASA, "c", "INVITE", "sip:x"))
                .doesNotContain("qop", "cnonce", "algorithm");
    }

    @Test
    void aSecondChallengeIsOnlyAnsweredWhenTheNonceWasStale() {
        DigestChallenge first =
                DigestChallenge.parse("Digest realm=\"r\", nonce=\"1\"", true).orElseThrow();
        DigestChallenge again =
                DigestChallenge.parse("Digest realm=\"r\", nonce=\"2\"", true).orElseThrow();
        DigestChallenge stale = DigestChallenge.parse("Digest realm=\"r\", nonce=\"2\", stale=TRUE", true)
                .orElseThrow();
        DigestSession session =
                DigestSession.fresh(MUFASA, "c").challenged(first).orElseThrow();
        assertThat(session.challenged(again)).isEmpty();
        assertThat(session.challenged(stale)).isPresent();
        assertThat(DigestSession.fresh(null, "c").challenged(first)).isEmpty();
    }

    @Test
    void theStrongerHashIsChosenAndUnknownOnesAreNot() {
        DigestChallenge md5 =
                DigestChallenge.parse("Digest realm=\"r\", nonce=\"1\"", false).orElseThrow();
        DigestChallenge sha = DigestChallenge.parse("Digest realm=\"r\", nonce=\"1\", algorithm=SHA-256", false)
                .orElseThrow();
        assertThat(DigestChallenge.strongest(List.of(sha, md5))).contains(sha);
        assertThat(DigestChallenge.parse("Digest realm=\"r\", nonce=\"1\", algorithm=SHA-512", false))
                .isEmpty();
        assertThat(DigestChallenge.parse("Digest realm=\"r\", nonce=\"1\", qop=\"auth-int\"", false))
                .isEmpty();
        assertThat(DigestChallenge.parse("Basic realm=\"r\"", false)).isEmpty();
    }

    @Test
    void passwordsAreNotPrinted() {
        assertThat(MUFASA.toString()).doesNotContain("Circle");
    }

    @Test
    void randomTextNeverThrows() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder("Digest ");
            int length = random.nextInt(80);
            for (int j = 0; j < length; j++) {
                text.append("realmnonce=\"\\,; \u00e9".charAt(random.nextInt(17)));
            }
            Optional<DigestChallenge> parsed = DigestChallenge.parse(text.toString(), false);
            assertThat(parsed).as("seed %d: %s", seed, text).isNotNull();
        }
    }
}
