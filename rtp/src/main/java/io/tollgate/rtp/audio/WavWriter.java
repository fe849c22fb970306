package io.tollgate.rtp.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/**
 * Records 16-bit PCM, mono or several channels in turn, into a WAV file as it comes. Only the file's owner can read it,
 * where the file system knows owners: what people say is nobody else's. After each second of sound the samples are written and the header
 * is brought up to date, so that a process that is killed leaves a file that plays, short of its last second. Blocks on
 * the disk; for one thread at a time.
 */
public final class WavWriter implements AutoCloseable {
    private static final int HEADER_LENGTH = 44;
    private static final long MAX_DATA_BYTES = Integer.MAX_VALUE - 1024L;

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final FileChannel file;
    private final int sampleRate;
    private final int channels;
    private final ByteBuffer pending;
    private long dataBytes;
    private boolean closed;

    /**
     * Creates a mono file, replacing what is there.
     *
     * @param sampleRate in Hz
     * @throws IOException when the file cannot be created
     */
    public WavWriter(Path path, int sampleRate) throws IOException {
        this(path, sampleRate, 1);
    }

    /**
     * Creates the file, replacing what is there.
     *
     * @param sampleRate of each channel in Hz
     * @param channels 1 or 2; two are left and right
     * @throws IOException when the file cannot be created
     */
    public WavWriter(Path path, int sampleRate, int channels) throws IOException {
        if (sampleRate < 1 || channels < 1 || channels > 2) {
            throw new IllegalArgumentException(channels + " channels of " + sampleRate + " samples per second");
        }
        this.sampleRate = sampleRate;
        this.channels = channels;
        pending = ByteBuffer.allocate(2 * sampleRate * channels).order(ByteOrder.LITTLE_ENDIAN);
        Set<StandardOpenOption> options =
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        file = path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? FileChannel.open(path, options, OWNER_ONLY)
                : FileChannel.open(path, options);
        try {
            writeHeader();
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /**
     * Appends {@code n} samples from {@code pcm[off]}, those of a stereo file left and right in turn.
     *
     * @throws IOException when the disk refuses, the writer is closed, or the file would pass 2 GB
     * @throws IndexOutOfBoundsException when the range lies outside the array
     */
    public void write(short[] pcm, int off, int n) throws IOException {
        Objects.checkFromIndexSize(off, n, pcm.length);
        if (closed) {
            throw new IOException("this recording is closed");
        }
        for (int i = 0; i < n; i++) {
            if (!pending.hasRemaining()) {
                flush();
            }
            pending.putShort(pcm[off + i]);
        }
        if (!pending.hasRemaining()) {
            flush();
        }
    }

    /** The length recorded so far. */
    public long durationMs() {
        return (dataBytes + pending.position()) / (2L * channels) * 1000 / sampleRate;
    }

    /** Brings file and header up to date with what was written. */
    public void flush() throws IOException {
        if (closed || pending.position() == 0) {
            return;
        }
        if (dataBytes + pending.position() > MAX_DATA_BYTES) {
            throw new IOException("a WAV file holds at most 2 GB");
        }
        pending.flip();
        long at = HEADER_LENGTH + dataBytes;
        while (pending.hasRemaining()) {
            at += file.write(pending, at);
        }
        dataBytes = at - HEADER_LENGTH;
        pending.clear();
        writeHeader();
    }

    private void writeHeader() throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(WavFile.tag("RIFF"))
                .putInt((int) (HEADER_LENGTH - 8 + dataBytes))
                .putInt(WavFile.tag("WAVE"));
        header.putInt(WavFile.tag("fmt ")).putInt(16);
        header.putShort((short) 1)
                .putShort((short) channels)
                .putInt(sampleRate)
                .putInt(2 * sampleRate * channels)
                .putShort((short) (2 * channels))
                .putShort((short) 16);
        header.putInt(WavFile.tag("data")).putInt((int) dataBytes);
        header.flip();
        while (header.hasRemaining()) {
            file.write(header, header.position());
        }
    }

    /** Writes the rest. A second call does nothing. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        try {
            flush();
        } finally {
            closed = true;
            file.close();
        }
    }
}
