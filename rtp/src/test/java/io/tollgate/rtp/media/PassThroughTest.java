package io.tollgate.rtp.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tollgate.rtp.Signals;
import io.tollgate.rtp.codec.AudioCodecs;
import io.tollgate.rtp.codec.AudioEncoder;
import io.tollgate.rtp.codec.G711;
import io.tollgate.rtp.quality.LevelTracker;
import io.tollgate.rtp.quality.StreamFigures;
import io.tollgate.rtp.sdp.AudioCodec;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is known of packets that nobody decodes for anybody to hear, under virtual time. */
class PassThroughTest {
    private static VirtualCall.Voice voice(AudioCodec codec, short[] sound) {
        AudioEncoder encoder = AudioCodecs.encoder(codec, 20);
        int samples = codec.sampleRate() / 50;
        return frame -> {
            byte[] payload = new byte[AudioCodecs.payloadBytes(codec, 20)];
            encoder.encode(sound, (int) (frame * samples % (sound.length - samples)), samples, payload, 0);
            return payload;
        };
    }

    private static short[] louder(short[] sound, double factor) {
        short[] result = new short[sound.length];
        for (int i = 0; i < sound.length; i++) {
            result[i] = (short) Math.clamp(Math.round(sound[i] * factor), Short.MIN_VALUE, Short.MAX_VALUE);
        }
        return result;
    }

    private static StreamFigures of(VirtualCall call, Side side) {
        return call.call.stats().of(side).quality();
    }

    @ParameterizedTest
    @EnumSource(names = {"PCMU", "PCMA", "G722"})
    void itsLoudnessIsThatWhichDecodingAllOfItWouldHaveFound(AudioCodec codec) {
        short[] speech = Signals.speech(codec.sampleRate(), 9_000, 3_400);
        try (VirtualCall v = new VirtualCall(codec, 20, codec, 20)) {
            v.overlayVoice = voice(codec, speech);
            v.trunkVoice = voice(codec, louder(speech, 0.25));
            v.run(60_000);
            LevelTracker whole = new LevelTracker();
            for (int round = 0; round < 6; round++) {
                whole.frame(speech, 0, speech.length, codec.sampleRate());
            }
            StreamFigures user = of(v, Side.OVERLAY);
            StreamFigures trunk = of(v, Side.TRUNK);
            assertThat(v.call.pipeline()).contains("pass-through(levels of 1 s in 4)");
            assertThat(user.speechDbov()).isEqualTo(whole.speechDbov(), within(1.0));
            assertThat(trunk.speechDbov()).isEqualTo(whole.speechDbov() - 12, within(1.0));
            assertThat(user.levelsOfPct()).isBetween(20.0, 26.0);
            assertThat(v.call.stats().of(Side.OVERLAY).levelDbov()).isGreaterThan(-40);
            assertThat(v.toTrunk).hasSizeGreaterThan(2_990);
        }
    }

    @Test
    void whatPassesIsNotTouchedByListeningToIt() {
        try (VirtualCall v = new VirtualCall(AudioCodec.PCMU, 20, AudioCodec.PCMU, 20)) {
            v.run(100);
            VirtualCall.Voice voice = voice(AudioCodec.PCMU, Signals.speech(8_000, 3_000, 3_400));
            v.trunkVoice = voice;
            v.run(4_000);
            long first = 5;
            for (int i = 0; i < v.toOverlay.size(); i++) {
                assertThat(v.toOverlay.get(i).payload()).isEqualTo(voice.apply(first + i));
            }
            assertThat(v.toOverlay).hasSize(200);
        }
    }

    @Test
    void overloadIsSeen() {
        short[] clipped = louder(Signals.sine(440, 30_000, 8_000, 8_000), 3);
        try (VirtualCall v = new VirtualCall(AudioCodec.PCMU, 20, AudioCodec.PCMU, 20)) {
            v.trunkVoice = voice(AudioCodec.PCMU, clipped);
            v.overlayVoice = voice(AudioCodec.PCMU, Signals.sine(440, 8_000, 8_000, 8_000));
            v.run(10_000);
            assertThat(of(v, Side.TRUNK).clippedPct()).isGreaterThan(30);
            assertThat(of(v, Side.OVERLAY).clippedPct()).isZero();
        }
    }

    @Test
    void oneWhoTalksIntoSilenceIsNoticedAndSoIsTheEndOfIt() {
        byte[] silence = new byte[160];
        Arrays.fill(silence, G711.encodeUlaw((short) 0));
        VirtualCall.Voice talk = voice(AudioCodec.PCMU, Signals.speech(8_000, 9_000, 3_400));
        try (VirtualCall v = new VirtualCall(AudioCodec.PCMU, 20, AudioCodec.PCMU, 20)) {
            v.overlayVoice = talk;
            v.trunkVoice = frame -> silence;
            v.run(8_000);
            assertThat(v.call.stats().of(Side.TRUNK).oneWay())
                    .as("too early to say")
                    .isFalse();
            v.run(12_000);
            assertThat(v.call.stats().of(Side.TRUNK).oneWay()).isTrue();
            assertThat(v.call.stats().of(Side.OVERLAY).oneWay()).isFalse();
            assertThat(of(v, Side.TRUNK).soundlessMs()).isBetween(19_000L, 20_000L);
            v.trunkVoice = talk;
            v.run(5_000);
            assertThat(v.call.stats().of(Side.TRUNK).oneWay()).isFalse();
            assertThat(of(v, Side.TRUNK).soundlessMs()).isLessThan(1_000);
        }
    }

    @Test
    void aSideThatSendsNothingAtAllIsSilentToo() {
        try (VirtualCall v = new VirtualCall(AudioCodec.PCMU, 20, AudioCodec.PCMU, 20)) {
            v.overlayVoice = voice(AudioCodec.PCMU, Signals.speech(8_000, 9_000, 3_400));
            v.run(20_000);
            assertThat(v.call.stats().of(Side.TRUNK).oneWay()).isTrue();
        }
    }
}
