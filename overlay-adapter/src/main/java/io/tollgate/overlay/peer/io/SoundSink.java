package io.tollgate.overlay.peer.io;

import java.io.IOException;

/** Where the other's voice goes: mono, 48 kHz. Used by the media thread only. */
public interface SoundSink extends AutoCloseable {
    /** Takes {@code pcm[0, samples)}. */
    void accept(short[] pcm, int samples) throws IOException;

    @Override
    void close() throws IOException;
}
