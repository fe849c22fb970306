package io.tollgate.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordingRightTest {
    @Test
    void nobodyMayRecordUntilTheOperatorSaysSo() {
        TollgateConfig.Recordings defaults = new SmallRyeConfigBuilder()
                .withMapping(TollgateConfig.Recordings.class, "tollgate.recordings")
                .build()
                .getConfigMapping(TollgateConfig.Recordings.class, "tollgate.recordings");
        assertThat(defaults.allowed()).isEqualTo(RecordingRight.NOBODY);
    }

    @ParameterizedTest
    @CsvSource({"NOBODY, false, false", "ADMIN, true, false", "USERS, true, true"})
    void whoMay(RecordingRight right, boolean admin, boolean user) {
        assertThat(right.includes(true)).isEqualTo(admin);
        assertThat(right.includes(false)).isEqualTo(user);
    }
}
