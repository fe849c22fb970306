package io.tollgate.rtp.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.rtp.Signals;
import io.tollgate.rtp.sdp.AudioCodec;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What every codec of a trunk must do, whoever made it. */
class AudioCodecsTest {
    /** 60 ms at 16 kHz. */
    private static final int MOST_SAMPLES = 960;

    private static final int MOST_BYTES = 960;

    static Stream<AudioCodec> codecs() {
        return AudioCodecs.available().stream();
    }

    private static int samples(AudioCodec codec, int ms) {
        return codec.sampleRate() / 1_000 * ms;
    }

    /** Twice the reference speech: the second time the codec knows the voice. */
    private static short[] speech(AudioCodec codec) {
        short[] once = Reference.pcm(codec.sampleRate() == 16_000 ? "speech16.pcm" : "speech8.pcm");
        short[] twice = Arrays.copyOf(once, 2 * once.length);
        System.arraycopy(once, 0, twice, once.length, once.length);
        return twice;
    }

    /** A whole sound through encoder and decoder; where {@code lost} says so, a packet is concealed. */
    private static short[] transmit(AudioCodec codec, int ptimeMs, short[] pcm, IntPredicate lost) {
        int frame = samples(codec, ptimeMs);
        int packets = pcm.length / frame;
        short[] heard = new short[packets * frame];
        byte[] packet = new byte[MOST_BYTES];
        try (AudioEncoder encoder = AudioCodecs.encoder(codec, ptimeMs);
                AudioDecoder decoder = AudioCodecs.decoder(codec, ptimeMs)) {
            for (int i = 0; i < packets; i++) {
                int length = encoder.encode(pcm, i * frame, frame, packet, 0);
                assertThat(length).isEqualTo(AudioCodecs.payloadBytes(codec, ptimeMs));
                assertThat(decoder.samples(packet, 0, length)).isEqualTo(frame);
                if (lost.test(i)) {
                    decoder.conceal(heard, i * frame, frame);
                } else {
                    assertThat(decoder.decode(packet, 0, length, heard, i * frame, frame))
                            .isEqualTo(frame);
                }
            }
        }
        return heard;
    }

    /** Signal to noise at the best delay of up to 20 ms, in dB. */
    private static double snrDb(short[] reference, short[] heard, int rate) {
        double best = Double.NEGATIVE_INFINITY;
        for (int lag = 0; lag <= rate / 50; lag++) {
            double energy = 1;
            double error = 1;
            for (int i = lag; i < heard.length; i++) {
                double truth = reference[i - lag];
                energy += truth * truth;
                error += (heard[i] - truth) * (heard[i] - truth);
            }
            best = Math.max(best, 10 * Math.log10(energy / error));
        }
        return best;
    }

    @ParameterizedTest
    @CsvSource({"PCMU, 36", "PCMA, 36", "L16, 90", "G722, 20", "GSM, 8", "G729, 5", "ILBC, 5"})
    void speechIsUnderstoodAtTheOtherEnd(AudioCodec codec, double atLeastDb) {
        short[] spoken = speech(codec);
        short[] heard = transmit(codec, 20, spoken, i -> false);
        assertThat(snrDb(spoken, heard, codec.sampleRate())).as("SNR in dB").isGreaterThan(atLeastDb);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void everyLengthOfPacketThatIsTakenGivesTheSameSound(AudioCodec codec) {
        short[] spoken = speech(codec);
        int reference = codec == AudioCodec.ILBC ? 30 : 20;
        short[] expected = transmit(codec, reference, spoken, i -> false);
        for (int ms : new int[] {10, 30, 40, 50, 60}) {
            boolean otherMode = codec == AudioCodec.ILBC && AudioCodecs.ilbcMode(ms) != reference;
            if (AudioCodecs.takes(codec, ms) && !otherMode) {
                short[] heard = transmit(codec, ms, spoken, i -> false);
                int common = Math.min(heard.length, expected.length);
                assertThat(Arrays.equals(heard, 0, common, expected, 0, common))
                        .as("%s in packets of %d ms", codec, ms)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void aLongLossFadesToSilence(AudioCodec codec) {
        int frame = samples(codec, 20);
        if (!AudioCodecs.takes(codec, 20)) {
            return;
        }
        short[] heard = transmit(codec, 20, speech(codec), i -> i >= 52 && i < 60);
        double before = Signals.rms(heard, 50 * frame, 52 * frame);
        assertThat(before).as("the voice is there").isGreaterThan(500);
        assertThat(Signals.rms(heard, 52 * frame, 53 * frame)).isBetween(before / 2, before * 2);
        assertThat(Signals.rms(heard, 56 * frame, 60 * frame)).isZero();
    }

    /** Steps are compared with the largest that the undamaged sound itself has. */
    @ParameterizedTest
    @CsvSource({"PCMU, 60", "PCMA, 60", "L16, 90", "G722, 15", "GSM, 12", "G729, 4", "ILBC, 12"})
    void lossesNeitherClickNorSpoilWhatFollows(AudioCodec codec, double atLeastDb) {
        int frame = samples(codec, 20);
        short[] spoken = speech(codec);
        short[] clean = transmit(codec, 20, spoken, i -> false);
        short[] heard = transmit(codec, 20, spoken, i -> i % 10 >= 8);
        assertThat(largestStep(heard)).isLessThan(largestStep(clean) * 3 / 2);
        double energy = 1;
        double error = 1;
        for (int i = frame * 10; i < heard.length; i++) {
            int since = i / frame % 10;
            if (since >= 3 && since < 8) {
                energy += (double) clean[i] * clean[i];
                error += Math.pow(heard[i] - clean[i], 2);
            }
        }
        assertThat(10 * Math.log10(energy / error))
                .as("SNR from 60 ms behind a loss on, in dB, against the sound without loss")
                .isGreaterThan(atLeastDb);
    }

    private static int largestStep(short[] pcm) {
        int largest = 0;
        for (int i = 1; i < pcm.length; i++) {
            largest = Math.max(largest, Math.abs(pcm[i] - pcm[i - 1]));
        }
        return largest;
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void concealingBehindSilenceIsSilent(AudioCodec codec) {
        int frame = samples(codec, 60);
        short[] heard = new short[frame];
        byte[] packet = new byte[MOST_BYTES];
        try (AudioEncoder encoder = AudioCodecs.encoder(codec, 60);
                AudioDecoder decoder = AudioCodecs.decoder(codec, 60)) {
            int length = encoder.encode(speech(codec), frame, frame, packet, 0);
            decoder.decode(packet, 0, length, heard, 0, frame);
            decoder.silence();
            decoder.conceal(heard, 0, frame);
            assertThat(heard).containsOnly(0);
        }
    }

    /** Two calls that take turns sound as each of them would alone. */
    @ParameterizedTest
    @MethodSource("codecs")
    void callsDoNotMeddleWithEachOther(AudioCodec codec) {
        int frame = samples(codec, 60);
        short[] one = speech(codec);
        short[] other = Signals.noise(9_000, one.length, 3);
        short[] oneAlone = transmit(codec, 60, one, i -> i % 7 == 6);
        short[] otherAlone = transmit(codec, 60, other, i -> i % 5 == 4);
        short[] oneHeard = new short[oneAlone.length];
        short[] otherHeard = new short[otherAlone.length];
        byte[] packet = new byte[MOST_BYTES];
        try (AudioEncoder encoder1 = AudioCodecs.encoder(codec, 60);
                AudioEncoder encoder2 = AudioCodecs.encoder(codec, 60);
                AudioDecoder decoder1 = AudioCodecs.decoder(codec, 60);
                AudioDecoder decoder2 = AudioCodecs.decoder(codec, 60)) {
            for (int i = 0; i * frame < oneHeard.length; i++) {
                pass(encoder1, decoder1, one, oneHeard, i * frame, frame, i % 7 == 6, packet);
                pass(encoder2, decoder2, other, otherHeard, i * frame, frame, i % 5 == 4, packet);
            }
        }
        assertThat(oneHeard).isEqualTo(oneAlone);
        assertThat(otherHeard).isEqualTo(otherAlone);
    }

    private static void pass(
            AudioEncoder encoder,
            AudioDecoder decoder,
            short[] pcm,
            short[] heard,
            int at,
            int frame,
            boolean lost,
            byte[] packet) {
        int length = encoder.encode(pcm, at, frame, packet, 0);
        if (lost) {
            decoder.conceal(heard, at, frame);
        } else {
            decoder.decode(packet, 0, length, heard, at, frame);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PCMU, 0",
        "PCMA, 0",
        "L16, 0",
        "L16, 1",
        "L16, 161",
        "G722, 0",
        "G729, 0",
        "G729, 3",
        "G729, 13",
        "G729, 19",
        "GSM, 0",
        "GSM, 32",
        "GSM, 34",
        "GSM, 65",
        "ILBC, 0",
        "ILBC, 37",
        "ILBC, 39",
        "ILBC, 88"
    })
    void wrongLengthsAreMalformed(AudioCodec codec, int length) {
        try (AudioDecoder decoder = AudioCodecs.decoder(codec, 60)) {
            byte[] packet = new byte[400];
            assertThat(decoder.samples(packet, 3, length)).isEqualTo(AudioDecoder.MALFORMED);
            assertThat(decoder.decode(packet, 3, length, new short[MOST_SAMPLES], 0, MOST_SAMPLES))
                    .isEqualTo(AudioDecoder.MALFORMED);
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void moreThanThereIsRoomForIsLeftAlone(AudioCodec codec) {
        int frame = samples(codec, 60);
        short[] pcm = new short[frame];
        byte[] packet = new byte[AudioCodecs.payloadBytes(codec, 60)];
        try (AudioEncoder encoder = AudioCodecs.encoder(codec, 60);
                AudioDecoder decoder = AudioCodecs.decoder(codec, 60)) {
            encoder.encode(new short[frame], 0, frame, packet, 0);
            assertThat(decoder.decode(packet, 0, packet.length, pcm, 0, frame - 1))
                    .isEqualTo(AudioDecoder.TOO_LONG);
            assertThat(pcm).containsOnly(0);
            assertThat(decoder.decode(packet, 0, packet.length, pcm, 0, frame)).isEqualTo(frame);
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void garbageNeitherThrowsNorWritesOutside(AudioCodec codec) {
        long seed = 3551;
        SplittableRandom random = new SplittableRandom(seed);
        byte[] bytes = new byte[300];
        short[] pcm = new short[1_200];
        int decoded = 0;
        try (AudioDecoder decoder = AudioCodecs.decoder(codec, 60)) {
            for (int round = 0; round < 2_000; round++) {
                random.nextBytes(bytes);
                if (codec == AudioCodec.GSM && round % 4 == 1) {
                    for (int at = 0; at < bytes.length; at += GsmFrame.BYTES) {
                        bytes[at] = (byte) (0xd0 | (bytes[at] & 0x0f)); // else it would not get beyond the signature
                    }
                }
                Arrays.fill(pcm, (short) 12_345);
                int length = round % 2 == 0
                        ? random.nextInt(bytes.length)
                        : AudioCodecs.payloadBytes(codec, 60) / (1 + random.nextInt(3)) % 300;
                int result = decoder.decode(bytes, 0, length, pcm, 100, 960);
                assertThat(result).as("seed %d, round %d", seed, round).isBetween(-2, 960);
                decoded += result > 0 ? 1 : 0;
                assertThat(pcm[99]).isEqualTo((short) 12_345);
                assertThat(pcm[100 + Math.max(0, result)]).isEqualTo((short) 12_345);
            }
        }
        assertThat(decoded).as("random packets that had a sound").isGreaterThan(100);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void mistakesOfOursAreToldInWords(AudioCodec codec) {
        AudioEncoder encoder = AudioCodecs.encoder(codec, 60);
        AudioDecoder decoder = AudioCodecs.decoder(codec, 60);
        short[] pcm = new short[MOST_SAMPLES];
        byte[] bytes = new byte[MOST_BYTES];
        int frame = samples(codec, 60);
        assertThat(frame % encoder.frameSamples()).isZero();
        assertThat(encoder.sampleRate()).isEqualTo(codec.sampleRate());
        assertThat(decoder.sampleRate()).isEqualTo(codec.sampleRate());
        assertThatThrownBy(() -> encoder.encode(pcm, 0, 0, bytes, 0)).isInstanceOf(IllegalArgumentException.class);
        if (encoder.frameSamples() > 1) {
            assertThatThrownBy(() -> encoder.encode(pcm, 0, encoder.frameSamples() + 1, bytes, 0))
                    .hasMessageContaining("multiple of " + encoder.frameSamples() + " samples");
        }
        assertThatThrownBy(() -> encoder.encode(pcm, MOST_SAMPLES - frame + 1, frame, bytes, 0))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> encoder.encode(pcm, 0, frame, bytes, MOST_BYTES - 10))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> decoder.decode(bytes, MOST_BYTES - 10, 20, pcm, 0, MOST_SAMPLES))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> decoder.decode(bytes, 0, 20, pcm, 1, MOST_SAMPLES))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> decoder.conceal(pcm, 0, 0)).hasMessageContaining("not 0 samples");
        decoder.close();
        decoder.close();
        encoder.close();
        encoder.close();
        assertThatThrownBy(() -> decoder.conceal(pcm, 0, frame)).hasMessageContaining("closed");
    }

    @ParameterizedTest
    @CsvSource({
        "PCMU, 10 20 30 37 40 60, 5 9 61 80",
        "PCMA, 10 20 60, 0 -20",
        "L16, 10 20 30 60, 70",
        "G722, 10 20 30 60, 1",
        "G729, 10 20 30 40 50 60, 5 15 25 70",
        "GSM, 20 40 60, 10 30 50 80",
        "ILBC, 20 30 40 60, 10 50 90"
    })
    void packetsHoldWholeFrames(AudioCodec codec, String taken, String refused) {
        assertThat(taken.split(" ")).allMatch(ms -> AudioCodecs.takes(codec, Integer.parseInt(ms)));
        assertThat(refused.split(" ")).noneMatch(ms -> AudioCodecs.takes(codec, Integer.parseInt(ms)));
        assertThatThrownBy(() -> AudioCodecs.payloadBytes(codec, 5)).hasMessageContaining("5 ms");
    }

    @ParameterizedTest
    @CsvSource({
        "PCMU, 20, 160",
        "L16, 20, 320",
        "G722, 20, 160",
        "G729, 20, 20",
        "G729, 10, 10",
        "GSM, 20, 33",
        "GSM, 60, 99",
        "ILBC, 20, 38",
        "ILBC, 30, 50",
        "ILBC, 40, 76",
        "ILBC, 60, 100"
    })
    void payloadsHaveTheLengthsOfTheirRfcs(AudioCodec codec, int ptimeMs, int bytes) {
        assertThat(AudioCodecs.payloadBytes(codec, ptimeMs)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "PCMU, 5, 10",
        "PCMU, 200, 60",
        "G729, 25, 20",
        "GSM, 30, 20",
        "GSM, 10, 20",
        "ILBC, 10, 20",
        "ILBC, 50, 40"
    })
    void aWishForAPacketLengthIsMetFromBelow(AudioCodec codec, int wanted, int given) {
        assertThat(AudioCodecs.ptimeNear(codec, wanted)).isEqualTo(given);
    }

    @Test
    void whatIsNotHereIsRefusedInWords() {
        for (AudioCodec codec : AudioCodec.values()) {
            if (!AudioCodecs.available().contains(codec)) {
                assertThatThrownBy(() -> AudioCodecs.encoder(codec, 60)).hasMessageContaining(codec.encodingName());
                assertThatThrownBy(() -> AudioCodecs.decoder(codec, 60)).hasMessageContaining(codec.encodingName());
            }
        }
    }
}
