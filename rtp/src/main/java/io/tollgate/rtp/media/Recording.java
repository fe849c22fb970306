package io.tollgate.rtp.media;

import io.tollgate.rtp.audio.WavWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * PCM on its way from a worker into a file: a ring that the worker fills and the disk thread empties. When the disk does not
 * keep up, whole frames are left out and counted.
 */
final class Recording {
    private static final System.Logger LOG = System.getLogger(Recording.class.getName());
    private static final int RING = 1 << 16;

    private final Path path;
    private final short[] ring = new short[RING];
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong read = new AtomicLong();
    private volatile int sampleRate;
    private @Nullable WavWriter writer;
    private boolean broken;

    Recording(Path path) {
        this.path = path;
    }

    /** On the worker. Returns false when there is no room. */
    boolean offer(short[] pcm, int samples, int rate) {
        if (sampleRate == 0) {
            sampleRate = rate;
        }
        long head = written.getPlain();
        if (rate != sampleRate || RING - (head - read.getAcquire()) < samples) {
            return false;
        }
        for (int i = 0; i < samples; i++) {
            ring[(int) ((head + i) & (RING - 1))] = pcm[i];
        }
        written.setRelease(head + samples);
        return true;
    }

    /** On the disk thread: writes what is there. */
    void drain() {
        long tail = read.getPlain();
        long head = written.getAcquire();
        if (broken || (head == tail && writer != null)) {
            return;
        }
        try {
            WavWriter out = open();
            while (out != null && tail < head) {
                int at = (int) (tail & (RING - 1));
                int n = (int) Math.min(head - tail, RING - at);
                out.write(ring, at, n);
                tail += n;
            }
            read.setRelease(tail);
        } catch (IOException e) {
            broken = true;
            LOG.log(System.Logger.Level.WARNING, "recording to " + path + " stopped: " + e.getMessage());
        }
    }

    private @Nullable WavWriter open() throws IOException {
        if (writer == null && sampleRate != 0) {
            writer = new WavWriter(path, sampleRate);
        }
        return writer;
    }

    /** On the disk thread: writes the rest and closes the file. */
    void finish() {
        if (sampleRate == 0) {
            sampleRate = 8_000; // nothing was ever heard: an empty file, not none
        }
        drain();
        try {
            WavWriter out = writer;
            if (out != null) {
                out.close();
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "recording to " + path + " is incomplete: " + e.getMessage());
        }
    }
}
