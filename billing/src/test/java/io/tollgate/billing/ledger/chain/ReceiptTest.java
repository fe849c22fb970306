package io.tollgate.billing.ledger.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiptTest {
    private static final Instant AT = Instant.parse("2026-12-01T10:00:00.125Z");

    private static ChainedEntry plain(long number, long amount, long balance) {
        return new ChainedEntry(
                number,
                new UUID(1, number),
                "CALL",
                amount,
                balance,
                AT,
                "+442079460123",
                "Zoë's 4:5,",
                "ab".repeat(32),
                "");
    }

    private static Receipt receipt(int length) {
        List<ChainedEntry> entries = new ArrayList<>();
        String previous = EntryChain.GENESIS;
        for (int i = 1; i <= length; i++) {
            ChainedEntry entry = EntryChain.chained(previous, "alice", "EUR", plain(i, -17_000, i * -17_000L));
            previous = entry.hash();
            entries.add(entry);
        }
        return new Receipt("alice", "EUR", AT, EntryChain.GENESIS, entries);
    }

    /** Worked out with sha256sum over the bytes that EntryChain's documentation describes. */
    @Test
    void theHashIsTheOneThatTheDocumentationDescribes() {
        assertThat(EntryChain.houseHash(
                        new UUID(0, 7), "gateway", List.of(new EntryChain.OtherSide("house:tax:EUR", 17_000, "EUR"))))
                .isEqualTo("9cbd33191a4d1c4381898f90f9845be84f150ca6ce28af45502094b9676d002f");
        assertThat(EntryChain.hash(EntryChain.GENESIS, "alice", "EUR", plain(1, -17_000, -17_000)))
                .isEqualTo("4437a1682c3e72b4306cc4750f062deb4986712e3a44b1bdc6d17a8a4de301ca");
    }

    @Test
    void aReceiptIsReadBackAsItWasWrittenAndVerifies() throws Exception {
        Receipt receipt = receipt(3);
        Receipt read = ReceiptJson.read(ReceiptJson.write(receipt));
        assertThat(read).isEqualTo(receipt);
        assertThat(read.problems()).isEmpty();
        Receipt later = new Receipt(
                "alice",
                "EUR",
                AT,
                receipt.entries().getFirst().hash(),
                receipt.entries().subList(1, 3));
        assertThat(later.problems()).isEmpty();
        assertThat(receipt(0).problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void noChangedDigitOfAReceiptGoesUnnoticed(long seed) {
        var random = new SplittableRandom(seed);
        String text = ReceiptJson.write(receipt(4));
        int from = text.indexOf("\"predecessor\"");
        for (int i = 0; i < 300; i++) {
            int at = random.nextInt(from, text.length());
            char was = text.charAt(at);
            if (!Character.isLetterOrDigit(was)) {
                continue;
            }
            char other = was == '7' ? '8' : '7';
            String changed = text.substring(0, at) + other + text.substring(at + 1);
            assertThat(isRefused(changed))
                    .as("seed %d, %c at %d of%n%s", seed, was, at, changed)
                    .isTrue();
        }
    }

    private static boolean isRefused(String text) {
        try {
            return !ReceiptJson.read(text).problems().isEmpty();
        } catch (ReceiptJson.Unreadable e) {
            return true;
        }
    }

    @Test
    void anEntryThatIsLeftOutOrPutElsewhereIsNoticed() {
        Receipt whole = receipt(4);
        List<ChainedEntry> gap = new ArrayList<>(whole.entries());
        gap.remove(1);
        assertThat(new Receipt("alice", "EUR", AT, EntryChain.GENESIS, gap).problems())
                .containsExactly("entry 3 does not continue what stands before it");
        assertThat(new Receipt("alice", "EUR", AT, EntryChain.GENESIS, gap.subList(1, 3)).problems())
                .containsExactly("entry 3 does not continue what stands before it");
        assertThat(new Receipt("bob", "EUR", AT, EntryChain.GENESIS, whole.entries()).problems())
                .containsExactly("entry 1 is not what was booked: its hash does not match");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{}",
                "{\"format\": \"tollgate-receipt-1\"}",
                "{\"format\": \"tollgate-receipt-1\", \"entries\": [7]}",
                "{\"format\": \"tollgate-receipt-1\", \"entries\": [{\"number\": 1e99}]}",
                "{\"format\": \"tollgate-receipt-1\", \"entries\": [[[[[[[[[[[[]]]]]]]]]]]]}",
                "not at all"
            })
    void whatIsNoReceiptIsSaidToBeNone(String text) {
        assertThatThrownBy(() -> ReceiptJson.read(text)).isInstanceOf(ReceiptJson.Unreadable.class);
    }
}
