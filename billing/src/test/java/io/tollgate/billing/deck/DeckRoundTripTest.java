package io.tollgate.billing.deck;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tollgate.billing.rating.Rate;
import io.tollgate.billing.rating.RateBands;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeckRoundTripTest {

    private static final DeckDefaults EUR = DeckDefaults.perMinute("EUR");
    private static final DeckLimits SMALL = new DeckLimits(1 << 20, 1_000, 500, 32);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anyDeckReadsBackAsItWasWritten(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 100; i++) {
            List<Rate> rates = anyRates(random, 1 + random.nextInt(50));
            String file = DeckWriter.write("EUR", rates);
            assertThat(DeckReader.read(file.getBytes(StandardCharsets.UTF_8), EUR, DeckLimits.USUAL))
                    .as("seed %d: %s", seed, file)
                    .isEqualTo(new DeckImport.Imported("EUR", rates, List.of()));
        }
    }

    @Test
    void theDemoDeckReadsBackAsItWasWritten() {
        List<Rate> rates = DemoDeck.load("demo").rates();
        byte[] file = DeckWriter.write("EUR", rates).getBytes(StandardCharsets.UTF_8);
        assertThat(DeckReader.read(file, EUR, DeckLimits.USUAL))
                .isEqualTo(new DeckImport.Imported("EUR", rates, List.of()));
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void aDamagedFileIsTakenWholeOrRefusedWithReasons(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int refused = 0;
        for (int i = 0; i < 2_500; i++) {
            byte[] file = DeckWriter.write("EUR", anyRates(random, 1 + random.nextInt(20)))
                    .getBytes(StandardCharsets.UTF_8);
            byte[] damaged = damaged(file, random);
            refused += assertSound(damaged) ? 0 : 1;
        }
        assertThat(refused).as("seed %d", seed).isBetween(500, 2_499);
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22})
    void randomBytesGetAnAnswer(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 10_000; i++) {
            byte[] file = new byte[random.nextInt(200)];
            random.nextBytes(file);
            assertSound(file);
        }
    }

    @FuzzTest
    void fuzzedFilesGetAnAnswer(FuzzedDataProvider data) {
        assertSound(data.consumeRemainingAsBytes());
    }

    private static boolean assertSound(byte[] file) {
        return switch (DeckReader.read(file, EUR, SMALL)) {
            case DeckImport.Imported deck -> {
                assertThat(deck.rates()).isNotEmpty();
                yield true;
            }
            case DeckImport.Rejected rejected -> {
                assertThat(rejected.problems()).isNotEmpty().hasSizeLessThanOrEqualTo(100);
                assertThat(rejected.total())
                        .isGreaterThanOrEqualTo(rejected.problems().size());
                yield false;
            }
        };
    }

    private static byte[] damaged(byte[] file, SplittableRandom random) {
        byte[] interesting = ",;\t\"\r\n\0 .-+eE€=#0".getBytes(StandardCharsets.UTF_8);
        byte[] damaged = file.clone();
        for (int changes = 1 + random.nextInt(6); changes > 0; changes--) {
            int at = random.nextInt(damaged.length);
            switch (random.nextInt(4)) {
                case 0 -> damaged[at] = (byte) random.nextInt(256);
                case 1 -> damaged[at] = interesting[random.nextInt(interesting.length)];
                case 2 -> {
                    int from = random.nextInt(damaged.length);
                    int length = Math.min(random.nextInt(60), damaged.length - Math.max(at, from));
                    System.arraycopy(damaged, from, damaged, at, length);
                }
                default -> damaged = Arrays.copyOf(damaged, Math.max(1, random.nextInt(damaged.length)));
            }
        }
        return damaged;
    }

    private static List<Rate> anyRates(SplittableRandom random, int count) {
        Map<String, Rate> rates = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String prefix = Long.toString(1 + random.nextLong(1L << (1 + random.nextInt(40))));
            rates.put(
                    prefix,
                    new Rate(
                            prefix,
                            "d" + anyText(random),
                            random.nextLong(1 + (Rate.MAX_MICROS >> random.nextInt(36))),
                            random.nextBoolean() ? 0 : random.nextLong(1_000_000),
                            1 + random.nextInt(3600),
                            1 + random.nextInt(3600),
                            random.nextInt(5) == 0,
                            anyText(random),
                            anyText(random),
                            random.nextBoolean() ? 0 : random.nextLong(1_000_000),
                            random.nextInt(3601),
                            random.nextBoolean()
                                    ? RateBands.NONE
                                    : RateBands.parse("peak Mon-Fri 08:00-20:00 0." + (1 + random.nextInt(9))
                                            + "; weekend Sat-Sun 00:00-24:00 0.005")));
        }
        return List.copyOf(rates.values());
    }

    private static String anyText(SplittableRandom random) {
        String alphabet = "abcXYZ019 ,;\"'|=+-@#()éß中\u2028\uFEFF";
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(12); length > 0; length--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString().strip();
    }
}
