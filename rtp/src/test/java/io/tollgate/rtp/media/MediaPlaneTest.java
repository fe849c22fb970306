package io.tollgate.rtp.media;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.rtp.audio.Tones;
import io.tollgate.rtp.audio.WavFile;
import io.tollgate.rtp.codec.OpusSettings;
import io.tollgate.rtp.packet.NtpTime;
import io.tollgate.rtp.packet.Rtcp;
import io.tollgate.rtp.sdp.AudioCodec;
import io.tollgate.rtp.srtp.SrtpProfile;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real media plane on loopback sockets between two small peers that listen. */
class MediaPlaneTest {
    private static final int TRUNK_PORT_MIN = 31_000;

    private MediaPlane plane;
    private @Nullable Bridge bridge;

    @BeforeEach
    void start() throws Exception {
        plane = MediaPlane.start(new MediaConfig(
                TestPeer.LOOPBACK, null, 0, TRUNK_PORT_MIN, TRUNK_PORT_MIN + 199, 1, OpusSettings.TELEPHONE));
    }

    @AfterEach
    void stop() {
        if (bridge != null) {
            bridge.close();
        }
        plane.close();
    }

    private Bridge bridge(SrtpProfile profile, AudioCodec codec, int ptimeMs) throws Exception {
        Bridge b = open(profile, codec);
        b.trunkPort.parameters(b.trunk.parameters(ptimeMs));
        b.secure();
        return b;
    }

    private Bridge open(SrtpProfile profile, AudioCodec codec) throws Exception {
        Bridge b = Bridge.open(plane, profile, codec);
        bridge = b;
        return b;
    }

    private static MediaStats stats(MediaCall call) throws Exception {
        return call.stats().get(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @CsvSource({
        "AEAD_AES_256_GCM,PCMU,20",
        "AES_CM_128_HMAC_SHA1_80,PCMA,30",
        "AEAD_AES_128_GCM,PCMU,10",
        "AES_CM_128_HMAC_SHA1_80,PCMA,60"
    })
    void bothSidesHearEachOther(SrtpProfile profile, AudioCodec codec, int ptimeMs) throws Exception {
        Bridge b = bridge(profile, codec, ptimeMs);
        b.call.connect();
        b.overlay.speak(440);
        b.trunk.speak(1_000);
        assertThat(b.trunk.heard.tone(440))
                .as("the telephone hears the browser")
                .isTrue();
        assertThat(b.overlay.heard.tone(1_000))
                .as("the browser hears the telephone")
                .isTrue();
        assertThat(b.trunk.lastPayloadLength).isEqualTo(8 * ptimeMs);
        assertThat(b.events.await("connected OVERLAY")).isTrue();
        assertThat(b.events.await("connected TRUNK")).isTrue();
        String name = codec.name().toLowerCase(Locale.ROOT);
        String srtp = profile.name().toLowerCase(Locale.ROOT);
        assertThat(stats(b.call).pipeline().replaceAll("jitter\\(\\d+ ms\\)", "jitter"))
                .isEqualTo("overlay opus/48000@8k " + srtp + " -> jitter -> " + name + "/8000 " + ptimeMs
                        + " ms -> trunk; trunk " + name + "/8000 " + ptimeMs
                        + " ms -> jitter -> opus/48000@8k transform " + srtp
                        + " -> overlay");
        assertThat(b.overlay.authFailures).hasValue(0);
    }

    @Test
    void digitsPassBothWaysOnceEach() throws Exception {
        Bridge b = bridge(SrtpProfile.AEAD_AES_256_GCM, AudioCodec.PCMU, 20);
        b.call.connect();
        b.overlay.digitsOut.enqueue("159#");
        b.trunk.digitsOut.enqueue("42*D");
        b.overlay.speak(440);
        b.trunk.speak(1_000);
        assertThat(Poll.until(() ->
                        b.trunk.digits().length() >= 4 && b.overlay.digits().length() >= 4))
                .isTrue();
        assertThat(b.trunk.digits()).hasToString("159#");
        assertThat(b.overlay.digits()).hasToString("42*D");
        assertThat(b.events.count("dtmf OVERLAY")).isEqualTo(4);
        assertThat(b.events.count("dtmf TRUNK")).isEqualTo(4);
        b.call.sendDtmf(Side.TRUNK, "77");
        b.call.sendDtmf(Side.OVERLAY, "88");
        assertThat(Poll.until(() ->
                        b.trunk.digits().length() >= 6 && b.overlay.digits().length() >= 6))
                .isTrue();
        assertThat(b.trunk.digits()).hasToString("159#77");
        assertThat(b.overlay.digits()).hasToString("42*D88");
        assertThat(b.trunk.heard.tone(440)).as("sound goes on after digits").isTrue();
    }

    @Test
    void aPromptReplacesTheBridgedVoiceUntilItIsStopped() throws Exception {
        Bridge b = bridge(SrtpProfile.AEAD_AES_256_GCM, AudioCodec.PCMU, 20);
        b.call.connect();
        b.overlay.speak(440);
        b.trunk.speak(1_000);
        short[] beep = new short[8_000];
        Listening.tone(beep, beep.length, 0, 8_000, 600);
        b.call.play(Side.OVERLAY, Prompt.of(8_000, beep, true));
        assertThat(b.overlay.heard.tone(600)).isTrue();
        assertThat(b.trunk.heard.tone(440)).as("the other direction goes on").isTrue();
        b.call.stop(Side.OVERLAY);
        assertThat(b.overlay.heard.tone(1_000)).isTrue();
        b.call.play(Side.TRUNK, Prompt.of(8_000, beep, false));
        assertThat(b.trunk.heard.tone(600)).isTrue();
        assertThat(b.trunk.heard.tone(440))
                .as("a prompt that does not loop ends by itself")
                .isTrue();
    }

    @Test
    void aRingingToneIsHeardBeforeThereIsATrunk() throws Exception {
        Bridge b = open(SrtpProfile.AEAD_AES_256_GCM, AudioCodec.PCMU);
        b.secure();
        b.call.play(Side.OVERLAY, Prompt.tone(Tones.Plan.EU, Tones.Tone.RINGBACK));
        assertThat(b.overlay.heard.tone(425)).isTrue();
    }

    @Test
    void theEchoComesBackASecondLaterAfterThePrompt() throws Exception {
        Bridge b = open(SrtpProfile.AEAD_AES_256_GCM, AudioCodec.PCMU);
        b.call.echo();
        short[] beep = new short[16_000];
        Listening.tone(beep, beep.length, 0, 16_000, 600);
        b.call.play(Side.OVERLAY, Prompt.of(16_000, beep, false));
        b.secure();
        b.overlay.speak(5_000);
        assertThat(b.overlay.heard.tone(600)).isTrue();
        assertThat(b.overlay.heard.silence()).as("the second of delay").isTrue();
        assertThat(b.overlay.heard.tone(5_000)).as("wideband comes back").isTrue();
        assertThat(stats(b.call).pipeline()).contains("opus/48000@16k").contains("echo(1000 ms)");
    }

    @Test
    void fivePercentLossAndSwappedPacketsLeaveTheToneStanding() throws Exception {
        Bridge b = bridge(SrtpProfile.AES_CM_128_HMAC_SHA1_80, AudioCodec.PCMU, 20);
        b.call.connect();
        b.overlay.lossShare = 0.05;
        b.overlay.reorder = true;
        b.trunk.lossShare = 0.05;
        b.trunk.reorder = true;
        b.overlay.speak(440);
        b.trunk.speak(1_000);
        assertThat(b.trunk.heard.tone(440)).isTrue();
        int trunkFrom = b.trunk.heard.length();
        int overlayFrom = b.overlay.heard.length();
        assertThat(b.trunk.heard.samples(8_000 * 4)).isTrue();
        assertThat(b.trunk.heard.shareOfTone(trunkFrom, Integer.MAX_VALUE, 440)).isGreaterThan(0.7);
        assertThat(b.overlay.heard.shareOfTone(overlayFrom, Integer.MAX_VALUE, 1_000))
                .isGreaterThan(0.7);
        MediaStats s = stats(b.call);
        assertThat(s.overlay().lost()).isPositive();
        assertThat(s.trunk().lost()).isPositive();
        assertThat(s.overlay().concealedFrames()).isPositive();
        assertThat(s.trunk().mos()).isBetween(1.0, 4.3);
    }

    @Test
    void holdStopsOneWayAndResumesIt() throws Exception {
        Bridge b = bridge(SrtpProfile.AEAD_AES_256_GCM, AudioCodec.PCMU, 20);
        b.call.connect();
        b.overlay.speak(440);
        b.trunk.speak(1_000);
        assertThat(b.overlay.heard.tone(1_000)).isTrue();
        TrunkParameters open = b.trunk.parameters(20);
        b.trunkPort.parameters(
                new TrunkParameters(open.remoteRtp(), null, open.codec(), open.pt(), open.tePt(), 20, true, false));
        assertThat(b.overlay.heard.silence()).as("on hold").isTrue();
        b.trunkPort.parameters(open);
        assertThat(b.overlay.heard.tone(1_000)).as("off hold").isTrue();
    }

    @Test
    void aTrunkBehindATranslatorIsLatchedToAndStrangersAreIgnored() throws Exception {
        Bridge b = open(SrtpProfile.AEAD_AES_256_GCM, AudioCodec.PCMU);
        try (DatagramSocket nowhere = new DatagramSocket(new InetSocketAddress(TestPeer.LOOPBACK, 0));
                TrunkPeer stranger = new TrunkPeer(b.trunkPort.rtpAddress(), AudioCodec.PCMU)) {
            TrunkParameters announced = b.trunk.parameters(20);
            b.trunkPort.parameters(new TrunkParameters(
                    (InetSocketAddress) nowhere.getLocalSocketAddress(),
                    null,
                    announced.codec(),
                    announced.pt(),
                    announced.tePt(),
                    20,
                    true,
                    true));
            b.secure();
            b.call.connect();
            b.overlay.speak(440);
            b.trunk.speak(1_000);
            assertThat(b.overlay.heard.tone(1_000))
                    .as("heard from another address")
                    .isTrue();
            assertThat(b.trunk.heard.tone(440)).as("and answered there").isTrue();
            assertThat(plane.counters().value(MediaCounter.TRUNK_LATCHES)).isEqualTo(1);
            stranger.speak(2_000);
            assertThat(Poll.until(() -> plane.counters().value(MediaCounter.DROPPED_STRANGER) > 20))
                    .isTrue();
            assertThat(b.overlay.heard.tone(1_000))
                    .as("the stranger is not heard")
                    .isTrue();
            assertThat(stats(b.call).trunk().strangers()).isPositive();
            assertThat(stranger.packetsIn).hasValue(0);
        }
    }

    @Test
    void theBrowserGetsReportsAboutWhatItSends() throws Exception {
        Bridge b = bridge(SrtpProfile.AES_CM_128_HMAC_SHA1_80, AudioCodec.PCMU, 20);
        b.call.connect();
        b.overlay.speak(440);
        b.trunk.speak(1_000);
        assertThat(Poll.until(() -> senderReport(b.overlay) != null)).isTrue();
        Rtcp.SenderReport report = requireNonNull(senderReport(b.overlay));
        assertThat(report.ssrc()).isEqualTo(OverlayPeer.PARAMETERS.ssrc());
        assertThat(report.blocks()).singleElement().satisfies(block -> {
            assertThat(block.ssrc()).isEqualTo(99);
            assertThat(block.cumulativeLost()).isZero();
        });
        assertThat(b.overlay.reports).anyMatch(Rtcp.SourceDescription.class::isInstance);
    }

    @Test
    void theTrunksReportGivesTheRoundTripAndTheLossOverThere() throws Exception {
        Bridge b = open(SrtpProfile.AES_CM_128_HMAC_SHA1_80, AudioCodec.PCMU);
        TrunkParameters p = b.trunk.parameters(20);
        b.trunkPort.parameters(
                new TrunkParameters(p.remoteRtp(), b.trunk.address(), p.codec(), p.pt(), p.tePt(), 20, true, true));
        b.secure();
        b.call.connect();
        b.trunk.speak(1_000);
        assertThat(Poll.until(() -> senderReport(b.trunk) != null)).isTrue();
        Rtcp.SenderReport report = requireNonNull(senderReport(b.trunk));
        Rtcp.ReportBlock block = new Rtcp.ReportBlock(report.ssrc(), 64, 5, 100, 8, NtpTime.middle(report.ntp()), 0);
        byte[] answer = new byte[200];
        int length = Rtcp.write(answer, 0, new Rtcp.ReceiverReport(4_242, List.of(block)));
        b.trunk.socket.send(new DatagramPacket(answer, length, b.trunkPort.rtcpAddress()));
        assertThat(Poll.until(() -> trunkStats(b).rttMs() >= 0)).isTrue();
        assertThat(trunkStats(b).remoteLossPct()).isEqualTo(25);
    }

    private static SideStats trunkStats(Bridge b) {
        return b.call.stats().join().trunk();
    }

    private static Rtcp.@Nullable SenderReport senderReport(TestPeer peer) {
        return peer.reports.stream()
                .filter(Rtcp.SenderReport.class::isInstance)
                .map(Rtcp.SenderReport.class::cast)
                .findFirst()
                .orElse(null);
    }

    @Test
    void callsOnTwoWorkersLiveOnTwoPortsAndDoNotHearEachOther() throws Exception {
        try (MediaPlane two = MediaPlane.start(new MediaConfig(
                        TestPeer.LOOPBACK,
                        null,
                        0,
                        TRUNK_PORT_MIN + 200,
                        TRUNK_PORT_MIN + 299,
                        2,
                        OpusSettings.TELEPHONE));
                Bridge a = Bridge.open(two, SrtpProfile.AEAD_AES_256_GCM, AudioCodec.PCMU, 0);
                Bridge b = Bridge.open(two, SrtpProfile.AEAD_AES_256_GCM, AudioCodec.PCMA, 1)) {
            assertThat(a.overlayPort.localAddress()).isNotEqualTo(b.overlayPort.localAddress());
            assertThat(two.overlayAddresses())
                    .containsExactlyInAnyOrder(a.overlayPort.localAddress(), b.overlayPort.localAddress());
            for (Bridge each : List.of(a, b)) {
                each.trunkPort.parameters(each.trunk.parameters(20));
                each.secure();
                each.call.connect();
            }
            a.overlay.speak(440);
            b.overlay.speak(880);
            assertThat(a.trunk.heard.tone(440)).isTrue();
            assertThat(b.trunk.heard.tone(880)).isTrue();
        }
    }

    @Test
    void fewCallsKeepOneWorkerBusyAndManyAllOfThem() throws Exception {
        MediaConfig config = new MediaConfig(
                TestPeer.LOOPBACK, null, 0, TRUNK_PORT_MIN + 200, TRUNK_PORT_MIN + 299, 2, OpusSettings.TELEPHONE);
        try (MediaPlane two = MediaPlane.start(config)) {
            java.util.Map<InetSocketAddress, Integer> calls = new java.util.HashMap<>();
            for (int i = 0; i < 160; i++) {
                StunGuard guard = new StunGuard("many" + i, new StunMessages("many" + i, "pw"));
                InetSocketAddress port = two.newCall("many-" + i, new Events())
                        .openOverlay(guard)
                        .get(10, TimeUnit.SECONDS)
                        .localAddress();
                calls.merge(port, 1, Integer::sum);
                if (i == 19) {
                    assertThat(calls).as("workers that have twenty calls").hasSize(1);
                }
            }
            assertThat(calls.values()).as("calls of each worker").hasSize(2).allMatch(count -> count >= 60);
        }
    }

    @Test
    void aPeerThatMovesIsFollowedHoweverOftenItDoes() throws Exception {
        Bridge b = bridge(SrtpProfile.AEAD_AES_256_GCM, AudioCodec.PCMU, 20);
        b.call.connect();
        b.trunk.speak(1_000);
        StunMessages stun = new StunMessages(b.guard.localUfrag(), "pw");
        byte[] check = stun.request(true);
        byte[] buf = new byte[2_000];
        for (int i = 0; i < 20; i++) {
            try (DatagramSocket moved = new DatagramSocket(new InetSocketAddress(TestPeer.LOOPBACK, 0))) {
                moved.setSoTimeout(20_000);
                moved.send(new DatagramPacket(check, check.length, b.overlayPort.localAddress()));
                DatagramPacket in = new DatagramPacket(buf, buf.length);
                do {
                    moved.receive(in);
                } while (buf[0] >= 0); // the answer to the check, then media
                assertThat(in.getLength()).isGreaterThan(12);
            }
        }
        assertThat(plane.counters().value(MediaCounter.ADDRESSES_UNBOUND)).isEqualTo(13);
        assertThat(b.overlay.check()).isTrue();
        assertThat(b.overlay.heard.tone(1_000)).as("back at its first address").isTrue();
    }

    @Test
    void whatOneSideSaysIsRecorded(@TempDir Path folder) throws Exception {
        Bridge b = bridge(SrtpProfile.AEAD_AES_256_GCM, AudioCodec.PCMU, 20);
        b.call.connect();
        b.call.record(Side.TRUNK, folder.resolve("trunk.wav"));
        b.call.record(Side.OVERLAY, folder.resolve("overlay.wav"));
        b.overlay.speak(440);
        b.trunk.speak(1_000);
        assertThat(b.overlay.heard.tone(1_000)).isTrue();
        assertThat(b.trunk.heard.tone(440)).isTrue();
        b.call.close().get(10, TimeUnit.SECONDS);
        WavFile trunk = WavFile.read(folder.resolve("trunk.wav"));
        WavFile overlay = WavFile.read(folder.resolve("overlay.wav"));
        assertThat(trunk.sampleRate()).isEqualTo(8_000);
        int second = 8_000 / 4;
        assertThat(Listening.share(trunk.mono(), trunk.mono().length - second, second, 8_000, 1_000))
                .isGreaterThan(0.9);
        assertThat(Listening.share(overlay.mono(), overlay.mono().length - second, second, 8_000, 440))
                .isGreaterThan(0.9);
    }

    @Test
    void bothSidesAreRecordedBesideEachOther(@TempDir Path folder) throws Exception {
        Bridge b = bridge(SrtpProfile.AEAD_AES_256_GCM, AudioCodec.PCMA, 20);
        b.call.connect();
        Path file = folder.resolve("both.wav");
        b.call.recordBoth(Side.TRUNK, file);
        b.overlay.speak(440);
        b.trunk.speak(1_000);
        assertThat(b.overlay.heard.tone(1_000)).isTrue();
        assertThat(b.trunk.heard.tone(440)).isTrue();
        b.call.stopRecording().get(10, TimeUnit.SECONDS);
        ByteBuffer wav = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        short[][] sides = new short[2][(wav.limit() - 44) / 4];
        for (int i = 0; i < 2 * sides[0].length; i++) {
            sides[i % 2][i / 2] = wav.getShort(44 + 2 * i);
        }
        int rate = wav.getInt(24);
        int second = rate / 4;
        int from = sides[0].length - rate / 10 - second;
        assertThat(Listening.share(sides[0], from, second, rate, 1_000))
                .as("the trunk on the left")
                .isGreaterThan(0.9);
        assertThat(Listening.share(sides[1], from, second, rate, 440))
                .as("the device on the right")
                .isGreaterThan(0.9);
    }

    @Test
    void garbageForgeriesAndPacketsBeforeTheirTimeAreCountedAndHarmNobody() throws Exception {
        Bridge b = open(SrtpProfile.AEAD_AES_256_GCM, AudioCodec.PCMU);
        MediaCounters c = plane.counters();
        b.trunk.speak(1_000);
        assertThat(Poll.until(() -> c.value(MediaCounter.DROPPED_NO_PARAMETERS) > 0))
                .isTrue();
        b.overlay.speak(440);
        assertThat(Poll.until(() -> c.value(MediaCounter.DROPPED_UNBOUND) > 0)).isTrue();
        assertThat(b.overlay.check()).isTrue();
        assertThat(Poll.until(() -> c.value(MediaCounter.DROPPED_BEFORE_KEYS) > 0))
                .isTrue();
        b.overlay.send(new byte[] {22, 1, 2, 3});
        assertThat(Poll.until(() -> b.guard.dtls.get() == 1)).isTrue();
        b.overlay.send(new byte[] {100, 1, 2, 3});
        b.overlay.send(new byte[] {0, 1, 0, 0});
        b.overlay.send(new StunMessages("nobody", "wrong").request(true));
        b.overlay.send(new StunMessages(b.guard.localUfrag(), "wrong").request(true));
        b.trunkPort.parameters(b.trunk.parameters(20));
        b.secure();
        assertThat(stats(b.call)).as("the keys are in place").isNotNull();
        byte[] forged = new byte[60];
        forged[0] = (byte) 0x80;
        forged[1] = 111;
        b.overlay.send(forged);
        b.trunk.send(new byte[] {1, 2, 3});
        b.trunk.send(new byte[0]);
        byte[] wrongType = new byte[172];
        wrongType[0] = (byte) 0x80;
        wrongType[1] = 18;
        b.trunk.send(wrongType);
        for (MediaCounter expected : new MediaCounter[] {
            MediaCounter.DROPPED_UNKNOWN_PROTOCOL,
            MediaCounter.DROPPED_STUN_IGNORED,
            MediaCounter.DROPPED_STUN_UNKNOWN,
            MediaCounter.DROPPED_SRTP_AUTH,
            MediaCounter.DROPPED_RTP_MALFORMED,
            MediaCounter.DROPPED_PAYLOAD_TYPE
        }) {
            assertThat(Poll.until(() -> c.value(expected) > 0))
                    .as(expected.name())
                    .isTrue();
        }
        b.call.connect();
        assertThat(b.trunk.heard.tone(440)).isTrue();
        assertThat(b.overlay.heard.tone(1_000)).isTrue();
        assertThat(stats(b.call).overlay().srtpAuthFailures()).isPositive();
    }

    @Test
    void whenConsentEndsTheCallIsToldAndNothingMoreIsSent() throws Exception {
        Bridge b = bridge(SrtpProfile.AEAD_AES_256_GCM, AudioCodec.PCMU, 20);
        b.call.connect();
        b.overlay.speak(440);
        assertThat(b.overlay.heard.samples(9_600)).isTrue();
        b.guard.consent = false;
        assertThat(b.events.await("lost OVERLAY")).isTrue();
        long sent = stats(b.call).overlay().packetsOut();
        assertThat(b.trunk.heard.samples(4_000)).as("the call itself goes on").isTrue();
        assertThat(stats(b.call).overlay().packetsOut()).isEqualTo(sent);
    }

    @Test
    void aFaultInOneCallEndsThatCallOnly() throws Exception {
        Bridge b = bridge(SrtpProfile.AEAD_AES_256_GCM, AudioCodec.PCMU, 20);
        b.call.connect();
        b.overlay.speak(440);
        try (Bridge other = Bridge.open(plane, SrtpProfile.AEAD_AES_256_GCM, AudioCodec.PCMU)) {
            other.guard.broken = true;
            other.overlay.send(new StunMessages(other.guard.localUfrag(), "pw").request(true));
            assertThat(other.events.await("lost OVERLAY internal fault")).isTrue();
            assertThat(Poll.until(() -> other.guard.closed)).isTrue();
            assertThatThrownBy(() -> other.call.stats().get(10, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("closed");
        }
        assertThat(b.trunk.heard.tone(440)).isTrue();
        assertThat(plane.counters().value(MediaCounter.CALLS_FAILED)).isEqualTo(1);
    }

    @Test
    void closingFreesPortsNamesAndCounts() throws Exception {
        for (int i = 0; i < 120; i++) {
            try (Bridge each = Bridge.open(plane, SrtpProfile.AES_CM_128_HMAC_SHA1_80, AudioCodec.PCMU)) {
                each.call.close().get(10, TimeUnit.SECONDS);
                assertThat(each.guard.closed).isTrue();
            }
        }
        assertThat(plane.counters().callsOpen()).isZero();
        assertThat(plane.counters().value(MediaCounter.CALLS_CLOSED)).isEqualTo(120);
        assertThat(plane.counters().value(MediaCounter.PORTS_EXHAUSTED)).isZero();
    }

    @Test
    void whenNoTrunkPortIsFreeTheFutureSaysSo() throws Exception {
        try (MediaPlane small = MediaPlane.start(new MediaConfig(
                TestPeer.LOOPBACK, null, 0, TRUNK_PORT_MIN + 400, TRUNK_PORT_MIN + 401, 1, OpusSettings.TELEPHONE))) {
            MediaCall first = small.newCall("first", new Events());
            MediaCall second = small.newCall("second", new Events());
            assertThat(first.openTrunk().get(10, TimeUnit.SECONDS).rtpAddress().getPort())
                    .isEqualTo(TRUNK_PORT_MIN + 400);
            assertThatThrownBy(() -> second.openTrunk().get(10, TimeUnit.SECONDS))
                    .hasMessageContaining("no free trunk port in 31400-31401");
            first.close().get(10, TimeUnit.SECONDS);
            assertThat(second.openTrunk().get(10, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void aTakenPortIsNamedInTheFailure() throws Exception {
        int taken = plane.overlayAddresses().getFirst().getPort();
        MediaConfig config = new MediaConfig(
                TestPeer.LOOPBACK, null, taken, TRUNK_PORT_MIN, TRUNK_PORT_MIN + 10, 1, OpusSettings.TELEPHONE);
        assertThatThrownBy(() -> MediaPlane.start(config)).hasMessageContaining(String.valueOf(taken));
    }

    @Test
    void tenThousandRandomDatagramsOnEveryOpenPortHarmNobody() throws Exception {
        Bridge b = bridge(SrtpProfile.AEAD_AES_256_GCM, AudioCodec.PCMU, 20);
        b.call.connect();
        b.overlay.speak(440);
        b.trunk.speak(1_000);
        SplittableRandom random = new SplittableRandom(17);
        try (DatagramSocket noise = new DatagramSocket(new InetSocketAddress(TestPeer.LOOPBACK, 0))) {
            InetSocketAddress[] targets = {
                plane.overlayAddresses().getFirst(), b.trunkPort.rtpAddress(), b.trunkPort.rtcpAddress()
            };
            for (int i = 0; i < 10_000; i++) {
                byte[] bytes = new byte[random.nextInt(200)];
                random.nextBytes(bytes);
                noise.send(new DatagramPacket(bytes, bytes.length, targets[i % targets.length]));
            }
        }
        assertThat(b.trunk.heard.tone(440)).isTrue();
        assertThat(b.overlay.heard.tone(1_000)).isTrue();
        assertThat(plane.counters().value(MediaCounter.CALLS_FAILED)).isZero();
    }
}
