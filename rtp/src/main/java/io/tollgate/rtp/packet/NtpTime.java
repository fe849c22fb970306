package io.tollgate.rtp.packet;

/**
 * The clock arithmetic of RTCP reports (RFC 3550 sections 4 and 6.4.1). An NTP timestamp is a {@code long}: 32 bits of
 * seconds since 1900 and 32 bits of fraction; its middle 32 bits ("short format", 1/65536 s) travel in report blocks.
 */
public final class NtpTime {
    private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private NtpTime() {}

    /** The NTP timestamp of a wall-clock instant given in nanoseconds since 1970 UTC. Wraps with the era in 2036. */
    public static long fromEpochNanos(long epochNanos) {
        long seconds = Math.floorDiv(epochNanos, NANOS_PER_SECOND) + SECONDS_1900_TO_1970;
        long nanos = Math.floorMod(epochNanos, NANOS_PER_SECOND);
        return (seconds << 32) | ((nanos << 32) / NANOS_PER_SECOND);
    }

    /**
     * Nanoseconds since 1970 UTC of an NTP timestamp, within a nanosecond. The era is chosen as RFC 4330 section 3 says:
     * seconds with their highest bit clear lie after February 2036.
     */
    public static long toEpochNanos(long ntp) {
        long seconds = ntp >>> 32;
        if ((seconds & 0x8000_0000L) == 0) {
            seconds += 1L << 32;
        }
        long nanos = ((ntp & 0xffff_ffffL) * NANOS_PER_SECOND + (1L << 31)) >>> 32;
        return (seconds - SECONDS_1900_TO_1970) * NANOS_PER_SECOND + nanos;
    }

    /** The middle 32 bits of an NTP timestamp, as they travel in "last SR". */
    public static int middle(long ntp) {
        return (int) (ntp >>> 16);
    }

    /** A delay in the short format's unit of 1/65536 s, saturating at the 18.2 hours that it can hold. */
    public static int shortFromNanos(long nanos) {
        if (nanos <= 0) {
            return 0;
        }
        long seconds = nanos / NANOS_PER_SECOND;
        if (seconds >= 65_536) {
            return -1;
        }
        return (int) ((seconds << 16) + ((nanos % NANOS_PER_SECOND) << 16) / NANOS_PER_SECOND);
    }

    /** Nanoseconds of an unsigned delay in the short format. */
    public static long nanosFromShort(int delay) {
        return ((delay & 0xffff_ffffL) * NANOS_PER_SECOND) >>> 16;
    }

    /**
     * Round-trip time from a report block (RFC 3550 section 6.4.1): arrival less last SR less the peer's delay.
     *
     * @param arrival middle 32 bits of our own NTP time when the block arrived
     * @param lastSr the block's LSR: middle 32 bits of the NTP time we sent
     * @param delaySinceLastSr the block's DLSR
     * @return nanoseconds, or -1 when the peer has seen no SR yet ({@code lastSr} 0) or its figures cannot be true
     *     (a negative difference beyond rounding, or above one minute)
     */
    public static long roundTripNanos(int arrival, int lastSr, int delaySinceLastSr) {
        if (lastSr == 0) {
            return -1;
        }
        int difference = arrival - lastSr - delaySinceLastSr;
        if (difference < -ROUNDING || difference > ONE_MINUTE) {
            return -1;
        }
        return nanosFromShort(Math.max(0, difference));
    }

    /** A clock that ticks in milliseconds, and DLSR rounded up, may make a local round trip look negative by this much. */
    private static final int ROUNDING = 66 * 2;

    private static final int ONE_MINUTE = 60 << 16;
}
