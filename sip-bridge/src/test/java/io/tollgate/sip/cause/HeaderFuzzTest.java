package io.tollgate.sip.cause;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tollgate.sip.auth.DigestChallenge;
import io.tollgate.sip.trunk.SessionExpires;

/** Our own readers of header values: whatever a carrier writes, they return. */
class HeaderFuzzTest {

    @FuzzTest
    void headerValuesNeverThrow(FuzzedDataProvider data) {
        boolean proxy = data.consumeBoolean();
        String value = data.consumeRemainingAsString();
        for (SipReason reason : SipReason.parse(value)) {
            assertThat(reason.write()).doesNotContain("\r", "\n");
        }
        SessionExpires.parse(value).ifPresent(s -> assertThat(s.seconds()).isBetween(1, 86_400));
        assertThat(DigestChallenge.parse("Digest " + value, proxy)).isNotNull();
    }
}
