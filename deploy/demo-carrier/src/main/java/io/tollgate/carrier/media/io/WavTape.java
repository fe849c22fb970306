package io.tollgate.carrier.media.io;

import io.tollgate.carrier.audio.Wav;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A WAV file that grows while a call runs. Samples go to their position, gaps read as silence, and the header is
 * brought up to date once a second, so that a killed program leaves a playable file.
 */
final class WavTape implements AutoCloseable {
    private final FileChannel file;
    private final ByteBuffer scratch = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    private long samples;
    private long samplesInHeader;

    private WavTape(FileChannel file) {
        this.file = file;
    }

    static WavTape create(Path path) throws IOException {
        FileChannel file = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        WavTape tape = new WavTape(file);
        tape.refreshHeader();
        return tape;
    }

    void write(long position, short[] pcm, int count) throws IOException {
        scratch.clear();
        for (int i = 0; i < count; i++) {
            scratch.putShort(pcm[i]);
        }
        scratch.flip();
        long at = Wav.HEADER_BYTES + position * 2;
        while (scratch.hasRemaining()) {
            at += file.write(scratch, at);
        }
        samples = Math.max(samples, position + count);
        if (samples - samplesInHeader >= 8000) {
            refreshHeader();
        }
    }

    private void refreshHeader() throws IOException {
        ByteBuffer header = ByteBuffer.wrap(Wav.header(samples));
        long at = 0;
        while (header.hasRemaining()) {
            at += file.write(header, at);
        }
        samplesInHeader = samples;
    }

    @Override
    public void close() throws IOException {
        refreshHeader();
        file.close();
    }
}
