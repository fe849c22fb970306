package io.tollgate.rtp.sdp;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tollgate.rtp.srtp.SrtpKeys;
import java.util.Optional;

/** Lines of keys (RFC 4568) that nobody wrote for us. */
class CryptoFuzzTest {
    @FuzzTest(maxDuration = "30s")
    void anyLineIsAKeyOrNone(FuzzedDataProvider data) {
        Optional<CryptoLine> line = CryptoLine.parse(data.consumeRemainingAsString());
        Optional<SrtpKeys> keys = line.flatMap(Sdes::keys);
        if (keys.isPresent()
                && keys.get().masterKey().length != keys.get().profile().keyLength()) {
            throw new AssertionError("a key of another length than its suite's");
        }
        if (line.isPresent()) {
            String written = line.get().attribute().value();
            if (written == null || !CryptoLine.parse(written).equals(line)) {
                throw new AssertionError("what was read is written otherwise");
            }
        }
    }
}
