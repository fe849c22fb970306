package io.tollgate.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gateway.start.CannotStart;
import io.tollgate.rtp.audio.WavFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptsTest {
    @TempDir
    private Path folder;

    private void wav(String name, int rate, int ms) throws IOException {
        WavFile.write(folder.resolve(name), rate, new short[rate / 1_000 * ms]);
    }

    private Prompts prompts() {
        return Prompts.of(Optional.of(folder));
    }

    @Test
    void withoutAFolderTheTonesOfTheNetworkAreHeard() {
        Prompts prompts = Prompts.of(Optional.empty());
        assertThat(prompts.ringback("GB").durationMs()).isEqualTo(3_000);
        assertThat(prompts.ringback("US").durationMs()).isEqualTo(6_000);
        assertThat(prompts.ringback("XX").durationMs()).isEqualTo(5_000);
        assertThat(prompts.ringback("GB")).as("rendered once").isSameAs(prompts.ringback("GG"));
        assertThat(prompts.lowCredit().durationMs()).isEqualTo(400);
        assertThat(prompts.recording().durationMs()).isEqualTo(500);
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000, 44_000, 48_000})
    void filesOfAnyRateTakeTheirPlace(int rate) throws IOException {
        wav("ringback.wav", rate, 1_700);
        wav("ringback-GB.wav", rate, 1_300);
        wav("recording.wav", rate, 300);
        Files.writeString(folder.resolve("README.txt"), "whatever else lies there is left alone");
        Prompts prompts = prompts();
        assertThat(prompts.ringback("GB").durationMs()).isEqualTo(1_300);
        assertThat(prompts.ringback("US").durationMs()).isEqualTo(1_700);
        assertThat(prompts.recording().durationMs()).isEqualTo(300);
        assertThat(prompts.lowCredit().durationMs()).as("not in the folder").isEqualTo(400);
    }

    @Test
    void stereoIsMixedDown() throws IOException {
        ByteBuffer file = ByteBuffer.allocate(44 + 4 * 1_600).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 4 * 1_600);
        file.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        file.putShort((short) 1).putShort((short) 2).putInt(16_000).putInt(64_000);
        file.putShort((short) 4).putShort((short) 16);
        file.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(4 * 1_600);
        Files.write(folder.resolve("low-credit.wav"), file.array());
        assertThat(prompts().lowCredit().durationMs()).isEqualTo(100);
    }

    @Test
    void aBadFileStopsTheStartWithASentenceThatNamesIt() throws IOException {
        Path bad = folder.resolve("ringback.wav");
        Files.writeString(bad, "this is no sound");
        assertThatThrownBy(this::prompts)
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("ringback.wav")
                .hasMessageContaining("not a WAV file");
        wav("ringback.wav", 8_000, 0);
        assertThatThrownBy(this::prompts).isInstanceOf(CannotStart.class).hasMessageContaining("lasts 0 ms");
        wav("ringback.wav", 8_000, 61_000);
        assertThatThrownBy(this::prompts).isInstanceOf(CannotStart.class).hasMessageContaining("61000 ms");
        Files.delete(bad);
        wav("low-credit.wav", 8_000, 5_100);
        assertThatThrownBy(this::prompts).isInstanceOf(CannotStart.class).hasMessageContaining("5000");
    }

    @Test
    void aNameThatNobodyKnowsIsAnErrorAndSoIsAFolderThatIsNotThere() throws IOException {
        wav("ringbak.wav", 8_000, 100);
        assertThatThrownBy(this::prompts)
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("ringbak.wav")
                .hasMessageContaining("ringback-GB.wav");
        assertThatThrownBy(() -> Prompts.of(Optional.of(folder.resolve("nowhere"))))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("tollgate.prompts.folder")
                .hasMessageContaining("nowhere");
    }
}
