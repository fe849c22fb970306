package io.tollgate.billing.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoneyTest {

    @ParameterizedTest
    @CsvSource({
        "0.017, 17000",
        "1.25, 1250000",
        "0, 0",
        "-0.5, -500000",
        "+3, 3000000",
        "1.080, 1080000",
        ".5, 500000",
        "5., 5000000",
        "0.0000010, 1",
        "1.000000000, 1000000",
        "9223372036854.775807, 9223372036854775807"
    })
    void readsPlainDecimalsExactly(String text, long micros) {
        assertThat(Money.parse(text, "EUR")).isEqualTo(new Money(micros, "EUR"));
    }

    @ParameterizedTest
    @CsvSource({
        "0.0000001, more than 6 decimals",
        "1.2.3, more than one decimal mark",
        "'', is empty",
        ".,  has no digits",
        "-, has no digits",
        "'1,5', not a plain number",
        "1e3, not a plain number",
        "€1, not a plain number",
        "١, not a plain number",
        "9223372036854.775808, too large",
        "99999999999999999999, too large"
    })
    void refusesWhatIsNotExactlyAnAmountAndSaysWhy(String text, String why) {
        assertThat(Amount.read(text, '.'))
                .isInstanceOfSatisfying(
                        Amount.Unreadable.class, no -> assertThat(no.why()).contains(why));
        assertThatIllegalArgumentException().isThrownBy(() -> Money.parse(text, "EUR"));
    }

    @Test
    void readsADecimalCommaWhenToldSo() {
        assertThat(Amount.read(" 0,017 ", ',')).isEqualTo(new Amount.Exact(17_000));
        assertThat(Amount.read("0.017", ',')).isInstanceOf(Amount.Unreadable.class);
    }

    @Test
    void whatIsWrittenPlainReadsBack() {
        long seed = 42;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 10_000; i++) {
            Money money = new Money(random.nextLong() >> random.nextInt(64), i % 2 == 0 ? "EUR" : "JPY");
            if (money.micros() != Long.MIN_VALUE) {
                assertThat(Money.parse(money.plain(), money.currency()))
                        .as("seed %d: %s", seed, money)
                        .isEqualTo(money);
            }
        }
    }

    @Test
    void showsTheUsualDecimalsAndAsManyMoreAsTheValueHas() {
        Money price = new Money(17_000, "EUR");
        assertThat(price.format(Locale.UK)).isEqualTo("€0.017");
        assertThat(price.format(Locale.GERMANY)).isEqualTo("0,017\u00A0€");
        assertThat(new Money(10_000_000, "EUR").format(Locale.UK)).isEqualTo("€10.00");
        assertThat(new Money(1, "EUR").format(Locale.UK)).isEqualTo("€0.000001");
        assertThat(new Money(-1_500_000, "USD").format(Locale.US)).isEqualTo("-$1.50");
        assertThat(new Money(100_000_000, "JPY").format(Locale.JAPAN)).isEqualTo("￥100");
        assertThat(price).hasToString("0.017 EUR");
        assertThat(new Money(100_000_000, "JPY").plain()).isEqualTo("100");
        assertThat(price.amount()).isEqualTo(new BigDecimal("0.017000"));
    }

    @Test
    void addsSubtractsAndMultipliesExactly() {
        Money one = Money.parse("0.1", "EUR");
        Money two = Money.parse("0.2", "EUR");
        assertThat(one.plus(two)).isEqualTo(Money.parse("0.3", "EUR"));
        assertThat(one.minus(two)).isEqualTo(Money.parse("-0.1", "EUR"));
        assertThat(one.minus(two).isNegative()).isTrue();
        assertThat(one.times(3)).isEqualTo(Money.parse("0.3", "EUR"));
        assertThat(one.negated()).isEqualTo(Money.parse("-0.1", "EUR"));
        assertThat(one).isLessThan(two);
    }

    @Test
    void neverWrapsAround() {
        Money most = new Money(Long.MAX_VALUE, "EUR");
        Money least = new Money(Long.MIN_VALUE, "EUR");
        Money bit = new Money(1, "EUR");
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> most.plus(bit));
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> least.minus(bit));
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> most.times(2));
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(least::negated);
    }

    @Test
    void currenciesDoNotMix() {
        Money euro = Money.zero("EUR");
        Money pound = Money.zero("GBP");
        assertThatIllegalArgumentException().isThrownBy(() -> euro.plus(pound));
        assertThatIllegalArgumentException().isThrownBy(() -> euro.minus(pound));
        assertThatIllegalArgumentException().isThrownBy(() -> euro.compareTo(pound));
        assertThatIllegalArgumentException().isThrownBy(() -> new Money(0, "eur"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Money(0, "XXX"));
    }
}
