package io.tollgate.billing.number;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberPlanTest {

    private static final String[] HOMES = {"GB", "US", "DE", "IT", "AR", "MX", "RU", "JP", "BR", "AU"};
    private static final String ALPHABET = "0123456789+*#()[]-./ ;:@%,xXtelsipecho=?~٣２＋é\u202A\uD83D";

    @Test
    void aNumberNamesItsCountryAndFlag() {
        Dialled.Number number = number("+44 20 7946 0123");
        assertThat(number.countryName()).isEqualTo("United Kingdom");
        assertThat(number.flag()).isEqualTo("🇬🇧");
        assertThat(number("+870 773 123456").countryName()).isEqualTo("Inmarsat satellite");
        assertThat(number("+870 773 123456").flag()).isEqualTo("🌐");
    }

    @Test
    void marksThatPastedTextBringsAlongAreIgnored() {
        assertThat(number("\u202A+44 20\u00A07946\u20110123\u202C").number()).isEqualTo(new E164("+442079460123"));
    }

    @Test
    void aHomeCountryWithoutNumberingPlanIsAMistakeOfTheProgram() {
        assertThatIllegalArgumentException().isThrownBy(() -> NumberPlan.normalise("112", "XX"));
        assertThat(NumberPlan.isHomeCountry("GB")).isTrue();
        assertThat(NumberPlan.isHomeCountry("gb")).isFalse();
    }

    @Test
    void aNormalisedNumberNormalisesToItself() {
        long seed = 20261121;
        SplittableRandom random = new SplittableRandom(seed);
        int numbers = 0;
        for (int i = 0; i < 5_000; i++) {
            String dialled = "+" + (1 + random.nextInt(998)) + random.nextLong(1_000_000, 10_000_000_000L);
            if (NumberPlan.normalise(dialled, "GB") instanceof Dialled.Number first) {
                numbers++;
                assertThat(NumberPlan.normalise(first.number().digits(), "US"))
                        .as("seed %d: %s", seed, dialled)
                        .isEqualTo(first);
            }
        }
        assertThat(numbers).isGreaterThan(300);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyTextGetsAnAnswer(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 4_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(30); length > 0; length--) {
                text.append(
                        random.nextInt(20) == 0
                                ? (char) random.nextInt(0x10000)
                                : ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
            assertSound(text.toString(), HOMES[random.nextInt(HOMES.length)]);
        }
    }

    @Test
    void aVeryLongTextIsRefusedBeforeItIsLookedAt() {
        assertThat(NumberPlan.normalise("4".repeat(1_000_000), "GB")).isInstanceOf(Dialled.Invalid.class);
    }

    @FuzzTest
    void fuzzedTextGetsAnAnswer(FuzzedDataProvider data) {
        String home = data.pickValue(HOMES);
        assertSound(data.consumeRemainingAsString(), home);
    }

    private static void assertSound(String text, String home) {
        switch (NumberPlan.normalise(text, home)) {
            case Dialled.Number number -> assertThat(number.countryName()).isNotBlank();
            case Dialled.Emergency(String digits) -> assertThat(digits).matches("[0-9]{2,6}");
            case Dialled.Service(String name) -> assertThat(name).isEqualTo("echo123");
            case Dialled.Invalid(String why) -> assertThat(why).endsWith(".");
        }
    }

    private static Dialled.Number number(String dialled) {
        return (Dialled.Number) NumberPlan.normalise(dialled, "GB");
    }
}
