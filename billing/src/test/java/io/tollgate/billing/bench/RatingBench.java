package io.tollgate.billing.bench;

import com.sun.management.ThreadMXBean;
import io.tollgate.billing.number.E164;
import io.tollgate.billing.rating.DeckHeader;
import io.tollgate.billing.rating.Rate;
import io.tollgate.billing.rating.RateBook;
import io.tollgate.billing.rating.RateDeck;
import io.tollgate.billing.rating.RatingLookups;
import io.tollgate.billing.rating.RatingLookups.Way;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Rate lookups among 20 decks of 100,000 prefixes: CPU nanoseconds each and bytes, beside a hash table per length and a
 * binary search on the same numbers in the same run; then the longest lookup while decks are built and swapped beside it.
 */
public final class RatingBench {
    private static final int DECKS = 20;
    private static final int PREFIXES = 100_000;
    private static final int NUMBERS = 200_000;
    private static final int ROUNDS = 15;
    private static final int WARM_UP = 5;
    private static final int WATCHED = 2_000_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @SuppressWarnings("UnusedVariable") // so that what is found is not optimised away
    private static volatile int sink;

    private RatingBench() {}

    /** @param arguments none */
    public static void main(String[] arguments) throws InterruptedException {
        List<List<Rate>> rows = new ArrayList<>();
        for (int deck = 0; deck < DECKS; deck++) {
            rows.add(RatingLookups.rows(deck, PREFIXES));
        }
        E164[] numbers = RatingLookups.numbers(rows, NUMBERS, 5);
        List<RateDeck> decks = new ArrayList<>();
        long built = cpuNs();
        for (int deck = 0; deck < DECKS; deck++) {
            decks.add(RateDeck.of(header(deck), rows.get(deck)));
        }
        long buildMs = (cpuNs() - built) / 1_000_000 / DECKS;
        long index = decks.stream().mapToLong(RatingLookups::indexBytes).sum();
        Figure trie = measure(numbers, ways(decks, RatingLookups::index));
        Figure whole = measure(numbers, ways(decks, RatingLookups::deck));
        Figure hash = measure(numbers, ways(rows, RatingLookups::hashPerLength));
        Figure binary = measure(numbers, ways(rows, RatingLookups::binarySearch));
        requireEqual(trie, hash);
        requireEqual(trie, whole);
        requireEqual(trie, binary);
        rows.subList(1, DECKS).clear(); // what is left builds the deck that is swapped
        String reload = reload(decks, numbers, rows.getFirst());
        System.out.println(String.format(
                Locale.ROOT,
                "{\"benchmark\":\"billing rating\",\"decks\":%d,\"prefixes\":%d,\"index_ns\":%d,\"row_ns\":%d,"
                        + "\"hash_per_length_ns\":%d,\"binary_search_ns\":%d,\"goal_ns\":240,\"index_bytes\":%d,"
                        + "\"bytes_per_prefix\":%d.%d,\"goal_bytes\":34000000,\"distinct_rows_per_deck\":%d,"
                        + "\"build_cpu_ms_per_deck\":%d,%s}",
                DECKS,
                PREFIXES,
                trie.medianNs(),
                whole.medianNs(),
                hash.medianNs(),
                binary.medianNs(),
                index,
                index / (DECKS * PREFIXES),
                index * 10 / (DECKS * PREFIXES) % 10,
                RatingLookups.distinctRows(decks.getFirst()),
                buildMs,
                reload));
    }

    private static DeckHeader header(int deck) {
        return new DeckHeader(Integer.toString(deck + 1), 1, "Deck " + deck, "EUR", 0);
    }

    private static <T> Way[] ways(List<T> of, Function<T, Way> way) {
        return of.stream().map(way).toArray(Way[]::new);
    }

    private record Figure(long medianNs, long check) {}

    private static Figure measure(E164[] numbers, Way[] ways) {
        long[] rounds = new long[ROUNDS];
        long check = 0;
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            long before = cpuNs();
            long sum = 0;
            for (int i = 0; i < numbers.length; i++) {
                sum += ways[i % ways.length].find(numbers[i]);
            }
            long ns = (cpuNs() - before) / numbers.length;
            check = sum;
            if (round >= 0) {
                rounds[round] = ns;
            }
        }
        Arrays.sort(rounds);
        return new Figure(rounds[ROUNDS / 2], check);
    }

    private static void requireEqual(Figure one, Figure other) {
        if (one.check() != other.check()) {
            throw new IllegalStateException("two ways of looking up do not find the same");
        }
    }

    /** Wall-clock latencies of lookups through the book, at rest and while another thread builds and swaps decks. */
    private static String reload(List<RateDeck> decks, E164[] numbers, List<Rate> rows) throws InterruptedException {
        RateBook book = new RateBook();
        book.replaceAll(decks, Set.of());
        long[] quiet = watch(book, numbers);
        AtomicBoolean stop = new AtomicBoolean();
        int[] swaps = new int[1];
        Thread loader = new Thread(() -> {
            List<RateDeck> next = new ArrayList<>(decks);
            while (!stop.get()) {
                next.set(0, RateDeck.of(header(0), rows));
                book.replaceAll(next, Set.of());
                swaps[0]++;
            }
        });
        loader.start();
        long[] busy = watch(book, numbers);
        stop.set(true);
        loader.join();
        return "\"quiet\":" + latencies(quiet) + ",\"while_reloading\":" + latencies(busy) + ",\"swaps\":" + swaps[0]
                + ",\"swap_ns\":" + swapNs(book, decks);
    }

    /** The swap itself: all that a reader could ever see of a reload. */
    private static long swapNs(RateBook book, List<RateDeck> decks) {
        long longest = 0;
        for (int i = 0; i < 1_000; i++) {
            long before = cpuNs();
            book.replaceAll(decks, Set.of());
            longest = Math.max(longest, i < 500 ? 0 : cpuNs() - before);
        }
        return longest;
    }

    private static long[] watch(RateBook book, E164[] numbers) {
        String[] ids = new String[DECKS];
        for (int deck = 0; deck < DECKS; deck++) {
            ids[deck] = header(deck).id();
        }
        long[] ns = new long[WATCHED];
        for (int i = 0; i < WATCHED; i++) {
            long before = System.nanoTime();
            sink = book.deck(ids[i % DECKS])
                    .orElseThrow()
                    .lookup(numbers[i % NUMBERS])
                    .hashCode();
            ns[i] = System.nanoTime() - before;
        }
        Arrays.sort(ns);
        return ns;
    }

    private static String latencies(long[] sorted) {
        return String.format(
                Locale.ROOT,
                "{\"p50_ns\":%d,\"p99_ns\":%d,\"p9999_ns\":%d,\"max_us\":%d}",
                sorted[sorted.length / 2],
                sorted[(int) (sorted.length * 99L / 100)],
                sorted[(int) (sorted.length * 9999L / 10000)],
                sorted[sorted.length - 1] / 1_000);
    }

    private static long cpuNs() {
        return THREADS.getCurrentThreadCpuTime();
    }
}
