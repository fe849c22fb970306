package io.tollgate.carrier.audio;

import java.util.Arrays;

/** Makes the audio of one {@link Program}, frame by frame. Owned by the media thread. */
public abstract sealed class Player {
    private static final int MIXED_ECHO_DELAY_MS = 200;
    private static final int PURE_ECHO_DELAY_MS = 60;

    /** A player for this program that listens to this tape. */
    public static Player of(Program program, HeardTape tape) {
        return switch (program) {
            case Program.Loop(Recording voice, boolean echo) ->
                echo ? new Mixed(voice, new TapeHead(tape, MIXED_ECHO_DELAY_MS)) : new Voice(voice, true);
            case Program.Once(Recording voice) -> new Voice(voice, false);
            case Program.Echo() -> new Echoing(new TapeHead(tape, PURE_ECHO_DELAY_MS));
            case Program.ReadDigits(Voices voices) -> new Reading(new DigitReader(voices));
        };
    }

    /** Fills the next frame. */
    public abstract void next(short[] frame, long nowMs);

    /** The caller pressed a key. Most programs do not care. */
    public void digit(char digit, long nowMs) {}

    private static final class Voice extends Player {
        private final Recording voice;
        private final boolean again;
        private int at;

        Voice(Recording voice, boolean again) {
            this.voice = voice;
            this.again = again;
        }

        @Override
        public void next(short[] frame, long nowMs) {
            for (int i = 0; i < frame.length; i++) {
                if (at == voice.length() && again) {
                    at = 0;
                }
                frame[i] = at < voice.length() ? voice.at(at++) : 0;
            }
        }
    }

    private static final class Echoing extends Player {
        private final TapeHead head;

        Echoing(TapeHead head) {
            this.head = head;
        }

        @Override
        public void next(short[] frame, long nowMs) {
            head.read(frame);
        }
    }

    private static final class Mixed extends Player {
        private final Voice voice;
        private final TapeHead head;
        private short[] echo = new short[0];

        Mixed(Recording voice, TapeHead head) {
            this.voice = new Voice(voice, true);
            this.head = head;
        }

        @Override
        public void next(short[] frame, long nowMs) {
            if (echo.length != frame.length) {
                echo = new short[frame.length];
            }
            voice.next(frame, nowMs);
            head.read(echo);
            for (int i = 0; i < frame.length; i++) {
                frame[i] = (short) Math.clamp(frame[i] + echo[i] / 2, Short.MIN_VALUE, Short.MAX_VALUE);
            }
        }
    }

    private static final class Reading extends Player {
        private final DigitReader reader;

        Reading(DigitReader reader) {
            this.reader = reader;
        }

        @Override
        public void next(short[] frame, long nowMs) {
            Arrays.fill(frame, (short) 0);
            reader.next(frame, nowMs);
        }

        @Override
        public void digit(char digit, long nowMs) {
            reader.digit(digit, nowMs);
        }
    }
}
