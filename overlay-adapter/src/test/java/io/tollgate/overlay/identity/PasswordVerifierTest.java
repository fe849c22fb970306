package io.tollgate.overlay.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.overlay.Cast;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordVerifierTest {

    /** From the tests of the reference implementation of Argon2: version 19, 64 MiB, two passes, one lane. */
    private static final String REFERENCE =
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ" + "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    @Test
    void theReferenceImplementationsTextIsUnderstood() {
        assertThat(PasswordVerifier.verify("password", REFERENCE)).isTrue();
        assertThat(PasswordVerifier.verify("differentpassword", REFERENCE)).isFalse();
    }

    @Test
    void aPasswordFitsItsOwnVerifierOnly() {
        String encoded = PasswordVerifier.encode("correct horse ü", Cast.RANDOM);
        assertThat(encoded).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(PasswordVerifier.verify("correct horse ü", encoded)).isTrue();
        assertThat(PasswordVerifier.verify("correct horse u", encoded)).isFalse();
        assertThat(PasswordVerifier.verify("", encoded)).isFalse();
    }

    @Test
    void theSamePasswordTwiceGivesTwoTexts() {
        assertThat(PasswordVerifier.encode("same", Cast.RANDOM))
                .isNotEqualTo(PasswordVerifier.encode("same", Cast.RANDOM));
    }

    @Test
    void nobodysPasswordFitsNothing() {
        assertThat(PasswordVerifier.verifyNobody("anything")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA",
                "$argon2id$v=16$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=65536,t=999,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
            })
    void aStoreThatHoldsSomethingElseIsAFaultOfOurs(String encoded) {
        assertThatThrownBy(() -> PasswordVerifier.verify("password", encoded))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
