package io.tollgate.billing.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tollgate.billing.number.E164;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateDeckTest {

    private static final DeckHeader HEADER = new DeckHeader("retail", 1, "Retail", "EUR", 0);

    @Test
    void theLongestPrefixWins() {
        RateDeck deck = RateDeck.of(
                HEADER,
                List.of(Rate.perSecond("44", "UK", 1), Rate.perSecond("4420", "London", 2), blocked("449", "premium")));
        assertThat(deck.lookup(new E164("+442079460123")))
                .isInstanceOfSatisfying(
                        RateLookup.Priced.class,
                        found -> assertThat(found.rate().destination()).isEqualTo("London"));
        assertThat(deck.lookup(new E164("+441632960123")))
                .isInstanceOfSatisfying(
                        RateLookup.Priced.class,
                        found -> assertThat(found.rate().destination()).isEqualTo("UK"));
        assertThat(deck.lookup(new E164("+449098790123"))).isInstanceOf(RateLookup.Blocked.class);
        assertThat(deck.lookup(new E164("+4930123456"))).isEqualTo(new RateLookup.Unlisted());
        assertThat(deck.lookup(new E164("+44")))
                .isEqualTo(new RateLookup.Priced(deck.rates().getFirst()));
        assertThat(deck.lookup(new E164("+41"))).isEqualTo(new RateLookup.Unlisted());
    }

    @Test
    void anEmptyDeckListsNothing() {
        assertThat(RateDeck.of(HEADER, List.of()).lookup(new E164("+442079460123")))
                .isEqualTo(new RateLookup.Unlisted());
    }

    @Test
    void aPrefixOccursOnce() {
        List<Rate> twice = List.of(Rate.perSecond("44", "UK", 1), Rate.perSecond("44", "GB", 2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RateDeck.of(HEADER, twice))
                .withMessageContaining("44");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void findsWhatTryingEveryPrefixFinds(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Rate> byPrefix = new TreeMap<>();
        int wanted = 1 + random.nextInt(5_000);
        for (int i = 0; i < wanted; i++) {
            String prefix = digits(random, 1 + random.nextInt(1 + random.nextInt(15)));
            byPrefix.put(prefix, Rate.perSecond(prefix, "to " + prefix, i));
        }
        RateDeck deck = RateDeck.of(HEADER, shuffled(byPrefix, random));
        for (int i = 0; i < 20_000; i++) {
            String number = digits(random, 2 + random.nextInt(14));
            RateLookup expected = new RateLookup.Unlisted();
            for (int length = number.length(); length > 0; length--) {
                Rate rate = byPrefix.get(number.substring(0, length));
                if (rate != null) {
                    expected = new RateLookup.Priced(rate);
                    break;
                }
            }
            assertThat(deck.lookup(new E164("+" + number)))
                    .as("seed %d: %s", seed, number)
                    .isEqualTo(expected);
        }
        assertThat(deck.rates()).isSortedAccordingTo(Comparator.comparing(Rate::prefix));
    }

    @Test
    void theBookSwapsAllDecksAtOnce() {
        RateBook book = new RateBook();
        assertThat(book.deck("retail")).isEmpty();
        RateDeck retail = RateDeck.of(HEADER, List.of());
        RateDeck staff = RateDeck.of(new DeckHeader("staff", 3, "Staff", "GBP", 2000), List.of());
        book.replaceAll(List.of(retail, staff), Set.of());
        assertThat(book.deck("retail")).containsSame(retail);
        Map<String, RateDeck> before = book.decks();
        book.replaceAll(List.of(staff), Set.of());
        assertThat(book.deck("retail")).isEmpty();
        assertThat(before).containsOnlyKeys("retail", "staff");
        assertThatIllegalArgumentException().isThrownBy(() -> book.replaceAll(List.of(staff, staff), Set.of()));
    }

    @Test
    void theStartOfACallPicksTheVersion() {
        Instant change = Instant.parse("2027-01-01T00:00:00Z");
        RateDeck old = version("1", 1, null, change);
        RateDeck next = version("2", 2, change, null);
        RateDeck vip = RateDeck.of(new DeckHeader("3", 1, "Vip", "EUR", 0), List.of());
        RateBook book = new RateBook();
        book.replaceAll(List.of(vip, old, next), Set.of("3"));
        assertThat(book.ofCurrency("EUR", change.minusMillis(1))).containsSame(old);
        assertThat(book.ofCurrency("EUR", change)).containsSame(next);
        assertThat(book.named("Retail", DeckTerms.Side.SELL, change)).containsSame(next);
        assertThat(book.named("Retail", DeckTerms.Side.BUY, change)).isEmpty();
        assertThat(book.named("Vip", DeckTerms.Side.SELL, change)).containsSame(vip);
        assertThat(book.ofCurrency("GBP", change)).isEmpty();
    }

    private static RateDeck version(String id, int version, @Nullable Instant from, @Nullable Instant to) {
        DeckTerms terms = new DeckTerms(DeckTerms.Side.SELL, false, Rounding.USUAL, BandZone.CALLER, from, to);
        return RateDeck.of(new DeckHeader(id, version, "Retail", "EUR", 0, terms), List.of());
    }

    @Test
    void rowsThatDifferOnlyInTheirPrefixAreKeptOnce() {
        RateDeck deck = RateDeck.of(
                HEADER,
                List.of(
                        Rate.perSecond("44", "UK", 1),
                        Rate.perSecond("4420", "UK", 1),
                        Rate.perSecond("447", "UK", 2)));
        assertThat(deck.distinctRows()).isEqualTo(2);
        assertThat(deck.lookup(new E164("+442079460123")))
                .isEqualTo(new RateLookup.Priced(Rate.perSecond("4420", "UK", 1)));
    }

    @Test
    void aRateKeepsToItsRanges() {
        assertThatIllegalArgumentException().isThrownBy(() -> Rate.perSecond("044", "x", 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Rate.perSecond("", "x", 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Rate.perSecond("1234567890123456", "x", 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Rate.perSecond("44", "", 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Rate.perSecond("44", " x", 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Rate.perSecond("44", "a\nb", 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Rate.perSecond("44", "x", -1));
        assertThatIllegalArgumentException().isThrownBy(() -> Rate.perSecond("44", "x", Rate.MAX_MICROS + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Rate("44", "x", 1, 0, 0, 1, false, "", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> new DeckHeader("d", 1, "d", "EURO", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new DeckHeader("d", 0, "d", "EUR", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new DeckHeader("d", 1, "d", "EUR", 10_001));
    }

    private static Rate blocked(String prefix, String destination) {
        return new Rate(prefix, destination, 0, 0, 60, 60, true, "", "");
    }

    private static List<Rate> shuffled(Map<String, Rate> rates, SplittableRandom random) {
        List<Rate> list = new ArrayList<>(rates.values());
        for (int i = list.size() - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            list.set(other, list.set(i, list.get(other)));
        }
        return list;
    }

    private static String digits(SplittableRandom random, int length) {
        StringBuilder digits = new StringBuilder().append((char) ('1' + random.nextInt(9)));
        while (digits.length() < length) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }
}
