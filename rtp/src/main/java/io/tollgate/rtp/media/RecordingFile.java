package io.tollgate.rtp.media;

import io.tollgate.rtp.audio.WavWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One WAV file of one or two sides of a call, with a ring for each that the worker fills and the disk thread empties. The
 * rings together hold 128 KB, 4 s of two sides at 8 kHz, and live as long as the recording does.
 *
 * <p>Sides tick for themselves and may fall silent without a word. So the worker's time says where in the file a frame
 * belongs: one that comes within 60 ms of it follows on the frame before, a gap that is longer becomes silence, and a side
 * that has run further ahead leaves a frame out. A frame that the disk was too slow for is left out and counted, and becomes
 * silence in the same way; so both sides stay together whatever happens.
 */
final class RecordingFile {
    private static final System.Logger LOG = System.getLogger(RecordingFile.class.getName());
    private static final int RINGS = 1 << 16;
    private static final int SLACK_MS = 60;
    /** A side that has not come for so long is silent; until then its next frame may be on its way. */
    private static final int ABSENT_MS = 200;

    private static final int CHUNK = 2_048;

    private final Path path;
    private final LongSupplier nowNs;
    private final Track[] tracks;
    private final int capacity;
    /** Samples of each track that the disk thread has taken. */
    private final AtomicLong read = new AtomicLong();

    private long originNs;
    private volatile int sampleRate;

    private final short[] chunk = new short[CHUNK];
    private @Nullable WavWriter writer;
    private int finished;
    private boolean broken;

    /** What waits of one side. */
    private static final class Track {
        private final short[] ring;
        private final AtomicLong written = new AtomicLong();

        Track(int capacity) {
            ring = new short[capacity];
        }
    }

    RecordingFile(Path path, int channels, LongSupplier nowNs) {
        this.path = path;
        this.nowNs = nowNs;
        capacity = RINGS / channels;
        tracks = new Track[channels];
        for (int i = 0; i < channels; i++) {
            tracks[i] = new Track(capacity);
        }
    }

    /** On the worker. Returns false when there is no room. */
    boolean offer(int channel, short[] pcm, int samples, int rate) {
        long now = nowNs.getAsLong();
        if (sampleRate == 0) {
            originNs = now;
            sampleRate = rate;
        }
        long due = (now - originNs) / 1_000 * sampleRate / 1_000_000;
        Track track = tracks[channel];
        long ahead = track.written.getPlain() - due;
        if (ahead > samplesIn(SLACK_MS)) {
            return true;
        }
        if (-ahead > samplesIn(SLACK_MS)) {
            silence(track, -ahead);
        }
        boolean taken = append(track, pcm, samples, rate);
        for (Track other : tracks) {
            long missing = due - other.written.getPlain();
            if (missing > samplesIn(ABSENT_MS)) {
                silence(other, missing - samplesIn(SLACK_MS));
            }
        }
        return taken;
    }

    private long samplesIn(int ms) {
        return (long) ms * sampleRate / 1_000;
    }

    private long room(long head) {
        return capacity - (head - read.getAcquire());
    }

    private void silence(Track track, long samples) {
        long head = track.written.getPlain();
        long n = Math.min(samples, room(head));
        for (long i = head; i < head + n; i++) {
            track.ring[(int) (i & (capacity - 1))] = 0;
        }
        track.written.setRelease(head + n);
    }

    private boolean append(Track track, short[] pcm, int samples, int rate) {
        int n = (int) ((long) samples * sampleRate / rate);
        long head = track.written.getPlain();
        if (room(head) < n) {
            return false;
        }
        for (int i = 0; i < n; i++) {
            track.ring[(int) ((head + i) & (capacity - 1))] =
                    rate == sampleRate ? pcm[i] : converted(pcm, samples, i, rate);
        }
        track.written.setRelease(head + n);
        return true;
    }

    /** A sample at the file's rate, when a codec has changed the call's: the mean of those that it stands for, or on a line. */
    private short converted(short[] pcm, int samples, int i, int rate) {
        long position = (long) i * rate;
        int at = (int) (position / sampleRate);
        if (rate > sampleRate) {
            int end = (int) Math.min(samples, (position + rate) / sampleRate);
            int sum = 0;
            for (int k = at; k < end; k++) {
                sum += pcm[k];
            }
            return (short) (sum / (end - at));
        }
        int next = Math.min(at + 1, samples - 1);
        return (short) (pcm[at] + (pcm[next] - pcm[at]) * (position % sampleRate) / sampleRate);
    }

    /** On the disk thread: writes what is there of all sides. */
    void drain() {
        long head = Long.MAX_VALUE;
        for (Track track : tracks) {
            head = Math.min(head, track.written.getAcquire());
        }
        write(head);
    }

    /** Writes up to a sample; what a side has not come to is silence. */
    private void write(long head) {
        long tail = read.getPlain();
        if (broken || (head == tail && writer != null)) {
            return;
        }
        try {
            WavWriter out = open();
            while (out != null && tail < head) {
                int frames = (int) Math.min(head - tail, CHUNK / tracks.length);
                interleave(tail, frames);
                out.write(chunk, 0, frames * tracks.length);
                tail += frames;
            }
            read.setRelease(tail);
        } catch (IOException e) {
            broken = true;
            LOG.log(System.Logger.Level.WARNING, "recording to " + path + " stopped: " + e.getMessage());
        }
    }

    private void interleave(long from, int frames) {
        for (int channel = 0; channel < tracks.length; channel++) {
            Track track = tracks[channel];
            long written = track.written.getAcquire();
            for (int i = 0; i < frames; i++) {
                long at = from + i;
                chunk[i * tracks.length + channel] = at < written ? track.ring[(int) (at & (capacity - 1))] : 0;
            }
        }
    }

    private @Nullable WavWriter open() throws IOException {
        if (writer == null && sampleRate != 0) {
            writer = new WavWriter(path, sampleRate, tracks.length);
        }
        return writer;
    }

    /** On the disk thread: one side has ended. After the last the rest is written and the file is closed. */
    void finish() {
        finished++;
        if (finished < tracks.length) {
            return;
        }
        if (sampleRate == 0) {
            sampleRate = 8_000; // nothing was ever heard: an empty file, not none
        }
        long head = 0;
        for (Track track : tracks) {
            head = Math.max(head, track.written.getAcquire());
        }
        write(head);
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
