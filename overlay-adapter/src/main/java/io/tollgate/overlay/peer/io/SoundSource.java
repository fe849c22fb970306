package io.tollgate.overlay.peer.io;

/** Where the peer's voice comes from: mono, 48 kHz. Used by the media thread only; must not block. */
public interface SoundSource extends AutoCloseable {
    /** Fills {@code pcm[0, samples)}; with silence where there is nothing. */
    void next(short[] pcm, int samples);

    @Override
    default void close() {}
}
