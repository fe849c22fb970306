package io.tollgate.rtp.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rtp.codec.AudioCodecs;
import io.tollgate.rtp.codec.OpusSettings;
import io.tollgate.rtp.sdp.AudioCodec;
import io.tollgate.rtp.srtp.SrtpProfile;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a trunk's settings do to its sound, on a leg without a network and through a whole media plane. */
class TelephoneSoundTest {
    private static final int FRAME = 160;
    private static final InetSocketAddress PHONE = new InetSocketAddress(TestPeer.LOOPBACK, 9);

    private final RtpOutput numbers = new RtpOutput(1, 2, 3);
    private final List<byte[]> sent = new ArrayList<>();
    private final AudioOutput output = new AudioOutput(numbers, this::take);
    private final StringBuilder digits = new StringBuilder();
    private final TelephoneSound sound = new TelephoneSound(output, numbers.digits, new Digits());
    private MediaPlane plane;

    private final class Digits implements io.tollgate.rtp.dtmf.TelephoneEventReceiver.Listener {
        @Override
        public void began(char digit) {}

        @Override
        public void ended(char digit, int durationMs) {
            digits.append(digit);
        }
    }

    private void take(int length) {
        sent.add(java.util.Arrays.copyOf(output.packet(), length));
    }

    @BeforeEach
    void start() throws Exception {
        plane = MediaPlane.start(
                new MediaConfig(TestPeer.LOOPBACK, null, 0, 31_400, 31_499, 1, OpusSettings.TELEPHONE));
        output.format(AudioCodecs.encoder(AudioCodec.PCMU, 20), 0, 8_000, 20);
    }

    @AfterEach
    void stop() {
        plane.close();
    }

    private void agree(TrunkSettings settings, int tePt, int noisePt) {
        TrunkParameters plain = new TrunkParameters(PHONE, null, AudioCodec.PCMU, 0, tePt, 20, true, true);
        sound.settings(settings);
        sound.negotiated(new TrunkParameters(
                PHONE, null, false, AudioCodec.PCMU, 0, plain.arriving(), tePt, noisePt, 20, true, true, null));
    }

    private static TrunkSettings settings(boolean suppression, int echoTailMs, boolean gain) {
        return new TrunkSettings(true, suppression, echoTailMs, gain, TrunkSettings.InbandDigits.WHEN_NO_EVENTS);
    }

    private static short[] noise(SplittableRandom random, int amplitude) {
        short[] pcm = new short[FRAME];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = (short) random.nextInt(-amplitude, amplitude + 1);
        }
        return pcm;
    }

    @Test
    void silenceIsDescribedOnceAndThenLeftOutUntilSomeoneSpeaks() {
        agree(settings(true, 0, false), 101, 13);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 250; i++) {
            output.say(noise(random, 20), FRAME, true);
        }
        sent.clear();
        for (int i = 0; i < 250; i++) {
            output.say(noise(random, 20), FRAME, true);
        }
        assertThat(sent).as("packets in five seconds of silence").hasSizeBetween(1, 30);
        assertThat(sent)
                .allSatisfy(packet ->
                        assertThat(packet[1] & 0x7F).as("payload type").isEqualTo(13));
        sent.clear();
        short[] tone = new short[FRAME];
        for (int i = 0; i < 50; i++) {
            Listening.tone(tone, FRAME, (long) i * FRAME, 8_000, 500);
            output.say(tone, FRAME, true);
        }
        List<byte[]> speech =
                sent.stream().filter(packet -> (packet[1] & 0x7F) == 0).toList();
        assertThat(speech).hasSizeGreaterThan(45);
        assertThat(speech.getFirst()[1] & 0x80)
                .as("marker of the first packet after silence")
                .isEqualTo(0x80);
    }

    @Test
    void withoutEventsDigitsAreTonesBothWays() {
        agree(settings(false, 0, false), -1, -1);
        sound.digits("159");
        TelephoneSound far = new TelephoneSound(output, numbers.digits, new Digits());
        far.settings(settings(false, 0, false));
        far.negotiated(new TrunkParameters(PHONE, null, AudioCodec.PCMU, 0, -1, 20, true, true));
        short[] pcm = new short[FRAME];
        for (int i = 0; i < 60; i++) {
            java.util.Arrays.fill(pcm, (short) 0);
            sound.saying(pcm, FRAME);
            far.heard(pcm, FRAME);
        }
        assertThat(digits).hasToString("159");
        assertThat(sound.digitsActive()).isFalse();
    }

    @Test
    void theEchoOfWhatWeSaidIsTakenAway() {
        agree(settings(false, 64, false), 101, -1);
        SplittableRandom random = new SplittableRandom(3);
        short[] line = new short[FRAME * 5];
        double before = 0;
        double after = 0;
        for (int i = 0; i < 400; i++) {
            short[] said = noise(random, 6_000);
            sound.saying(said, FRAME);
            System.arraycopy(line, FRAME, line, 0, FRAME * 4);
            System.arraycopy(said, 0, line, FRAME * 4, FRAME);
            short[] back = new short[FRAME];
            for (int k = 0; k < FRAME; k++) {
                back[k] = (short) (line[FRAME * 3 + k - 37] / 4);
            }
            double echo = energy(back);
            sound.heard(back, FRAME);
            if (i >= 300) {
                before += echo;
                after += energy(back);
            }
        }
        assertThat(10 * Math.log10(before / (after + 1))).as("dB taken away").isGreaterThan(25);
    }

    /** A modem cancels its own echo and needs the line as it is (G.168 section 7). */
    @Test
    void aModemsToneTakesTheCancellerSuppressionAndGainControlOutOfTheWay() {
        agree(settings(true, 64, true), 101, 13);
        assertThat(sound.stagesIn()).containsExactly("echo canceller(64 ms)", "gain control");
        assertThat(sound.stagesOut()).containsExactly("silence suppression");
        short[] tone = new short[FRAME];
        for (int frame = 0; frame < 75; frame++) {
            for (int i = 0; i < FRAME; i++) {
                int at = frame * FRAME + i;
                int turns = at / 3_600;
                tone[i] = (short) Math.round(6_000 * Math.sin(2 * Math.PI * 2_100 * at / 8_000 + Math.PI * turns));
            }
            sound.heard(tone, FRAME);
        }
        assertThat(sound.stagesIn()).containsExactly("data(answer tone)", "echo canceller(bypassed)");
        assertThat(sound.stagesOut()).isEmpty();
        SplittableRandom random = new SplittableRandom(5);
        sent.clear();
        for (int i = 0; i < 250; i++) {
            short[] quiet = noise(random, 20);
            sound.saying(quiet, FRAME);
            output.say(quiet, FRAME, true);
            short[] carrier = noise(random, 3_000);
            short[] before = carrier.clone();
            sound.heard(carrier, FRAME);
            assertThat(carrier).isEqualTo(before);
        }
        assertThat(sent).as("nothing is left out").hasSize(250);
        agree(settings(true, 64, true), 101, 13);
        assertThat(sound.stagesOut()).as("after a re-offer").isEmpty();
    }

    private static double energy(short[] pcm) {
        double sum = 0;
        for (short sample : pcm) {
            sum += (double) sample * sample;
        }
        return sum;
    }

    @Test
    void aTrunkWithoutEventsIsDialledThroughByTonesAcrossTheWholePlane() throws Exception {
        try (Bridge b = Bridge.open(plane, SrtpProfile.AES_CM_128_HMAC_SHA1_80, AudioCodec.PCMU)) {
            TrunkParameters p = b.trunk.parameters(20);
            b.trunkPort.settings(settings(false, 32, true));
            b.trunkPort.parameters(new TrunkParameters(p.remoteRtp(), null, AudioCodec.PCMU, 0, -1, 20, true, true));
            b.secure();
            b.call.connect();
            b.overlay.digitsOut.enqueue("7");
            b.overlay.speak(440);
            b.trunk.speak(1_000);
            assertThat(b.trunk.heard.samples(16_000)).isTrue();
            assertThat(b.trunk.heard.tone(440)).isTrue();
            String pipeline = b.call.stats().get(10, TimeUnit.SECONDS).pipeline();
            assertThat(pipeline)
                    .contains("dtmf tones -> pcmu/8000")
                    .contains("echo canceller(32 ms) -> dtmf detector -> gain control");
            assertThat(b.events.count("dtmf OVERLAY")).isEqualTo(1);
        }
    }
}
