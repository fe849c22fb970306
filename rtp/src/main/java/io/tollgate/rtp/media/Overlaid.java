package io.tollgate.rtp.media;

import io.tollgate.rtp.audio.Mixer;
import org.jspecify.annotations.Nullable;

/** A short tone over the voice of one direction, which goes on under it. */
final class Overlaid {
    private @Nullable Prompt prompt;
    private @Nullable Mixer mixer;
    private int sampleRate;
    private int ticks;

    /** Plays the prompt once, also when it would loop. */
    void start(Prompt tone) {
        prompt = tone;
        ticks = 0;
    }

    /** Whether the sound has to be touched. */
    boolean active() {
        Mixer known = mixer;
        return prompt != null || (known != null && known.ducking());
    }

    /** Puts what is due over 20 ms of sound. */
    void apply(short[] pcm, int samples, int rate) {
        Prompt tone = prompt;
        Mixer known = mixer;
        if (known == null || rate != sampleRate) {
            known = new Mixer(rate);
            mixer = known;
            sampleRate = rate;
        }
        if (tone == null) {
            known.pass(pcm, samples);
            return;
        }
        short[] sound = tone.at(rate);
        int at = ticks++ * samples;
        known.mix(pcm, sound, at, samples, 1);
        if (at + samples >= sound.length) {
            prompt = null;
        }
    }
}
