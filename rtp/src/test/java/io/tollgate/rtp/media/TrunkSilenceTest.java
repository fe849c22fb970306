package io.tollgate.rtp.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rtp.Signals;
import io.tollgate.rtp.codec.AudioCodecs;
import io.tollgate.rtp.codec.AudioEncoder;
import io.tollgate.rtp.sdp.AudioCodec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A carrier that leaves out its silences and says what they sound like, under virtual time. */
class TrunkSilenceTest {
    private static VirtualCall.Voice speech(AudioCodec codec) {
        short[] sound = Signals.speech(codec.sampleRate(), 3_000, 3_400);
        AudioEncoder encoder = AudioCodecs.encoder(codec, 20);
        int samples = codec.sampleRate() / 50;
        return frame -> {
            byte[] payload = new byte[AudioCodecs.payloadBytes(codec, 20)];
            encoder.encode(sound, (int) (frame * samples % (sound.length - samples)), samples, payload, 0);
            return payload;
        };
    }

    private static double levelDbov(VirtualCall call) {
        return call.call.stats().of(Side.TRUNK).levelDbov();
    }

    /** RFC 3389 beside any codec: -45 dBov is 45. */
    @ParameterizedTest
    @MethodSource("codecs")
    void comfortNoiseIsPlayedBesideEveryCodec(AudioCodec codec) {
        try (VirtualCall v = new VirtualCall(null, 20, codec, 20)) {
            v.trunkVoice = speech(codec);
            v.run(2_000);
            v.trunkVoice = frame -> null;
            v.trunkPacket(13, new byte[] {45});
            v.run(2_000);
            assertThat(levelDbov(v)).isBetween(-47.0, -43.0);
            assertThat(v.counters.value(MediaCounter.DROPPED_PAYLOAD)).isZero();
        }
    }

    static Stream<AudioCodec> codecs() {
        return AudioCodecs.available().stream();
    }

    @Test
    void silencesOfG729ArePlayedAsTheyAreDescribed() {
        Assumptions.assumeTrue(AudioCodecs.available().contains(AudioCodec.G729), "the library was left out");
        byte[] last = HexFormat.of()
                .parseHex("f852904b61b7d727fa78644061fba9f695f36df2f82b8d9bab505dfe8b36526af19bc8b0daca8734"
                        + "f8d83ca7ed86d116148670cb736ca6261ef7b2000064");
        try (VirtualCall v = new VirtualCall(null, 20, AudioCodec.G729, 20)) {
            v.trunkVoice = speech(AudioCodec.G729);
            v.run(2_000);
            long concealed = v.call.stats().of(Side.TRUNK).concealedFrames();
            long begin = v.nowNs() / (20 * VirtualCall.MS);
            v.trunkVoice = frame -> switch ((int) (frame - begin)) {
                case 0 -> Arrays.copyOfRange(last, 0, 20);
                case 1 -> Arrays.copyOfRange(last, 20, 40);
                case 2 -> Arrays.copyOfRange(last, 40, 62);
                default -> null;
            };
            v.run(3_000);
            assertThat(levelDbov(v)).isBetween(-46.5, -42.5);
            assertThat(v.call.stats().of(Side.TRUNK).concealedFrames())
                    .as("made up before the buffer knows that nothing comes")
                    .isBetween(concealed, concealed + 5);
            assertThat(v.counters.value(MediaCounter.DROPPED_PAYLOAD)).isZero();
            v.trunkVoice = speech(AudioCodec.G729);
            v.run(1_500);
            assertThat(levelDbov(v)).isGreaterThan(-35);
        }
    }
}
