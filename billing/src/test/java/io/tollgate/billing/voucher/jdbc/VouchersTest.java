package io.tollgate.billing.voucher.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.ledger.jdbc.LedgerSettings;
import io.tollgate.billing.ledger.jdbc.PostgresLedger;
import io.tollgate.billing.ledger.jdbc.TestDatabase;
import io.tollgate.billing.postgres.jdbc.Transactions;
import io.tollgate.billing.voucher.Redeemed;
import io.tollgate.billing.voucher.VoucherCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class VouchersTest {
    private static final Instant NOW = Instant.parse("2026-12-01T08:00:00Z");
    private static final Instant LATER = NOW.plus(Duration.ofDays(365));
    private static final long FIVE = 5_000_000;

    @SuppressWarnings("NullAway.Init")
    private static PostgresLedger ledger;

    private final Vouchers vouchers =
            new Vouchers(new Transactions(TestDatabase.dataSource()), TestDatabase.database());
    private final SplittableRandom random = new SplittableRandom();

    @BeforeAll
    static void openLedger() {
        ledger = new PostgresLedger(TestDatabase.dataSource(), LedgerSettings.DEFAULT);
    }

    @AfterAll
    static void booksAreRight() {
        assertThat(ledger.verify().problems()).isEmpty();
        ledger.close();
    }

    private static String user(String currency) {
        String user = "redeemer-" + UUID.randomUUID();
        TestDatabase.openAccount(user, currency);
        return user;
    }

    private static String reference() {
        return "batch-" + UUID.randomUUID();
    }

    private List<VoucherCode> batch(String reference, int count) {
        return vouchers.make(reference, count, FIVE, "EUR", LATER, "admin", random)
                .orElseThrow();
    }

    private static long balance(String user) {
        return ledger.balance(user).orElseThrow().balanceMicros();
    }

    @Test
    void aCodeCreditsOnceAndIsNowhereInTheDatabase() {
        String reference = reference();
        List<VoucherCode> codes = batch(reference, 100);
        assertThat(new HashSet<>(codes)).hasSize(100);
        VoucherCode code = codes.get(41);
        String user = user("EUR");
        assertThat(vouchers.redeem(user, code.printed().toLowerCase(java.util.Locale.ROOT), NOW))
                .isEqualTo(new Redeemed.Credited(FIVE, "EUR", false));
        assertThat(vouchers.redeem(user, code.printed(), NOW)).isEqualTo(new Redeemed.Credited(FIVE, "EUR", true));
        assertThat(vouchers.redeem(user("EUR"), code.printed(), NOW)).isEqualTo(new Redeemed.UsedAlready());
        assertThat(balance(user)).isEqualTo(FIVE);
        assertThat(vouchers.batch(reference).orElseThrow().redeemed()).isEqualTo(1);
        assertThat(TestDatabase.database()
                        .list("select voucher::text || batch_id from voucher", row -> row.getString(1)))
                .noneMatch(row -> row.contains(code.letters()));
        assertThat(ledger.statement(user, Long.MAX_VALUE, 1).getFirst().reference())
                .isEqualTo(reference + "/42");
    }

    @Test
    void twentyAtOnceRedeemItOnce() throws Exception {
        VoucherCode code = batch(reference(), 1).getFirst();
        List<String> users = List.of(user("EUR"), user("EUR"));
        try (ExecutorService threads = Executors.newFixedThreadPool(10)) {
            List<Future<Redeemed>> running = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                String user = users.get(i % 2);
                running.add(threads.submit(() -> vouchers.redeem(user, code.printed(), NOW)));
            }
            for (Future<Redeemed> one : running) {
                one.get();
            }
        }
        assertThat(balance(users.get(0)) + balance(users.get(1))).isEqualTo(FIVE);
    }

    @Test
    void expiredRevokedAndForeignVouchersSayWhatTheyAre() {
        String reference = reference();
        List<VoucherCode> codes = batch(reference, 3);
        String user = user("EUR");
        assertThat(vouchers.redeem(user, codes.get(0).printed(), LATER)).isEqualTo(new Redeemed.Expired(LATER));
        assertThat(vouchers.redeem(user("USD"), codes.get(0).printed(), NOW))
                .isEqualTo(new Redeemed.OtherCurrency("EUR", "USD"));
        vouchers.redeem(user, codes.get(1).printed(), NOW);
        assertThat(vouchers.revoke(reference, "admin")).isTrue();
        assertThat(vouchers.redeem(user, codes.get(2).printed(), NOW)).isEqualTo(new Redeemed.Revoked());
        assertThat(vouchers.redeem(user, codes.get(1).printed(), NOW))
                .isEqualTo(new Redeemed.Credited(FIVE, "EUR", true));
        assertThat(balance(user)).isEqualTo(FIVE);
        assertThat(vouchers.revoke("no-such-batch", "admin")).isFalse();
        assertThat(vouchers.make(reference, 1, FIVE, "EUR", LATER, "admin", random))
                .isEmpty();
    }

    @Test
    void guessingEndsAfterTenWrongCodesForAnHourEvenForTheRightOne() {
        VoucherCode code = batch(reference(), 1).getFirst();
        String user = user("EUR");
        for (int i = 0; i < Vouchers.GUESSES; i++) {
            assertThat(vouchers.redeem(user, VoucherCode.make(random).printed(), NOW))
                    .isEqualTo(new Redeemed.Unknown());
        }
        Instant until = NOW.plus(Duration.ofHours(1));
        assertThat(vouchers.redeem(user, code.printed(), NOW.plusSeconds(3_599)))
                .isEqualTo(new Redeemed.TooManyGuesses(until));
        assertThat(balance(user)).isZero();
        assertThat(vouchers.redeem(user, code.printed(), until)).isEqualTo(new Redeemed.Credited(FIVE, "EUR", false));
        assertThat(vouchers.redeem(user, "rubbish", until)).isEqualTo(new Redeemed.Unknown());
        assertThat(vouchers.redeem("nobody-here", code.printed(), NOW)).isEqualTo(new Redeemed.NoSuchAccount());
    }

    @Test
    void codesAreReadAsPeopleTypeThem() {
        VoucherCode code = VoucherCode.make(new SplittableRandom(3));
        assertThat(code.printed()).matches("([0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}");
        assertThat(VoucherCode.read(" " + code.letters().toLowerCase(java.util.Locale.ROOT) + " "))
                .contains(code);
        assertThat(VoucherCode.read("OIL00-00000-00000-00000")).contains(new VoucherCode("01100000000000000000"));
        assertThat(VoucherCode.read("ABC")).isEmpty();
        assertThat(VoucherCode.read("U".repeat(20))).isEmpty();
        assertThat(code.toString()).doesNotContain(code.letters());
    }
}
