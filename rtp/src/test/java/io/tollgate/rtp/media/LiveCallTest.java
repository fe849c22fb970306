package io.tollgate.rtp.media;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rtp.codec.OpusLibrary;
import io.tollgate.rtp.codec.OpusSettings;
import io.tollgate.rtp.dtmf.TelephoneEventReceiver;
import io.tollgate.rtp.srtp.SrtpProfile;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A call without sockets and without time of its own. */
class LiveCallTest {
    private static final long MS = 1_000_000L;
    private final Events events = new Events();
    private final CounterBlock counters = new CounterBlock();
    private final Disk disk = new Disk();
    private final StunGuard guard = new StunGuard("frag", new StunMessages("frag", "pw"));
    private final Wire wire = new Wire();
    private final LiveCall call = new LiveCall("call", events, disk, counters, 0);
    private long nowMs;

    /** A transport that only counts. */
    private static final class Wire implements OverlayTransport {
        private int sent;

        @Override
        public void send(byte[] buf, int len, InetSocketAddress to) {
            sent++;
        }

        @Override
        public void count(MediaCounter counter) {}
    }

    @BeforeEach
    void open() {
        call.overlay(new OverlayLeg(
                wire,
                guard,
                OpusLibrary.load(),
                OpusSettings.TELEPHONE,
                new Effort(false, 0),
                call.sampleRate(),
                new RtpOutput(1, 2, 3),
                "cname",
                new TelephoneEventReceiver(call.digitsFrom(Side.OVERLAY)),
                call::connected,
                call.packetsFrom(Side.OVERLAY),
                0));
    }

    @AfterEach
    void close() {
        call.close(0, nowMs * MS).join();
        disk.close();
    }

    private OverlayLeg leg() {
        OverlayLeg leg = call.overlay();
        assertThat(leg).isNotNull();
        return requireNonNull(leg);
    }

    private void secure(int ptimeMs) {
        leg().parameters(new OverlayParameters(111, 110, 126, 9, ptimeMs));
        leg().keys(
                        OverlayPeer.keys(SrtpProfile.AES_CM_128_HMAC_SHA1_80, 1),
                        OverlayPeer.keys(SrtpProfile.AES_CM_128_HMAC_SHA1_80, 2));
        leg().valid(new InetSocketAddress(TestPeer.LOOPBACK, 9), true);
    }

    private void run(int ms) {
        for (int end = (int) nowMs + ms; nowMs < end; nowMs += 20) {
            for (Side to : Side.values()) {
                assertThat(call.tick(call.direction(to), nowMs * MS, nowMs * MS))
                        .isEqualTo(Pace.REGULAR);
            }
        }
    }

    @Test
    void fiftyPacketsASecondGoOutOnceThereAreKeysAnAddressAndSomethingToSay() {
        call.bridge();
        run(1_000);
        assertThat(wire.sent).isZero();
        secure(20);
        run(1_000);
        assertThat(wire.sent).isBetween(50, 52);
    }

    @Test
    void longerPacketsGoOutLessOften() {
        call.bridge();
        secure(60);
        run(6_000);
        assertThat(wire.sent).isBetween(100, 103);
    }

    @Test
    void apartNothingIsSentUntilAPromptPlays() {
        secure(20);
        run(900);
        assertThat(wire.sent).isZero();
        call.play(Side.OVERLAY, Prompt.of(8_000, new short[8_000], false));
        run(3_000);
        assertThat(wire.sent).as("one second of prompt and a few reports").isBetween(50, 53);
    }

    @Test
    void silenceIsToldOnceForEachTenSeconds() {
        call.bridge();
        secure(20);
        run(9_000);
        assertThat(events.count("silent OVERLAY")).isZero();
        run(3_000);
        assertThat(events.count("silent OVERLAY")).isEqualTo(1);
        run(10_000);
        assertThat(events.count("silent OVERLAY")).isEqualTo(2);
        assertThat(events.count("silent TRUNK")).isZero();
    }

    @Test
    void lostConsentIsToldOnceAndStopsTheSending() {
        call.bridge();
        secure(20);
        run(1_000);
        guard.consent = false;
        run(1_100);
        int sent = wire.sent;
        run(3_000);
        assertThat(wire.sent).isEqualTo(sent);
        assertThat(events.count("lost OVERLAY")).isEqualTo(1);
    }

    @Test
    void aFailedHandshakeIsToldOnce() {
        call.lost("bad fingerprint");
        call.lost("bad fingerprint");
        assertThat(events.count("lost OVERLAY bad fingerprint")).isEqualTo(1);
    }

    @Test
    void thePipelineSaysWhatIsConnected() {
        assertThat(call.pipeline()).isEqualTo("overlay opus/48000@8k no keys, trunk none, not connected");
        secure(20);
        call.echo();
        assertThat(call.pipeline())
                .isEqualTo("overlay opus/48000@16k aes_cm_128_hmac_sha1_80 -> jitter(40 ms) -> echo(1000 ms) -> "
                        + "opus/48000@16k aes_cm_128_hmac_sha1_80 overlay");
    }
}
