package io.tollgate.rtp.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.rtp.Signals;
import io.tollgate.rtp.codec.G711;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WavFileTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000, 44_100, 48_000})
    void whatIsWrittenIsReadBack(int rate) throws IOException {
        short[] sound = Signals.noise(32_767, 3 * rate + 17, rate);
        Path path = folder.resolve("sound.wav");
        WavFile.write(path, rate, sound);
        assertThat(WavFile.read(path)).isEqualTo(new WavFile(rate, sound));
        assertThat(Files.size(path)).isEqualTo(44 + 2L * sound.length);
    }

    /** The JDK's own reader stands for all the programs that will open our recordings. */
    @Test
    void anotherProgramReadsWhatWeWrite() throws IOException, UnsupportedAudioFileException {
        short[] sound = Signals.noise(32_767, 9_000, 3);
        Path path = folder.resolve("sound.wav");
        WavFile.write(path, 8_000, sound);
        try (AudioInputStream in =
                AudioSystem.getAudioInputStream(new ByteArrayInputStream(Files.readAllBytes(path)))) {
            AudioFormat format = in.getFormat();
            assertThat(format.getEncoding()).isEqualTo(AudioFormat.Encoding.PCM_SIGNED);
            assertThat(format.getSampleRate()).isEqualTo(8_000f);
            assertThat(format.getChannels()).isEqualTo(1);
            assertThat(format.getSampleSizeInBits()).isEqualTo(16);
            assertThat(format.isBigEndian()).isFalse();
            assertThat(in.getFrameLength()).isEqualTo(9_000);
            ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            for (short sample : sound) {
                assertThat(bytes.getShort()).isEqualTo(sample);
            }
        }
    }

    @Test
    void stereoIsMixedDown() {
        byte[] data = samples(1_000, 3_000, -32_768, -32_768, 32_767, -32_767);
        assertThat(WavFile.parse(wav(1, 2, 16_000, 16, data)).mono()).containsExactly(2_000, -32_768, 0);
    }

    @Test
    void g711IsDecoded() {
        byte[] codes = new byte[256];
        short[] ulaw = new short[256];
        short[] alaw = new short[256];
        for (int i = 0; i < 256; i++) {
            codes[i] = (byte) i;
            ulaw[i] = G711.decodeUlaw((byte) i);
            alaw[i] = G711.decodeAlaw((byte) i);
        }
        assertThat(WavFile.parse(wav(7, 1, 8_000, 8, codes))).isEqualTo(new WavFile(8_000, ulaw));
        assertThat(WavFile.parse(wav(6, 1, 8_000, 8, codes))).isEqualTo(new WavFile(8_000, alaw));
    }

    @Test
    void chunksThatWeDoNotKnowAreSkippedAndTheExtensibleFormatIsUnderstood() {
        ByteBuffer file = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(0).putInt(WavFile.tag("WAVE"));
        file.putInt(WavFile.tag("LIST")).putInt(3).put(new byte[4]);
        file.putInt(WavFile.tag("fmt ")).putInt(40);
        file.putShort((short) 0xfffe)
                .putShort((short) 1)
                .putInt(48_000)
                .putInt(96_000)
                .putShort((short) 2);
        file.putShort((short) 16)
                .putShort((short) 22)
                .putShort((short) 16)
                .putInt(4)
                .putShort((short) 1);
        file.put(new byte[14]);
        file.putInt(WavFile.tag("data")).putInt(4).putShort((short) -5).putShort((short) 6);
        WavFile wav = WavFile.parse(Arrays.copyOf(file.array(), file.position()));
        assertThat(wav.sampleRate()).isEqualTo(48_000);
        assertThat(wav.mono()).containsExactly(-5, 6);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1_000_000})
    void aRecorderThatWasKilledLeavesAReadableFile(int lengthInHeader) {
        byte[] file = wav(1, 1, 8_000, 16, samples(1, 2, 3));
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(40, lengthInHeader);
        assertThat(WavFile.parse(file).mono()).containsExactly(1, 2, 3);
    }

    @Test
    void whatIsNotReadIsToldInWords() throws IOException {
        byte[] data = samples(1, 2, 3);
        assertThatThrownBy(() -> WavFile.parse(new byte[100])).hasMessage("not a WAV file");
        assertThatThrownBy(() -> WavFile.parse(wav(1, 1, 8_000, 24, data))).hasMessageContaining("24 bits");
        assertThatThrownBy(() -> WavFile.parse(wav(3, 1, 8_000, 32, data))).hasMessageContaining("coding 3");
        assertThatThrownBy(() -> WavFile.parse(wav(1, 6, 8_000, 16, data))).hasMessageContaining("6 channels");
        assertThatThrownBy(() -> WavFile.parse(wav(1, 1, 0, 16, data))).hasMessageContaining("0 samples per second");
        assertThatThrownBy(() -> WavFile.parse(Arrays.copyOf(wav(1, 1, 8_000, 16, data), 36)))
                .hasMessageContaining("without data");
        Path text = folder.resolve("text.wav");
        Files.writeString(text, "this is no sound at all");
        assertThatThrownBy(() -> WavFile.read(text))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("text.wav: not a WAV file");
        assertThatThrownBy(() -> WavFile.read(folder.resolve("missing.wav"))).isInstanceOf(IOException.class);
    }

    @Test
    void damagedFilesAreRefusedOrReadNeverAnError() {
        long seed = 44;
        SplittableRandom random = new SplittableRandom(seed);
        byte[] good = wav(1, 2, 16_000, 16, samples(1, 2, 3, 4, 5, 6));
        for (int round = 0; round < 20_000; round++) {
            byte[] file = Arrays.copyOf(good, random.nextInt(good.length + 10));
            for (int i = random.nextInt(5); i > 0 && file.length > 0; i--) {
                file[random.nextInt(file.length)] = (byte) random.nextInt();
            }
            try {
                WavFile.parse(file);
            } catch (IllegalArgumentException refused) {
                assertThat(refused.getMessage()).contains("WAV");
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + " round " + round, e);
            }
        }
    }

    @Test
    void aRecordingCanBePlayedBeforeItIsClosed() throws IOException {
        Path path = folder.resolve("call.wav");
        short[] sound = Signals.noise(20_000, 8_000 * 5, 9);
        try (WavWriter writer = new WavWriter(path, 8_000)) {
            assertThat(WavFile.read(path).mono()).as("an empty recording").isEmpty();
            for (int at = 0; at + 160 <= sound.length; at += 160) {
                writer.write(sound, at, 160);
                short[] readable = WavFile.read(path).mono();
                assertThat(at + 160 - readable.length)
                        .as("samples not yet on disk")
                        .isBetween(0, 8_000);
                assertThat(readable).isEqualTo(Arrays.copyOf(sound, readable.length));
                assertThat(lengthInHeader(path)).as("what other players go by").isEqualTo(2 * readable.length);
            }
            assertThat(writer.durationMs()).isEqualTo(5_000);
            writer.write(sound, 0, 100);
            writer.flush();
            assertThat(WavFile.read(path).mono()).hasSize(40_100);
        }
        assertThat(WavFile.read(path).durationMs()).isEqualTo(5_012);
    }

    private static int lengthInHeader(Path path) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(file.getInt(4)).isEqualTo(file.limit() - 8);
        return file.getInt(40);
    }

    @Test
    void aClosedRecordingTakesNoMore() throws IOException {
        WavWriter writer = new WavWriter(folder.resolve("call.wav"), 8_000);
        writer.write(new short[10], 0, 10);
        writer.close();
        writer.close();
        assertThatThrownBy(() -> writer.write(new short[10], 0, 10)).hasMessageContaining("closed");
        assertThatThrownBy(() -> new WavWriter(folder.resolve("no/such/folder.wav"), 8_000))
                .isInstanceOf(IOException.class);
    }

    private static byte[] samples(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            buffer.putShort((short) value);
        }
        return buffer.array();
    }

    private static byte[] wav(int coding, int channels, int rate, int bits, byte[] data) {
        ByteBuffer file = ByteBuffer.allocate(44 + data.length).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(WavFile.tag("RIFF")).putInt(36 + data.length).putInt(WavFile.tag("WAVE"));
        file.putInt(WavFile.tag("fmt ")).putInt(16).putShort((short) coding).putShort((short) channels);
        file.putInt(rate).putInt(rate * channels * bits / 8).putShort((short) (channels * bits / 8));
        file.putShort((short) bits)
                .putInt(WavFile.tag("data"))
                .putInt(data.length)
                .put(data);
        return file.array();
    }
}
