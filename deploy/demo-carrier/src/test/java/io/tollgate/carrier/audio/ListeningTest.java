package io.tollgate.carrier.audio;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.carrier.rtp.RtpView;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListeningTest {
    private static final String KEYS = "123A456B789C*0#D";
    private static final double[] ROWS_HZ = {697, 770, 852, 941};
    private static final double[] COLUMNS_HZ = {1209, 1336, 1477, 1633};

    @Test
    void the_tape_fills_gaps_with_silence_and_puts_late_packets_where_they_belong() {
        HeardTape tape = new HeardTape();
        assertThat(tape.lay(7, 1000, filled(160, 11), 160)).isZero();
        assertThat(tape.lay(7, 1480, filled(160, 44), 160)).isEqualTo(480);
        assertThat(tape.lay(7, 1160, filled(160, 22), 160)).isEqualTo(160);
        assertThat(tape.end()).isEqualTo(640);
        assertThat(tape.at(0)).isEqualTo((short) 11);
        assertThat(tape.at(200)).isEqualTo((short) 22);
        assertThat(tape.at(400)).isZero();
        assertThat(tape.at(500)).isEqualTo((short) 44);
        assertThat(tape.at(640)).isZero();
    }

    @Test
    void timestamps_may_wrap_and_a_new_source_continues_at_the_end() {
        HeardTape tape = new HeardTape();
        tape.lay(7, -80, filled(160, 1), 160);
        assertThat(tape.lay(7, 80, filled(160, 2), 160)).isEqualTo(160);
        assertThat(tape.lay(8, 123_456_789, filled(160, 3), 160)).isEqualTo(320);
        assertThat(tape.lay(8, 123_456_789 + 2_000_000, filled(160, 4), 160))
                .as("a leap beyond the believable")
                .isEqualTo(480);
    }

    @Test
    void a_long_gap_leaves_nothing_of_the_old_ring() {
        HeardTape tape = new HeardTape();
        for (int i = 0; i < 300; i++) {
            tape.lay(7, i * 160, filled(160, 9), 160);
        }
        long position = tape.lay(7, 300 * 160 + 400_000, filled(160, 5), 160);
        for (long p = position - 32_000; p < position; p++) {
            assertThat(tape.at(p)).isZero();
        }
    }

    @Test
    void the_echo_alone_comes_back_unchanged_after_sixty_milliseconds() {
        short[] spoken = noise(4, 160 * 50);
        short[] out = run(new Program.Echo(), spoken);
        assertThat(Arrays.copyOfRange(out, 480, spoken.length))
                .isEqualTo(Arrays.copyOfRange(spoken, 0, spoken.length - 480));
    }

    @Test
    void the_mixed_echo_is_the_voice_plus_half_of_what_was_said_saturating() {
        Recording loud = Recording.of(filled(1000, 30_000));
        short[] out = run(new Program.Loop(loud, true), filled(160 * 50, 20_000));
        assertThat(out[0]).isEqualTo((short) 30_000);
        assertThat(out[160 * 40]).isEqualTo(Short.MAX_VALUE);

        Recording soft = Recording.of(filled(1000, 1000));
        assertThat(run(new Program.Loop(soft, true), filled(160 * 50, 20_000))[160 * 40])
                .isEqualTo((short) 11_000);
    }

    @Test
    void every_key_is_found_once_each_however_short_the_standard_allows() {
        for (int toneMs : new int[] {50, 80, 300}) {
            StringBuilder found = new StringBuilder();
            InBandDigits detector = new InBandDigits();
            for (int k = 0; k < KEYS.length(); k++) {
                hear(detector, dual(ROWS_HZ[k / 4], COLUMNS_HZ[k % 4], toneMs, 6000), found);
                hear(detector, new short[50 * 8], found);
            }
            assertThat(found.toString()).as("%d ms", toneMs).isEqualTo(KEYS);
        }
    }

    @Test
    void voices_and_noise_and_single_tones_hold_no_digits() {
        Voices voices = Voices.load();
        StringBuilder found = new StringBuilder();
        InBandDigits detector = new InBandDigits();
        for (Voices.Name name : Voices.Name.values()) {
            hear(detector, voices.voice(name).toArray(), found);
        }
        hear(detector, noise(1, 80_000), found);
        hear(detector, dual(697, 697, 2000, 6000), found);
        hear(detector, dual(1000, 1100, 2000, 6000), found);
        assertThat(found.toString()).isEmpty();
    }

    @Test
    void an_event_counts_once_for_all_its_packets_and_again_with_a_new_timestamp() {
        TelephoneEvents events = new TelephoneEvents();
        byte[] one = {1, 10, 0, (byte) 160};
        byte[] oneEnd = {1, (byte) 0x8A, 3, 32};
        assertThat(events.onPacket(7, 8000, one, 0, 4)).isEqualTo('1');
        assertThat(events.onPacket(7, 8000, one, 0, 4)).isEqualTo(TelephoneEvents.NONE);
        assertThat(events.onPacket(7, 8000, oneEnd, 0, 4)).isEqualTo(TelephoneEvents.NONE);
        assertThat(events.onPacket(7, 9600, one, 0, 4)).isEqualTo('1');
        assertThat(events.onPacket(7, 8000, oneEnd, 0, 4)).as("late").isEqualTo(TelephoneEvents.NONE);
        assertThat(events.onPacket(7, 12_000, new byte[] {16, 0, 0, 0}, 0, 4))
                .as("flash is no digit")
                .isEqualTo(TelephoneEvents.NONE);
        assertThat(events.onPacket(7, 12_000, one, 0, 3)).as("too short").isEqualTo(TelephoneEvents.NONE);
    }

    @Test
    void a_key_sent_as_event_and_as_tone_is_one_key() {
        DigitMerge eventFirst = new DigitMerge();
        assertThat(eventFirst.event('5', 1000)).isTrue();
        assertThat(eventFirst.tone('5', 1060)).isFalse();
        DigitMerge toneFirst = new DigitMerge();
        assertThat(toneFirst.tone('5', 1000)).isTrue();
        assertThat(toneFirst.event('5', 1060)).isFalse();
        assertThat(toneFirst.event('5', 1300)).isTrue();
        DigitMerge onlyTones = new DigitMerge();
        assertThat(onlyTones.tone('5', 1000)).isTrue();
        assertThat(onlyTones.tone('5', 1200)).isTrue();
    }

    @Test
    void digits_are_read_back_after_two_seconds_or_at_once_after_hash() {
        Voices voices = Voices.load();
        DigitReader reader = new DigitReader(voices);
        reader.digit('4', 1000);
        reader.digit('2', 1500);
        assertThat(speech(reader, 3480)).isFalse();
        assertThat(speech(reader, 3500)).isTrue();
        DigitReader hashed = new DigitReader(voices);
        hashed.digit('#', 1000);
        assertThat(speech(hashed, 1010)).isTrue();
    }

    @Test
    void a_wav_that_was_written_is_read_and_a_broken_one_is_a_reason() {
        byte[] file = new byte[Wav.HEADER_BYTES + 6];
        System.arraycopy(Wav.header(3), 0, file, 0, Wav.HEADER_BYTES);
        file[Wav.HEADER_BYTES + 2] = 5;
        assertThat(Wav.parse(file))
                .isInstanceOfSatisfying(
                        Wav.Result.Read.class,
                        r -> assertThat(r.recording().toArray()).containsExactly(0, 5, 0));
        assertThat(Wav.parse(new byte[3])).isInstanceOf(Wav.Result.Unusable.class);
        file[24] = 0;
        assertThat(Wav.parse(file)).isInstanceOf(Wav.Result.Unusable.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void random_octets_never_throw(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RtpView view = new RtpView();
        TelephoneEvents events = new TelephoneEvents();
        HeardTape tape = new HeardTape();
        short[] pcm = new short[2048];
        for (int i = 0; i < 20_000; i++) {
            byte[] octets = new byte[random.nextInt(80)];
            random.nextBytes(octets);
            if (octets.length > 0 && random.nextBoolean()) {
                octets[0] = (byte) (0x80 | (octets[0] & 0x3F));
            }
            Wav.parse(octets);
            if (view.wrap(octets, 0, octets.length)) {
                assertThat(view.payloadOffset() + view.payloadLength()).isLessThanOrEqualTo(octets.length);
                events.onPacket(view.ssrc(), view.timestamp(), octets, view.payloadOffset(), view.payloadLength());
                tape.lay(view.ssrc() & 3, view.timestamp() >> 12, pcm, view.payloadLength());
                assertThat(tape.at(random.nextLong())).isZero();
            }
        }
    }

    private static short[] run(Program program, short[] spoken) {
        HeardTape tape = new HeardTape();
        Player player = Player.of(program, tape);
        short[] out = new short[spoken.length];
        short[] frame = new short[160];
        for (int at = 0; at < spoken.length; at += 160) {
            tape.lay(1, at, Arrays.copyOfRange(spoken, at, at + 160), 160);
            player.next(frame, at / 8);
            System.arraycopy(frame, 0, out, at, 160);
        }
        return out;
    }

    private static boolean speech(DigitReader reader, long nowMs) {
        short[] frame = new short[160];
        reader.next(frame, nowMs);
        for (short s : frame) {
            if (s != 0) {
                return true;
            }
        }
        return false;
    }

    private static void hear(InBandDigits detector, short[] pcm, StringBuilder found) {
        for (int at = 0; at + 160 <= pcm.length; at += 160) {
            char digit = detector.hear(Arrays.copyOfRange(pcm, at, at + 160), 160);
            if (digit != TelephoneEvents.NONE) {
                found.append(digit);
            }
        }
    }

    private static short[] dual(double rowHz, double columnHz, int ms, double amplitude) {
        short[] pcm = new short[(ms * 8 + 159) / 160 * 160];
        for (int i = 0; i < ms * 8; i++) {
            double t = i / 8000.0;
            pcm[i] = (short)
                    (amplitude * (Math.sin(2 * Math.PI * rowHz * t) + Math.sin(2 * Math.PI * columnHz * t)) / 2);
        }
        return pcm;
    }

    private static short[] noise(long seed, int samples) {
        SplittableRandom random = new SplittableRandom(seed);
        short[] pcm = new short[samples];
        for (int i = 0; i < samples; i++) {
            pcm[i] = (short) random.nextInt(-8000, 8000);
        }
        return pcm;
    }

    private static short[] filled(int samples, int value) {
        short[] pcm = new short[samples];
        Arrays.fill(pcm, (short) value);
        return pcm;
    }
}
