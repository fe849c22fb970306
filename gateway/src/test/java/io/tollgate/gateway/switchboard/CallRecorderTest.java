package io.tollgate.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.call.EndSide;
import io.tollgate.gateway.switchboard.RecordingWish.Heard;
import io.tollgate.gateway.switchboard.RecordingWish.Outcome;
import io.tollgate.rtp.codec.OpusSettings;
import io.tollgate.rtp.media.MediaCall;
import io.tollgate.rtp.media.MediaConfig;
import io.tollgate.rtp.media.MediaPlane;
import io.tollgate.rtp.media.Side;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real media plane under it, on which nobody speaks. */
class CallRecorderTest {
    @TempDir
    private Path folder;

    private MediaPlane plane;
    private MediaCall media;
    private final BlockingQueue<Side> tones = new LinkedBlockingQueue<>();
    private final List<String> story = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() throws IOException {
        plane = MediaPlane.start(
                new MediaConfig(InetAddress.getLoopbackAddress(), null, 0, 21_000, 21_099, 1, OpusSettings.TELEPHONE));
        media = plane.newCall(
                "call", new MediaWatcher(EndSide.CALLER, (side, silentMs, why) -> {}, (side, digit) -> {}));
    }

    @AfterEach
    void close() {
        plane.close();
    }

    private CallRecorder recorder() {
        return new CallRecorder(media, Side.TRUNK, tones::add, story::add);
    }

    private static int channels(Path wav) throws IOException {
        return Files.readAllBytes(wav)[22];
    }

    @Test
    void bothSidesAreOneStereoFileAndOneSideIsMono() throws Exception {
        CallRecorder recorder = recorder();
        for (Heard heard : Heard.values()) {
            Path file = folder.resolve(heard + ".wav");
            assertThat(recorder.start(new RecordingWish(heard, false), file, "admin"))
                    .isEqualTo(Outcome.BEGUN);
            assertThat(recorder.running()).isTrue();
            assertThat(recorder.start(new RecordingWish(heard, false), folder.resolve("other.wav"), "admin"))
                    .isEqualTo(Outcome.ALREADY);
            assertThat(recorder.stop("alice").get(10, TimeUnit.SECONDS)).isTrue();
            assertThat(recorder.running()).isFalse();
            assertThat(channels(file)).isEqualTo(heard == Heard.BOTH ? 2 : 1);
        }
        assertThat(recorder.stop("alice").get(10, TimeUnit.SECONDS)).isFalse();
        assertThat(folder.resolve("other.wav")).doesNotExist();
        assertThat(tones).isEmpty();
        assertThat(story.subList(0, 2))
                .containsExactly(
                        "recording of the caller begun by admin, without a tone: CALLER.wav",
                        "recording of the caller ended by alice");
    }

    @Test
    void theToneSoundsOnBothSides() throws Exception {
        CallRecorder recorder = recorder();
        recorder.start(new RecordingWish(Heard.BOTH, true), folder.resolve("call.wav"), "alice");
        assertThat(List.of(tones.poll(10, TimeUnit.SECONDS), tones.poll(10, TimeUnit.SECONDS)))
                .containsExactlyInAnyOrder(Side.OVERLAY, Side.TRUNK);
        assertThat(recorder.stop("alice").get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(story.getFirst()).isEqualTo("recording of both sides begun by alice, told by a tone: call.wav");
    }

    @Test
    void theCallsEndEndsItAndNothingBeginsAfterIt() throws Exception {
        CallRecorder recorder = recorder();
        Path file = folder.resolve("call.wav");
        recorder.start(new RecordingWish(Heard.CALLEE, false), file, "admin");
        recorder.close();
        media.close().get(10, TimeUnit.SECONDS);
        assertThat(channels(file)).isEqualTo(1);
        assertThat(story).last().isEqualTo("recording of the callee ended with the call");
        assertThat(recorder.start(new RecordingWish(Heard.BOTH, false), folder.resolve("late.wav"), "admin"))
                .isEqualTo(Outcome.NOT_TALKING);
        assertThat(folder.resolve("late.wav")).doesNotExist();
    }
}
