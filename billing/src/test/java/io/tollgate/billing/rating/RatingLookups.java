package io.tollgate.billing.rating;

import io.tollgate.billing.number.E164;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** What the rating benchmark measures: decks like carriers' price lists, and ways to find a number in them. */
public final class RatingLookups {

    /** Finds the row of the longest prefix; a number for whatever was found, so that nothing is optimised away. */
    public interface Way {
        int find(E164 number);
    }

    private static final int PRICES = 2_000;
    private static final String[] NAMES =
            IntStream.range(0, PRICES).mapToObj(price -> "Destination " + price).toArray(String[]::new);

    private RatingLookups() {}

    /**
     * Rows of a deck: 220 countries, prefixes of up to eleven digits, a third of them with all ten below, some thousand
     * distinct prices.
     */
    public static List<Rate> rows(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> countries = new ArrayList<>(List.of("1", "7"));
        TreeSet<String> prefixes = new TreeSet<>(countries);
        while (countries.size() < 220) {
            String country =
                    Integer.toString(countries.size() < 45 ? 20 + random.nextInt(79) : 200 + random.nextInt(799));
            if (prefixes.add(country)) {
                countries.add(country);
            }
        }
        while (prefixes.size() < count) {
            // the product of two draws: some countries have many prefixes, most have few
            StringBuilder prefix = new StringBuilder(countries.get(random.nextInt(220) * random.nextInt(220) / 220));
            int length = Math.min(11, prefix.length() + 1 + random.nextInt(6));
            while (prefix.length() < length) {
                prefix.append((char) ('0' + random.nextInt(10)));
            }
            prefixes.add(prefix.toString());
            boolean divided = random.nextInt(3) == 0;
            for (int digit = 0; divided && digit < 10; digit++) {
                prefixes.add(prefix.toString() + digit);
            }
        }
        List<Rate> rows = new ArrayList<>(count);
        for (String prefix : prefixes) {
            if (rows.size() < count) {
                int price = random.nextInt(PRICES);
                rows.add(new Rate(prefix, NAMES[price], 1_000L + price * 100L, 0, 60, 60, false, "", ""));
            }
        }
        return rows;
    }

    /** Numbers that the decks list, each a prefix with further digits. */
    public static E164[] numbers(List<List<Rate>> decks, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        E164[] numbers = new E164[count];
        for (int i = 0; i < count; i++) {
            List<Rate> rows = decks.get(i % decks.size());
            StringBuilder digits = new StringBuilder("+")
                    .append(rows.get(random.nextInt(rows.size())).prefix());
            while (digits.length() < 13) {
                digits.append((char) ('0' + random.nextInt(10)));
            }
            numbers[i] = new E164(digits.toString());
        }
        return numbers;
    }

    /** The index alone, as calls use it. */
    public static Way index(RateDeck deck) {
        return number -> {
            long found = deck.find(number);
            return found < 0 ? -1 : PrefixIndex.length(found);
        };
    }

    /** What a call does: the row itself. */
    public static Way deck(RateDeck deck) {
        return number -> deck.lookup(number) instanceof RateLookup.Priced(Rate rate)
                ? rate.prefix().length()
                : -1;
    }

    public static long indexBytes(RateDeck deck) {
        return deck.indexBytes();
    }

    public static int distinctRows(RateDeck deck) {
        return deck.distinctRows();
    }

    /** The floor: a hash table for each length of a prefix, tried from the longest. */
    public static Way hashPerLength(List<Rate> rows) {
        List<Map<Long, Integer>> byLength = new ArrayList<>();
        for (int i = 0; i <= Rate.MAX_PREFIX_DIGITS; i++) {
            byLength.add(new HashMap<>());
        }
        for (int i = 0; i < rows.size(); i++) {
            String prefix = rows.get(i).prefix();
            byLength.get(prefix.length()).put(Long.parseLong(prefix), i);
        }
        return number -> {
            String digits = number.digits();
            long[] values = new long[Rate.MAX_PREFIX_DIGITS + 1];
            int longest = Math.min(Rate.MAX_PREFIX_DIGITS, digits.length() - 1);
            for (int i = 1; i <= longest; i++) {
                values[i] = values[i - 1] * 10 + digits.charAt(i) - '0';
            }
            for (int length = longest; length > 0; length--) {
                if (byLength.get(length).get(values[length]) != null) {
                    return length;
                }
            }
            return -1;
        };
    }

    /** Another floor: binary search among the sorted prefixes, shortened until one fits. */
    public static Way binarySearch(List<Rate> rows) {
        String[] sorted = rows.stream().map(Rate::prefix).sorted().toArray(String[]::new);
        return number -> {
            String digits = number.digits().substring(1);
            int at = java.util.Arrays.binarySearch(sorted, digits);
            int below = at >= 0 ? at : -at - 2;
            while (below >= 0 && !digits.startsWith(sorted[below])) {
                int common = 0;
                int most = Math.min(digits.length(), sorted[below].length());
                while (common < most && digits.charAt(common) == sorted[below].charAt(common)) {
                    common++;
                }
                if (common == 0) {
                    return -1;
                }
                at = java.util.Arrays.binarySearch(sorted, digits.substring(0, common));
                below = at >= 0 ? at : -at - 2;
            }
            return below < 0 ? -1 : sorted[below].length();
        };
    }
}
