package io.tollgate.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thousands of accounts, crashes and repeats, and an auditor who keeps books of his own. */
class LedgerWorldTest {
    private static final int USERS = 2000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whateverHappensTheAuditorComesToTheSameBalances(long seed) {
        var world = new LedgerWorld(seed, USERS, 5);
        world.run(60_000);
        assertThat(world.auditor.compareWith(world.ledger, USERS))
                .as("seed %d", seed)
                .isEmpty();
        assertThat(world.crashes).isGreaterThan(100);
        assertThat(world.recovered).isGreaterThan(100);
    }

    @Test
    void theSameSeedIsTheSameWorld() {
        var one = new LedgerWorld(7, 50, 2);
        var other = new LedgerWorld(7, 50, 2);
        one.run(5000);
        other.run(5000);
        for (int i = 0; i < 50; i++) {
            String user = "user-" + i;
            assertThat(one.ledger.chain(user, Long.MAX_VALUE, 1))
                    .isEqualTo(other.ledger.chain(user, Long.MAX_VALUE, 1));
        }
    }

    @Test
    void theAuditorNoticesAPostingThatNoEventExplains() {
        var world = new LedgerWorld(9, 50, 2);
        world.run(2000);
        world.ledger.credit(Calls.topup(new UUID(1, 1), "user-3", 1, "EUR"));
        assertThat(world.auditor.compareWith(world.ledger, 50))
                .singleElement()
                .asString()
                .startsWith("balance of user-3 is ");
    }
}
