package io.tollgate.overlay.peer.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.overlay.dtls.io.CertificateFingerprint;
import io.tollgate.overlay.dtls.io.DtlsIdentity;
import io.tollgate.overlay.peer.MediaSummary;
import io.tollgate.rtp.audio.WavFile;
import io.tollgate.rtp.codec.OpusLibrary;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The peer's media against the gateway's own media plane, over real sockets of the loopback. */
class PeerMediaTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final DtlsIdentity PEER = DtlsIdentity.create(RANDOM, Instant.parse("2026-11-21T12:00:00Z"));
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final OpusLibrary OPUS = OpusLibrary.load();

    private static TestGatewayMedia gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = TestGatewayMedia.start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void aToneSentToTheEchoComesBackIntoTheRecordingAndTheDigitIsHeard(@TempDir Path folder) throws Exception {
        Path recording = folder.resolve("heard.wav");
        MediaDiary diary = new MediaDiary();
        PeerMedia media = PeerMedia.open(
                List.of(LOOPBACK),
                PEER,
                OPUS,
                FileSound.play(Sine.of(1_000, 3_000)),
                List.of(FileSound.record(recording)),
                diary,
                RANDOM);
        TestGatewayMedia.Leg leg = gateway.answer(media.offer());
        media.connect(leg.answerSdp());
        assertThat(diary.secured()).isEqualTo("opus/48000 under AEAD_AES_256_GCM");
        leg.call().echo();
        media.talk();
        diary.awaitSeconds(4);
        media.sendKeys("7");
        assertThat(leg.digits().poll(5, TimeUnit.SECONDS)).isEqualTo('7');
        MediaSummary summary = media.end();
        leg.call().close().get(5, TimeUnit.SECONDS);
        assertThat(summary.codec()).isEqualTo("opus/48000");
        assertThat(summary.packets()).isGreaterThan(100);
        assertThat(summary.lost()).isZero();
        WavFile heard = WavFile.read(recording);
        assertThat(heard.sampleRate()).isEqualTo(48_000);
        assertThat(Sine.loudestSecondOf(heard.mono(), 1_000)).isGreaterThan(0.9);
    }

    @Test
    void aGatewayWithAnotherCertificateBreaksTheMediaBeforeAnyKeyIsReleased() throws Exception {
        MediaDiary diary = new MediaDiary();
        PeerMedia media = PeerMedia.open(List.of(LOOPBACK), PEER, OPUS, FileSound.silence(), List.of(), diary, RANDOM);
        TestGatewayMedia.Leg leg = gateway.answer(media.offer());
        String theirs = gateway.fingerprint().value();
        String other = CertificateFingerprint.sha256(new byte[] {1}).value();
        media.connect(leg.answerSdp().replace(theirs, other));
        assertThat(diary.broken()).contains("bad_certificate");
        assertThat(media.end()).isEqualTo(MediaSummary.NOTHING);
        leg.call().close().get(5, TimeUnit.SECONDS);
    }

    @Test
    void anAnswerThatMakesNoSenseBreaksTheMedia() throws Exception {
        MediaDiary diary = new MediaDiary();
        try (PeerMedia media =
                PeerMedia.open(List.of(LOOPBACK), PEER, OPUS, FileSound.silence(), List.of(), diary, RANDOM)) {
            media.connect("v=0\r\nnonsense");
            assertThat(diary.broken()).startsWith("the gateway's answer cannot be used");
        }
    }
}
