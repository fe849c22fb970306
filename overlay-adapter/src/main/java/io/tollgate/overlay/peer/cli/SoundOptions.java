package io.tollgate.overlay.peer.cli;

import io.tollgate.overlay.peer.io.DeviceSound;
import io.tollgate.overlay.peer.io.FileSound;
import io.tollgate.overlay.peer.io.PeerException;
import io.tollgate.overlay.peer.io.PeerSession;
import io.tollgate.overlay.peer.io.SoundSink;
import io.tollgate.overlay.peer.io.SoundSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the other side hears and where what it says goes. */
final class SoundOptions {
    @Option(names = "--play", paramLabel = "WAV", description = "say this file once the call is answered, then silence")
    @Nullable
    Path play;

    @Option(names = "--record", paramLabel = "WAV", description = "record what is heard, early media included")
    @Nullable
    Path record;

    @Option(names = "--mic", description = "say what the microphone hears")
    boolean microphone;

    @Option(names = "--speaker", description = "let the loudspeaker say what is heard")
    boolean loudspeaker;

    /** Opens files and devices. */
    PeerSession.CallSound open() throws PeerException {
        return open(record);
    }

    /** The same for a further call of a command that takes several: the recording's name gets the number. */
    PeerSession.CallSound openFor(int callNumber) throws PeerException {
        Path file = record;
        if (file == null || callNumber == 1) {
            return open(file);
        }
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        String stem = dot < 0 ? name : name.substring(0, dot);
        String end = dot < 0 ? "" : name.substring(dot);
        return open(file.resolveSibling(stem + "-" + callNumber + end));
    }

    private PeerSession.CallSound open(@Nullable Path recording) throws PeerException {
        List<SoundSink> sinks = new ArrayList<>();
        try {
            SoundSource source = source();
            if (recording != null) {
                sinks.add(FileSound.record(recording));
            }
            if (loudspeaker) {
                sinks.add(DeviceSound.loudspeaker());
            }
            return new PeerSession.CallSound(source, sinks);
        } catch (DeviceSound.NoDevice e) {
            throw new PeerException(PeerException.Kind.LOCAL, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new PeerException(PeerException.Kind.LOCAL, "A sound file cannot be used: " + e.getMessage() + ".");
        }
    }

    private SoundSource source() throws IOException, DeviceSound.NoDevice {
        if (microphone) {
            return DeviceSound.microphone();
        }
        return play == null ? FileSound.silence() : FileSound.play(play);
    }
}
