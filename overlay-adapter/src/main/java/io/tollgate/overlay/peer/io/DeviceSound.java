package io.tollgate.overlay.peer.io;

import java.util.Arrays;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.SourceDataLine;
import javax.sound.sampled.TargetDataLine;

/** The computer's microphone and loudspeaker, where it has them. */
public final class DeviceSound {
    private static final AudioFormat FORMAT = new AudioFormat(FileSound.RATE, 16, 1, true, false);
    /** A fifth of a second: above it what is heard would lag, below it hiccups would be heard. */
    private static final int BUFFER_BYTES = FileSound.RATE * 2 / 5;

    /** There is no such device, or another program holds it; the message says so in plain words. */
    public static final class NoDevice extends Exception {
        private static final long serialVersionUID = 1;

        NoDevice(String message, Throwable cause) {
            super(message, cause);
        }
    }

    public static SoundSource microphone() throws NoDevice {
        try {
            TargetDataLine line = AudioSystem.getTargetDataLine(FORMAT);
            line.open(FORMAT, BUFFER_BYTES);
            line.start();
            return new Microphone(line);
        } catch (LineUnavailableException | IllegalArgumentException e) {
            throw new NoDevice("There is no microphone that gives 48 kHz mono; use --play with a file.", e);
        }
    }

    public static SoundSink loudspeaker() throws NoDevice {
        try {
            SourceDataLine line = AudioSystem.getSourceDataLine(FORMAT);
            line.open(FORMAT, BUFFER_BYTES);
            line.start();
            return new Loudspeaker(line);
        } catch (LineUnavailableException | IllegalArgumentException e) {
            throw new NoDevice("There is no loudspeaker that takes 48 kHz mono; use --record with a file.", e);
        }
    }

    private static final class Microphone implements SoundSource {
        private final TargetDataLine line;
        private final byte[] octets = new byte[FileSound.RATE / 5];

        Microphone(TargetDataLine line) {
            this.line = line;
        }

        @Override
        public void next(short[] pcm, int samples) {
            int wanted = Math.min(2 * samples, line.available() & ~1);
            int count = wanted > 0 ? line.read(octets, 0, wanted) / 2 : 0;
            for (int i = 0; i < count; i++) {
                pcm[i] = (short) ((octets[2 * i] & 0xFF) | (octets[2 * i + 1] << 8));
            }
            Arrays.fill(pcm, count, samples, (short) 0);
        }

        @Override
        public void close() {
            line.close();
        }
    }

    private static final class Loudspeaker implements SoundSink {
        private final SourceDataLine line;
        private final byte[] octets = new byte[FileSound.RATE / 5];

        Loudspeaker(SourceDataLine line) {
            this.line = line;
        }

        @Override
        public void accept(short[] pcm, int samples) {
            for (int i = 0; i < samples; i++) {
                octets[2 * i] = (byte) pcm[i];
                octets[2 * i + 1] = (byte) (pcm[i] >> 8);
            }
            // What does not fit is left out: the device's clock runs slower than ours.
            int room = line.available() & ~1;
            line.write(octets, 0, Math.min(2 * samples, room));
        }

        @Override
        public void close() {
            line.close();
        }
    }

    private DeviceSound() {}
}
