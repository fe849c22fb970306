package io.tollgate.rtp.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StunNameTest {
    private final byte[] request = new StunMessages("abcd", "pw").request(true);

    @Test
    void theReceiversPartOfTheUserNameIsFound() {
        assertThat(StunName.localUfrag(request, 0, request.length)).isEqualTo("abcd");
        byte[] moved = new byte[request.length + 7];
        System.arraycopy(request, 0, moved, 7, request.length);
        assertThat(StunName.localUfrag(moved, 7, request.length)).isEqualTo("abcd");
    }

    @Test
    void everyShorterMessageHasNone() {
        for (int len = 0; len < request.length; len++) {
            assertThat(StunName.localUfrag(request, 0, len)).isNull();
        }
    }

    @Test
    void mutatedMessagesNeverThrow() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 30_000; i++) {
            byte[] mutated = request.clone();
            for (int n = random.nextInt(1, 6); n > 0; n--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
            }
            String name = StunName.localUfrag(mutated, 0, random.nextInt(mutated.length + 1));
            assertThat(name == null || name.length() <= 508).isTrue();
        }
    }

    @FuzzTest
    void anyBytesAreANameOrNone(FuzzedDataProvider data) {
        byte[] bytes = data.consumeRemainingAsBytes();
        String name = StunName.localUfrag(bytes, 0, bytes.length);
        assertThat(name == null || name.length() <= 508).isTrue();
    }
}
