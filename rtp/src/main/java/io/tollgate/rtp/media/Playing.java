package io.tollgate.rtp.media;

import org.jspecify.annotations.Nullable;

/** A prompt on its way to one side. Its position is kept in time, so that a change of rate does not move it. */
final class Playing {
    private @Nullable Prompt prompt;
    private long ticks;

    void start(Prompt next) {
        prompt = next;
        ticks = 0;
    }

    void stop() {
        prompt = null;
    }

    boolean active() {
        return prompt != null;
    }

    /** Fills 20 ms; after the end of a prompt that does not loop, silence. */
    void fill(short[] pcm, int samples, int sampleRate) {
        Prompt now = prompt;
        short[] source = now == null ? new short[0] : now.at(sampleRate);
        long at = ticks++ * samples;
        for (int i = 0; i < samples; i++) {
            long index = at + i;
            boolean inside = index < source.length;
            if (!inside && now != null && now.loops()) {
                index %= source.length;
                inside = true;
            }
            pcm[i] = inside ? source[(int) index] : 0;
        }
        if (now != null && !now.loops() && at + samples >= source.length) {
            prompt = null;
        }
    }
}
