package io.tollgate.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.billing.cdr.Cdr;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SoundSentenceTest {
    private static Cdr.@Nullable Stream scored(@Nullable Double mos) {
        return new Cdr.Stream(1_000, 0.0, 0.0, 3.0, 0.0, 120.0, -22.0, 90.0, mos);
    }

    private static @Nullable String sentence(
            Cdr.@Nullable Stream fromUser, Cdr.@Nullable Stream fromTrunk, String noted) throws Exception {
        Cdr.Quality quality = new Cdr.Quality(null, null, null, fromUser, fromTrunk, null);
        return SoundSentence.of(quality, new ObjectMapper().readTree(noted).path("quality"));
    }

    @Test
    void whatWasNotMeasuredIsNotJudged() throws Exception {
        assertThat(sentence(null, null, "{}")).isNull();
        assertThat(sentence(scored(null), null, "{}")).isNull();
    }

    @Test
    void theWorseDirectionIsTold() throws Exception {
        assertThat(sentence(scored(4.31), null, "{}")).isEqualTo("The sound was good (score 4.3 of 4.5).");
        assertThat(sentence(scored(4.31), scored(3.2), "{}")).isEqualTo("The sound was fair (score 3.2 of 4.5).");
        assertThat(sentence(scored(4.31), scored(2.2), "{\"quality\":{\"causes\":[\"one\",\"two\"]}}"))
                .isEqualTo("The sound was poor (score 2.2 of 4.5): one; two.");
    }

    @Test
    void perfectPacketsThatCarryNothingArePoor() throws Exception {
        String noted = "{\"quality\":{\"causes\":[\"nothing was heard from the phone for 14 s\"],"
                + "\"from_trunk\":{\"one_way\":true}}}";
        assertThat(sentence(scored(4.31), scored(4.31), noted))
                .isEqualTo("The sound was poor (score 4.3 of 4.5): nothing was heard from the phone for 14 s.");
    }
}
