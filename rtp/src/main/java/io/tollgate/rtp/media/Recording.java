package io.tollgate.rtp.media;

import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * PCM of one side on its way from a worker into a file, which it has for itself or shares with the other side: the worker
 * offers frames, the disk thread empties what waits in the {@link RecordingFile}.
 */
final class Recording {
    private final RecordingFile file;
    private final int channel;

    private Recording(RecordingFile file, int channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Both sides of a call in one file. */
    record Pair(Recording left, Recording right) {}

    /**
     * A mono file.
     *
     * @param nowNs the worker's time, asked for on the worker
     */
    static Recording oneSide(Path path, LongSupplier nowNs) {
        return new Recording(new RecordingFile(path, 1, nowNs), 0);
    }

    /**
     * A stereo file, complete when both have finished.
     *
     * @param nowNs the worker's time, asked for on the worker
     */
    static Pair bothSides(Path path, LongSupplier nowNs) {
        RecordingFile file = new RecordingFile(path, 2, nowNs);
        return new Pair(new Recording(file, 0), new Recording(file, 1));
    }

    /** On the worker. Returns false when there is no room. */
    boolean offer(short[] pcm, int samples, int rate) {
        return file.offer(channel, pcm, samples, rate);
    }

    /** On the disk thread: writes what is there. */
    void drain() {
        file.drain();
    }

    /** On the disk thread: writes the rest and closes the file, unless the other side still goes on. */
    void finish() {
        file.finish();
    }
}
