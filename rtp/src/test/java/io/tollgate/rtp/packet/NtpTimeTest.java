package io.tollgate.rtp.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NtpTimeTest {
    /** RFC 3550 section 6.4.1, figure 2. */
    @Test
    void theRfcsExampleGivesItsRoundTrip() {
        long sent = 0xb44d_b705_2000_0000L;
        assertThat(NtpTime.middle(sent)).isEqualTo(0xb705_2000);
        assertThat(NtpTime.shortFromNanos(5_250_000_000L)).isEqualTo(0x0005_4000);
        assertThat(NtpTime.roundTripNanos(0xb710_8000, 0xb705_2000, 0x0005_4000))
                .isEqualTo(6_125_000_000L);
    }

    @Test
    void theEpochsAreSeventyYearsApart() {
        assertThat(NtpTime.fromEpochNanos(0)).isEqualTo(2_208_988_800L << 32);
        assertThat(NtpTime.fromEpochNanos(500_000_000)).isEqualTo(2_208_988_800L << 32 | 0x8000_0000L);
    }

    @Test
    void anInstantComesBackWithinANanosecond() {
        SplittableRandom random = new SplittableRandom(7);
        long from = nanos("2000-01-01T00:00:00Z");
        long to = nanos("2100-01-01T00:00:00Z");
        for (int i = 0; i < 20_000; i++) {
            long instant = random.nextLong(from, to);
            assertThat(NtpTime.toEpochNanos(NtpTime.fromEpochNanos(instant)) - instant)
                    .as("instant %d", instant)
                    .isBetween(-1L, 1L);
        }
    }

    @Test
    void theEraThatBeginsInFebruary2036IsUnderstood() {
        long before = nanos("2036-02-07T06:28:15Z");
        assertThat(NtpTime.fromEpochNanos(before) >>> 32).isEqualTo(0xffff_ffffL);
        long after = nanos("2036-02-07T06:28:16Z");
        assertThat(NtpTime.fromEpochNanos(after)).isZero();
        assertThat(NtpTime.toEpochNanos(0)).isEqualTo(after);
    }

    @Test
    void delaysSaturateAndReadBack() {
        assertThat(NtpTime.shortFromNanos(-5)).isZero();
        assertThat(NtpTime.shortFromNanos(TimeUnit.DAYS.toNanos(2))).isEqualTo(-1);
        assertThat(NtpTime.nanosFromShort(-1)).isBetween(65_535_999_000_000L, 65_536_000_000_000L);
        assertThat(NtpTime.nanosFromShort(NtpTime.shortFromNanos(20_000_000))).isBetween(19_980_000L, 20_000_000L);
    }

    @Test
    void impossibleFiguresGiveNoRoundTrip() {
        assertThat(NtpTime.roundTripNanos(1000, 0, 0)).as("no SR seen yet").isEqualTo(-1);
        assertThat(NtpTime.roundTripNanos(1000, 900, 5000))
                .as("answered before it was asked")
                .isEqualTo(-1);
        assertThat(NtpTime.roundTripNanos(0x4000_0000, 1, 0)).as("hours").isEqualTo(-1);
        assertThat(NtpTime.roundTripNanos(1000, 990, 12))
                .as("rounding of clocks")
                .isZero();
        assertThat(NtpTime.roundTripNanos(5, -5, 0)).as("across the wrap").isEqualTo(NtpTime.nanosFromShort(10));
    }

    private static long nanos(String instant) {
        return TimeUnit.SECONDS.toNanos(Instant.parse(instant).getEpochSecond());
    }
}
