package io.tollgate.rtp.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpusLibraryTest {
    @Test
    void isLoadedOnce() {
        assertThat(OpusLibrary.load()).isSameAs(OpusLibrary.load());
        assertThat(OpusLibrary.load().version()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux-x86-64/libjnopus.so",
        "Linux, aarch64, linux-aarch64/libjnopus.so",
        "Mac OS X, aarch64, darwin-aarch64/libjnopus.dylib",
        "Windows 11, amd64, win32-x86-64/jnopus.dll"
    })
    void everyPlatformsPackedLibraryIsOnTheClassPath(String os, String arch, String resource) throws IOException {
        assertThat(OpusLibrary.resource(os, arch)).isEqualTo(resource);
        assertThat(OpusLibrary.class.getResource("/" + resource)).isNotNull();
    }

    @Test
    void platformsWithoutOneAreToldInWords() {
        assertThatThrownBy(() -> OpusLibrary.resource("Linux", "riscv64")).hasMessageContaining("riscv64");
        assertThatThrownBy(() -> OpusLibrary.resource("Plan 9", "amd64")).hasMessageContaining("Plan 9");
    }

    @Test
    void theJavaFallbackIsAnnouncedAsAWarning() {
        List<LogRecord> records = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                records.add(record);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(OpusLibrary.class.getName());
        logger.addHandler(handler);
        try {
            OpusLibrary.first(List.of(OpusLibrary.Kind.JAVA));
        } finally {
            logger.removeHandler(handler);
        }
        assertThat(records).anySatisfy(record -> {
            assertThat(record.getLevel()).isEqualTo(Level.WARNING);
            assertThat(record.getMessage()).contains("No native Opus");
        });
    }

    @Test
    void anArenaOfTheCallerOutlivesTheCodec() {
        try (Arena arena = Arena.ofConfined()) {
            OpusEncoder encoder = OpusLibrary.load().newEncoder(8_000, OpusSettings.TELEPHONE, arena);
            OpusDecoder decoder = OpusLibrary.load().newDecoder(8_000, arena);
            encoder.close();
            assertThat(arena.scope().isAlive()).isTrue();
            assertThat(decoder.conceal(new short[160], 0, 160)).isEqualTo(160);
            decoder.close();
            assertThat(arena.scope().isAlive()).isTrue();
        }
    }

    @Test
    void settingsOutOfRangeAreToldInWords() {
        assertThatThrownBy(() -> new OpusSettings(5_000, 5, true, 10, false)).hasMessageContaining("bitrate 5000");
        assertThatThrownBy(() -> new OpusSettings(24_000, 11, true, 10, false)).hasMessageContaining("complexity 11");
        assertThatThrownBy(() -> new OpusSettings(24_000, 5, true, 101, false)).hasMessageContaining("loss 101");
        try (OpusEncoder encoder = OpusLibrary.load().newEncoder(8_000, OpusSettings.TELEPHONE)) {
            assertThatThrownBy(() -> encoder.complexity(-1)).hasMessageContaining("complexity -1");
        }
    }
}
