package io.tollgate.rtp.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rtp.codec.AudioCodecs;
import io.tollgate.rtp.codec.OpusSettings;
import io.tollgate.rtp.sdp.AudioCodec;
import io.tollgate.rtp.srtp.SrtpKeys;
import io.tollgate.rtp.srtp.SrtpProfile;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every codec of telephony across a real media plane, transcoded, passed through and under SDES keys. */
class TrunkCodecsTest {
    private MediaPlane plane;

    @BeforeEach
    void start() throws Exception {
        plane = MediaPlane.start(
                new MediaConfig(TestPeer.LOOPBACK, null, 0, 31_200, 31_399, 1, OpusSettings.TELEPHONE));
    }

    @AfterEach
    void stop() {
        plane.close();
    }

    static Stream<AudioCodec> codecs() {
        return AudioCodecs.available().stream();
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void opusIsTranscodedToEveryCodecAndBack(AudioCodec codec) throws Exception {
        try (Bridge b = Bridge.open(plane, SrtpProfile.AES_CM_128_HMAC_SHA1_80, codec)) {
            b.trunkPort.parameters(b.trunk.parameters(20));
            b.secure();
            b.call.connect();
            b.overlay.speak(440);
            b.trunk.speak(1_000);
            assertThat(b.trunk.heard.tone(440)).as("the telephone hears").isTrue();
            assertThat(b.overlay.heard.tone(1_000)).as("the browser hears").isTrue();
            String pipeline = b.call.stats().get(10, TimeUnit.SECONDS).pipeline();
            assertThat(pipeline).contains("opus/48000@" + codec.sampleRate() / 1_000 + "k");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PCMU", "PCMA", "G722"})
    void whereBothLegsSpeakTheSamePacketsPassUndecoded(AudioCodec codec) throws Exception {
        try (Through t = new Through(codec)) {
            t.call.connect();
            t.overlay.speak(440);
            t.trunk.speak(1_000);
            assertThat(t.trunk.heard.tone(440)).isTrue();
            assertThat(t.overlay.heard.tone(1_000)).isTrue();
            MediaStats stats = t.call.stats().get(10, TimeUnit.SECONDS);
            assertThat(stats.pipeline()).contains("pass-through");
            assertThat(stats.overlay().quality().rFactor())
                    .as("rated by its losses")
                    .isGreaterThan(80);
            assertThat(t.trunk.gaps).as("gaps in the numbering").hasValue(0);
            assertThat(t.trunk.lastSsrc).as("our own source").isNotEqualTo(4_242);
        }
    }

    @Test
    void aPromptAndADigitInterruptThePassageAndItGoesOnAfterwards() throws Exception {
        try (Through t = new Through(AudioCodec.PCMU)) {
            t.call.connect();
            t.overlay.speak(440);
            t.trunk.speak(1_000);
            assertThat(t.overlay.heard.tone(1_000)).isTrue();
            short[] tone = new short[8_000];
            Listening.tone(tone, tone.length, 0, 8_000, 600);
            t.call.play(Side.OVERLAY, Prompt.of(8_000, tone, false));
            assertThat(t.overlay.heard.tone(600)).as("the prompt").isTrue();
            t.call.sendDtmf(Side.TRUNK, "5");
            assertThat(Poll.until(() -> t.trunk.digits().equals("5"))).isTrue();
            assertThat(t.overlay.heard.tone(1_000)).as("the other side again").isTrue();
            assertThat(t.trunk.heard.tone(440)).isTrue();
            assertThat(t.overlay.gaps).as("gaps in the numbering").hasValue(0);
            assertThat(t.trunk.gaps).as("gaps in the numbering").hasValue(0);
            t.overlay.digitsOut.enqueue("9");
            assertThat(Poll.until(() -> t.trunk.digits().equals("59"))).isTrue();
            assertThat(t.trunk.heard.tone(440)).isTrue();
            assertThat(t.trunk.gaps).as("gaps after a digit passed on").hasValue(0);
        }
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void aTrunkWithSdesKeysIsHeardAndHears(SrtpProfile profile) throws Exception {
        try (Bridge b = Bridge.open(plane, SrtpProfile.AEAD_AES_128_GCM, AudioCodec.PCMA)) {
            SrtpKeys gateway = OverlayPeer.keys(profile, 5);
            SrtpKeys carrier = OverlayPeer.keys(profile, 6);
            b.trunkPort.parameters(b.trunk.keys(carrier, gateway).parameters(gateway, carrier));
            b.secure();
            b.call.connect();
            b.overlay.speak(440);
            b.trunk.speak(1_000);
            assertThat(b.trunk.heard.tone(440)).isTrue();
            assertThat(b.overlay.heard.tone(1_000)).isTrue();
            assertThat(plane.counters().value(MediaCounter.DROPPED_SRTP_AUTH)).isZero();
        }
    }

    /** A call whose overlay leg speaks the telephone's codec. */
    private final class Through implements AutoCloseable {
        final MediaCall call;
        final TrunkPeer overlay;
        final TrunkPeer trunk;

        Through(AudioCodec codec) throws Exception {
            SrtpKeys gateway = OverlayPeer.keys(SrtpProfile.AES_CM_128_HMAC_SHA1_80, 1);
            SrtpKeys peer = OverlayPeer.keys(SrtpProfile.AES_CM_128_HMAC_SHA1_80, 2);
            call = plane.newCall("through", new Events());
            StunGuard guard = new StunGuard("through", new StunMessages("through", "pw"));
            OverlayPort overlayPort = call.openOverlay(guard).get(10, TimeUnit.SECONDS);
            TrunkPort trunkPort = call.openTrunk().get(10, TimeUnit.SECONDS);
            overlay = new TrunkPeer(overlayPort.localAddress(), codec).keys(peer, gateway);
            trunk = new TrunkPeer(trunkPort.rtpAddress(), codec);
            overlayPort.parameters(new OverlayParameters(overlay.pt(), codec, -1, TrunkPeer.TE, 77, 20));
            overlayPort.bind(overlay.address());
            overlayPort.keys(gateway, peer);
            trunkPort.parameters(trunk.parameters(20));
        }

        @Override
        public void close() {
            overlay.close();
            trunk.close();
            var _ = call.close();
        }
    }
}
