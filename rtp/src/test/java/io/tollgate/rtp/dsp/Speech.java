package io.tollgate.rtp.dsp;

import io.tollgate.rtp.audio.WavFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.SplittableRandom;

/** Speech and noise to test with. */
final class Speech {
    /** Kinds of noise. */
    enum Noise {
        WHITE,
        /** Falling by 6 dB per octave above 200 Hz, as in a car. */
        CAR,
        /** Eight voices at once. */
        BABBLE
    }

    private Speech() {}

    /**
     * Two voices, made by espeak-ng: "The gateway answered at the third ring. Please hold the line." and "Thank you for
     * calling, I will put you through to the second floor now." 8.3 s.
     *
     * @param levelDbov of the frames that are spoken
     */
    static short[] spoken(int rate, double levelDbov) {
        try (InputStream in = Objects.requireNonNull(Speech.class.getResourceAsStream("speech.wav"))) {
            short[] pcm = WavFile.parse(in.readAllBytes()).at(rate).mono();
            return scaled(pcm, levelDbov - active(pcm, rate));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static short[] scaled(short[] pcm, double gainDb) {
        double gain = Math.pow(10, gainDb / 20);
        short[] out = new short[pcm.length];
        for (int i = 0; i < pcm.length; i++) {
            out[i] = (short) Math.clamp(Math.round(gain * pcm[i]), Short.MIN_VALUE, Short.MAX_VALUE);
        }
        return out;
    }

    static short[] mixed(short[] a, short[] b) {
        short[] out = new short[Math.max(a.length, b.length)];
        for (int i = 0; i < out.length; i++) {
            int sum = (i < a.length ? a[i] : 0) + (i < b.length ? b[i] : 0);
            out[i] = (short) Math.clamp(sum, Short.MIN_VALUE, Short.MAX_VALUE);
        }
        return out;
    }

    /** Level of the 10 ms frames within 30 dB of the loudest. */
    static double active(short[] pcm, int rate) {
        int frame = rate / 100;
        double loudest = 0;
        for (int i = 0; i + frame <= pcm.length; i += frame) {
            loudest = Math.max(loudest, power(pcm, i, frame));
        }
        double sum = 0;
        int count = 0;
        for (int i = 0; i + frame <= pcm.length; i += frame) {
            double power = power(pcm, i, frame);
            if (power > loudest / 1_000) {
                sum += power;
                count++;
            }
        }
        return dbov(sum / count);
    }

    static double power(short[] pcm, int off, int samples) {
        double sum = 0;
        for (int i = off; i < off + samples; i++) {
            sum += (double) pcm[i] * pcm[i];
        }
        return sum / samples;
    }

    static double dbov(double power) {
        return 10 * Math.log10(power / (32_768.0 * 32_768.0) + 1e-12);
    }

    static double levelDbov(short[] pcm, int off, int samples) {
        return dbov(power(pcm, off, samples));
    }

    static short[] noise(Noise kind, int rate, int samples, double levelDbov, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] wave = new double[samples];
        switch (kind) {
            case WHITE -> {
                for (int i = 0; i < samples; i++) {
                    wave[i] = random.nextGaussian();
                }
            }
            case CAR -> {
                double pole = Math.exp(-2 * Math.PI * 200 / rate);
                double last = 0;
                for (int i = 0; i < samples; i++) {
                    last = pole * last + random.nextGaussian();
                    wave[i] = last;
                }
            }
            case BABBLE -> {
                short[] voice = spoken(rate, -26);
                for (int speaker = 0; speaker < 8; speaker++) {
                    int start = random.nextInt(voice.length);
                    for (int i = 0; i < samples; i++) {
                        // Played backwards: as dense as speech, but never the voice under test itself.
                        wave[i] += voice[voice.length - 1 - (start + i) % voice.length];
                    }
                }
            }
        }
        double sum = 0;
        for (double x : wave) {
            sum += x * x;
        }
        double gain = 32_768 * Math.pow(10, levelDbov / 20) / Math.sqrt(sum / samples);
        short[] pcm = new short[samples];
        for (int i = 0; i < samples; i++) {
            pcm[i] = (short) Math.clamp(Math.round(gain * wave[i]), Short.MIN_VALUE, Short.MAX_VALUE);
        }
        return pcm;
    }
}
