package io.tollgate.billing.ledger.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.billing.ledger.Calls;
import io.tollgate.billing.ledger.LedgerException;
import io.tollgate.billing.ledger.Split;
import io.tollgate.billing.postgres.jdbc.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Somebody with the database's owner's rights changes history, in a schema of its own. */
class ChainTamperTest {
    private static final String SCHEMA = "tampered";
    private static final AtomicInteger USERS = new AtomicInteger();
    private static final PGSimpleDataSource BOOKS = in(SCHEMA);
    private static PostgresLedger ledger = new PostgresLedger(BOOKS, LedgerSettings.DEFAULT);

    private final String user = "user-" + USERS.incrementAndGet();
    private final UUID call = UUID.randomUUID();

    private static PGSimpleDataSource in(String schema) {
        var source = (PGSimpleDataSource) TestDatabase.dataSource();
        source.setCurrentSchema(schema);
        return source;
    }

    @BeforeAll
    static void migrate() {
        makeSchema(SCHEMA, "latest");
    }

    @AfterAll
    static void drop() {
        ledger.close();
        TestDatabase.database().update("drop schema if exists tampered cascade");
    }

    private static void makeSchema(String schema, String target) {
        TestDatabase.database().update("drop schema if exists " + schema + " cascade");
        TestDatabase.database().update("create schema " + schema);
        Flyway.configure()
                .dataSource(in(schema))
                .locations("classpath:db/migration")
                .target(target)
                .load()
                .migrate();
    }

    private static void execute(PGSimpleDataSource where, String sql) {
        new Database(where).update(sql);
    }

    private static void ask(PGSimpleDataSource where, String sql) {
        assertThat(new Database(where).list(sql, row -> row.getString(1))).isNotEmpty();
    }

    /** Three entries: a top-up, a call with a carrier's cost, a call. */
    private void threeEntries() {
        execute(BOOKS, "insert into account (username, currency) values ('" + user + "', 'EUR')");
        ledger.credit(Calls.topup(UUID.randomUUID(), user, 10_000_000, "EUR"));
        ledger.settle(Calls.answered(call, user, 34_000, "EUR"), new Split(null, null, 0, 0, 9_000, null));
        ledger.settle(Calls.answered(UUID.randomUUID(), user, 17_000, "EUR"));
        assertThat(ledger.verify(user).problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            update entry set balance_micros = 1 where U and chain_no = 2 | entry 2 (transfer CALL) says that the balance is 1
            update transfer set reason = 'other' where id = 'CALL'       | entry 2 (transfer CALL) is not what was booked
            update transfer set reference = '+1' where id = 'CALL'       | entry 2 (transfer CALL) is not what was booked
            update transfer set actor = 'nobody' where id = 'CALL'       | entry 2 (transfer CALL) is not what was booked
            update transfer set at = at + '1 ms'::interval where id = 'CALL' | entry 2 (transfer CALL) is not what was booked
            update entry set amount_micros = amount_micros * 2 where transfer_id = 'CALL' and not U and abs(amount_micros) = 9000 | entry 2 (transfer CALL) is not what was booked
            update entry set account_id = (select id from account where username like 'house:payments%') where transfer_id = 'CALL' and amount_micros = 34000 | entry 2 (transfer CALL) is not what was booked
            update entry set amount_micros = amount_micros * 2, balance_micros = balance_micros - 34000 where transfer_id = 'CALL' and U | entry 2 (transfer CALL) is not what was booked
            delete from entry where U and chain_no = 2                   | has number 3: entries before it are missing
            delete from entry where U and chain_no = 3                   | its newest entry is 2, its head speaks of entry 3
            update entry set hash = sha256('x') where U and chain_no = 3 | is not what was booked
            update entry set hash = null where U and chain_no = 1        | is not in the chain
            update account set chain_head = sha256('x') where username = 'user' | its head speaks of entry 3 with another hash
            update account set balance_micros = 5 where username = 'user' | has a balance of 5
            """)
    void whateverIsChangedTheFirstBrokenEntryIsNamed(String change, String problem) {
        threeEntries();
        String sql = change.replace("CALL", call.toString())
                .replace("'user'", "'" + user + "'")
                .replaceAll("\\bU\\b", "account_id = (select id from account where username = '" + user + "')");
        execute(BOOKS, "alter table entry disable trigger user");
        execute(BOOKS, "alter table transfer disable trigger user");
        execute(BOOKS, sql);
        List<String> problems = ledger.verify(user).problems();
        assertThat(String.join("\n", problems)).contains(problem.replace("CALL", call.toString()));
        assertThat(problems).anyMatch(said -> said.contains(user));
    }

    /** All hashes made anew by somebody who knows how: only what was handed out before can tell. */
    @Test
    void aChainThatWasForgedAnewContradictsTheReceiptThatAUserHas() {
        threeEntries();
        var before = ledger.receipt(user, Long.MAX_VALUE, 10, Calls.START).orElseThrow();
        execute(BOOKS, "alter table transfer disable trigger user");
        execute(BOOKS, "update transfer set reason = 'forged' where id = '" + call + "'");
        var after = ledger.receipt(user, Long.MAX_VALUE, 10, Calls.START).orElseThrow();
        assertThat(before.problems()).isEmpty();
        assertThat(after.problems()).containsExactly("entry 2 is not what was booked: its hash does not match");
        execute(BOOKS, "alter table entry disable trigger user");
        execute(
                BOOKS,
                "update entry e set hash = ledger_entry_hash(p.hash, a.username, e.currency, e.chain_no, t.id, t.kind,"
                        + " e.amount_micros, e.balance_micros, t.at, t.reference, t.reason,"
                        + " ledger_house_hash(t.id, t.salt, t.actor, a.id))"
                        + " from transfer t, account a, entry p where t.id = e.transfer_id and a.id = e.account_id"
                        + " and p.account_id = a.id and p.chain_no = 1 and e.chain_no = 2 and t.id = '" + call + "'");
        var forged = ledger.receipt(user, 3, 10, Calls.START).orElseThrow();
        assertThat(forged.problems()).isEmpty();
        assertThat(forged.contradictions(before))
                .containsExactly("entry 2 is another than in the receipt of " + Calls.START);
    }

    @Test
    void booksFromBeforeTheChainAreChainedByTheUpgrade() {
        makeSchema("upgraded", "6");
        PGSimpleDataSource old = in("upgraded");
        try {
            execute(
                    old,
                    "insert into account (username, currency) values ('alice', 'EUR'), ('bob', 'EUR'), ('idle', 'EUR')");
            ask(
                    old,
                    "select ledger_credit(u, gen_random_uuid(), 1000 * n, 'EUR', jsonb_build_object('kind', 'TOPUP', 'house',"
                            + " 'payments', 'reference', 'Zoë', 'reason', '', 'actor', 'x'))"
                            + " from generate_series(1, 50) n, unnest('{alice,bob}'::text[]) u");
            Flyway.configure()
                    .dataSource(old)
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
            try (var upgraded = new PostgresLedger(old, LedgerSettings.DEFAULT)) {
                assertThat(upgraded.verify().problems()).isEmpty();
                upgraded.credit(Calls.topup(UUID.randomUUID(), "bob", 7, "EUR"));
                assertThat(upgraded.verify().problems()).isEmpty();
                assertThat(upgraded.chain("bob", Long.MAX_VALUE, 1000)).hasSize(51);
                assertThat(upgraded.chain("bob", Long.MAX_VALUE, 1).getFirst().balanceMicros())
                        .isEqualTo(1_275_007);
            }
            assertThatThrownBy(() -> execute(old, "delete from entry")).hasMessageContaining("append-only");
        } finally {
            TestDatabase.database().update("drop schema upgraded cascade");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update entry set amount_micros = 1",
                "delete from entry",
                "truncate entry",
                "update transfer set reason = 'x'",
                "delete from transfer",
                "truncate transfer cascade",
                "delete from cdr",
                "delete from allowance_use"
            })
    void evenASuperuserThatPlaysReplicaCannotChangeWhatIsBooked(String sql) throws Exception {
        PGSimpleDataSource superuser = (PGSimpleDataSource) TestDatabase.dataSource();
        superuser.setUser("postgres");
        superuser.setPassword(superuserPassword());
        try (Connection connection = superuser.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set session_replication_role = replica");
            assertThatThrownBy(() -> statement.execute(sql)).hasMessageContaining("append-only");
        }
    }

    private static String superuserPassword() throws IOException {
        try (Stream<Path> files = Files.walk(TestDatabase.home(), 3)) {
            Path file = files.filter(path -> path.endsWith("superuser-password"))
                    .findFirst()
                    .orElseThrow(() -> new LedgerException("the test cluster has no superuser"));
            return Files.readString(file).strip();
        }
    }
}
