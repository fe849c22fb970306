package io.tollgate.rtp.dtmf;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * A line of packets, nine bytes each: flags (other source, other clock, silence before), four bytes of timestamp, four of
 * payload. Whatever comes, digits begin and end in turn and last no longer than an event can.
 */
class TelephoneEventFuzzTest {
    private static final int RECORD = 9;
    private static final int LONGEST_MS = 60_000;

    /** Checks that began and ended alternate. */
    private static final class Turns implements TelephoneEventReceiver.Listener {
        private char sounding;

        @Override
        public void began(char digit) {
            if (sounding != 0 || TelephoneEvent.event(digit) < 0) {
                throw new AssertionError(digit + " began while " + (int) sounding + " sounded");
            }
            sounding = digit;
        }

        @Override
        public void ended(char digit, int durationMs) {
            if (digit != sounding || durationMs < 0) {
                throw new AssertionError(
                        digit + " ended after " + durationMs + " ms while " + (int) sounding + " sounded");
            }
            sounding = 0;
        }
    }

    @FuzzTest(maxDuration = "30s")
    void anyPacketsAsEvents(byte[] line) {
        Turns turns = new Turns();
        TelephoneEventReceiver receiver = new TelephoneEventReceiver(turns);
        long nowNs = 0;
        for (int at = 0; at < line.length; at += RECORD) {
            int flags = line[at];
            nowNs += 20_000_000L + ((flags & 4) != 0 ? 200_000_000L : 0);
            receiver.tick(nowNs);
            int length = Math.min(RECORD, line.length - at);
            int timestamp = 0;
            for (int i = 1; i < Math.min(5, length); i++) {
                timestamp = timestamp << 8 | (line[at + i] & 0xff);
            }
            int payload = Math.max(0, length - 5);
            receiver.packet(
                    flags & 1,
                    timestamp,
                    (flags & 2) != 0 ? 48_000 : 8_000,
                    line,
                    at + length - payload,
                    payload,
                    nowNs);
            if (receiver.sounding() != (turns.sounding != 0)) {
                throw new AssertionError("the receiver and its listener disagree");
            }
        }
        receiver.tick(nowNs + LONGEST_MS * 1_000_000L);
        if (receiver.sounding()) {
            throw new AssertionError("an event without packets never ends");
        }
    }
}
