package io.tollgate.rtp.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rtp.Signals;
import io.tollgate.rtp.audio.WavFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recordings under a time of their own, with the disk's part done when the test says so. */
class RecordingTest {
    private static final long MS = 1_000_000L;

    @TempDir
    private Path folder;

    private long nowMs = 77_000;

    private long now() {
        return nowMs * MS;
    }

    private Path file() {
        return folder.resolve("call.wav");
    }

    /** The two channels of a stereo file, by its header. */
    private short[][] channels() throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file())).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(in.getShort(22)).as("channels").isEqualTo((short) 2);
        assertThat(in.getShort(32)).as("bytes of a frame").isEqualTo((short) 4);
        assertThat(in.getInt(28)).as("bytes per second").isEqualTo(4 * in.getInt(24));
        assertThat(in.getInt(4)).isEqualTo(in.limit() - 8);
        int frames = in.getInt(40) / 4;
        assertThat(in.limit()).isEqualTo(44 + 4 * frames);
        short[][] sides = new short[2][frames];
        for (int i = 0; i < frames; i++) {
            sides[0][i] = in.getShort(44 + 4 * i);
            sides[1][i] = in.getShort(46 + 4 * i);
        }
        return sides;
    }

    private static short[] frame(int samples, int value) {
        short[] frame = new short[samples];
        Arrays.fill(frame, (short) value);
        return frame;
    }

    @Test
    void oneSideIsRecordedAsItCame() throws IOException {
        short[] sound = Signals.noise(10_000, 16_000, 3);
        Recording recording = Recording.oneSide(file(), this::now);
        short[] frame = new short[160];
        for (int at = 0; at < sound.length; at += 160) {
            System.arraycopy(sound, at, frame, 0, 160);
            assertThat(recording.offer(frame, 160, 8_000)).isTrue();
            nowMs += 20;
            recording.drain();
        }
        recording.finish();
        assertThat(WavFile.read(file())).isEqualTo(new WavFile(8_000, sound));
    }

    @Test
    void onlyTheOwnerCanReadIt() throws IOException {
        Recording recording = Recording.oneSide(file(), this::now);
        recording.offer(new short[160], 160, 8_000);
        recording.finish();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    /** Each side ticks every 15 to 25 ms for itself; a click on both at the same moment is at the same place. */
    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000, 48_000})
    void bothSidesStayInTimeThoughTheyTickForThemselves(int rate) throws IOException {
        for (long seed = 1; seed <= 5; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Recording.Pair pair = Recording.bothSides(file(), this::now);
            long start = nowMs;
            long[] next = {nowMs, nowMs + 7};
            int samples = rate / 50;
            while (nowMs < start + 20_000) {
                for (int side = 0; side < 2; side++) {
                    if (nowMs >= next[side]) {
                        next[side] = nowMs + 15 + 5L * random.nextInt(3);
                        boolean loud = (nowMs - start) / 1_000 % 2 == 1;
                        Recording to = side == 0 ? pair.left() : pair.right();
                        assertThat(to.offer(frame(samples, loud ? 1_000 + side : 0), samples, rate))
                                .isTrue();
                    }
                }
                nowMs++;
                if (nowMs % 200 == 0) {
                    pair.left().drain();
                    pair.right().drain();
                }
            }
            pair.left().finish();
            pair.right().finish();
            short[][] sides = channels();
            assertThat(sides[0].length).isBetween(rate / 10 * 199, rate / 10 * 201);
            for (int side = 0; side < 2; side++) {
                for (int second = 0; second < 20; second++) {
                    int middle = second * rate + rate / 2;
                    int expected = second % 2 == 1 ? 1_000 + side : 0;
                    int margin = rate * 4 / 10;
                    for (int i = middle - margin; i < middle + margin; i++) {
                        // Silence put in or a frame left out now and then is what keeps the time.
                        assertThat((int) sides[side][i]).as("seed %d", seed).isIn(expected, 0);
                    }
                    assertThat(Signals.rms(sides[side], middle - margin, middle + margin))
                            .isBetween(0.93 * expected, 1.001 * expected + 0.001);
                }
            }
        }
    }

    @Test
    void whatIsMissingIsSilence() throws IOException {
        Recording.Pair pair = Recording.bothSides(file(), this::now);
        for (int tick = 0; tick < 500; tick++) {
            pair.left().offer(frame(160, 100), 160, 8_000);
            if (tick < 100 || tick >= 300) {
                pair.right().offer(frame(160, 200), 160, 8_000);
            }
            nowMs += 20;
            pair.left().drain();
        }
        pair.left().finish();
        pair.right().finish();
        short[][] sides = channels();
        assertThat(sides[0]).hasSize(80_000).containsOnly(100);
        assertThat(Arrays.copyOf(sides[1], 16_000)).containsOnly(200);
        assertThat(Arrays.copyOfRange(sides[1], 16_000, 48_000)).containsOnly(0);
        assertThat(Arrays.copyOfRange(sides[1], 48_000, 80_000)).containsOnly(200);
    }

    @Test
    void aSideThatNeverSpeaksIsSilentAndOneThatEndsFirstToo() throws IOException {
        Recording.Pair pair = Recording.bothSides(file(), this::now);
        for (int tick = 0; tick < 100; tick++) {
            pair.right().offer(frame(160, 5), 160, 8_000);
            nowMs += 20;
            pair.right().drain();
        }
        pair.left().finish();
        for (int tick = 0; tick < 100; tick++) {
            pair.right().offer(frame(160, 5), 160, 8_000);
            nowMs += 20;
            pair.right().drain();
        }
        pair.right().finish();
        short[][] sides = channels();
        assertThat(sides[0]).hasSize(32_000).containsOnly(0);
        assertThat(sides[1]).containsOnly(5);
    }

    @Test
    void aSlowDiskCostsSoundButNotTime() throws IOException {
        Recording.Pair pair = Recording.bothSides(file(), this::now);
        int refused = 0;
        for (int tick = 0; tick < 1_000; tick++) {
            refused += pair.left().offer(frame(160, 1), 160, 8_000) ? 0 : 1;
            pair.right().offer(frame(160, 2), 160, 8_000);
            nowMs += 20;
            if (tick < 100 || tick > 500) {
                pair.left().drain();
            }
        }
        pair.left().finish();
        pair.right().finish();
        assertThat(refused).as("frames of 8 s without a disk, of which 4 fit").isBetween(150, 250);
        short[][] sides = channels();
        assertThat(sides[0].length).isBetween(160_000 - 500, 160_000);
        assertThat(Arrays.copyOfRange(sides[0], 100_000, 159_000)).containsOnly(1);
        assertThat(Arrays.copyOfRange(sides[1], 100_000, 159_000)).containsOnly(2);
    }

    @Test
    void aCodecThatChangesTheRateDoesNotChangeTheFile() throws IOException {
        Recording recording = Recording.oneSide(file(), this::now);
        int[] rates = {16_000, 8_000, 48_000, 16_000};
        for (int second = 0; second < 4; second++) {
            int rate = rates[second];
            short[] sine = Signals.sine(400, 10_000, rate, rate);
            for (int tick = 0; tick < 50; tick++) {
                short[] frame = Arrays.copyOfRange(sine, tick * rate / 50, (tick + 1) * rate / 50);
                recording.offer(frame, rate / 50, rate);
                nowMs += 20;
                recording.drain();
            }
        }
        recording.finish();
        WavFile wav = WavFile.read(file());
        assertThat(wav.sampleRate()).isEqualTo(16_000);
        assertThat(wav.mono()).hasSize(64_000);
        for (int second = 0; second < 4; second++) {
            assertThat(Signals.amplitude(wav.mono(), second * 16_000, (second + 1) * 16_000, 400, 16_000))
                    .isBetween(9_700.0, 10_050.0);
        }
    }

    @Test
    void afterAKillTheFilePlaysButForItsLastSecond() throws IOException {
        Recording.Pair pair = Recording.bothSides(file(), this::now);
        for (int tick = 0; tick < 275; tick++) {
            pair.left().offer(frame(160, 1), 160, 8_000);
            pair.right().offer(frame(160, 2), 160, 8_000);
            nowMs += 20;
            pair.left().drain();
        }
        short[][] sides = channels();
        assertThat(sides[0].length).isEqualTo(40_000);
        assertThat(sides[1]).containsOnly(2);
        pair.left().finish();
        pair.right().finish();
        assertThat(channels()[0]).hasSize(44_000);
    }

    @Test
    void aRecordingOfNothingIsAnEmptyFileAndOneThatCannotBeWrittenHarmsNobody() throws IOException {
        Recording.Pair pair = Recording.bothSides(file(), this::now);
        pair.left().finish();
        pair.right().finish();
        assertThat(channels()[0]).isEmpty();
        Recording lost = Recording.oneSide(folder.resolve("no/such/folder.wav"), this::now);
        for (int tick = 0; tick < 1_000; tick++) {
            lost.offer(frame(160, 1), 160, 8_000);
            nowMs += 20;
            lost.drain();
        }
        lost.finish();
        assertThat(folder.resolve("no")).doesNotExist();
    }
}
