package io.tollgate.gateway.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.ledger.Credit;
import io.tollgate.billing.ledger.InMemoryLedger;
import io.tollgate.billing.rating.Rate;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thirty calls at once do not pass on one call's credit (magnusbilling#38). */
class ConcurrentCreditTest {
    private static final Rate PER_SECOND = Rate.perSecond("44", "United Kingdom", 60_000);
    private static final Rate PER_MINUTE = new Rate("44", "United Kingdom", 17_000, 0, 60, 60, false, "", "");

    private static InMemoryLedger ledger(long credit, long limit) {
        InMemoryLedger ledger = new InMemoryLedger(Instant::now);
        ledger.open("alice", "EUR", limit);
        if (credit > 0) {
            ledger.credit(new Credit(UUID.randomUUID(), "alice", credit, "EUR", Credit.Kind.TOPUP, "", "", "test"));
        }
        return ledger;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void twentyCallsNeverOverdrawAndUseUpWhatThereIs(long seed) {
        InMemoryLedger ledger = ledger(3_000_000, 0);

        List<SimulatedCalls.Ended> ended = new SimulatedCalls(ledger, "alice", seed).run(20, PER_SECOND, 3_000_000);

        assertThat(ended)
                .hasSize(20)
                .allSatisfy(call ->
                        assertThat(call.costMicros()).as("seed %d", seed).isLessThanOrEqualTo(call.heldMicros()));
        assertThat(ledger.balance("alice").orElseThrow().balanceMicros())
                .as("seed %d: no less than nothing, and less than one second of each call left", seed)
                .isBetween(0L, 20_000L);
        assertThat(ledger.balance("alice").orElseThrow().heldMicros()).isZero();
        assertThat(ledger.verify().problems()).isEmpty();
    }

    @Test
    void callsThatTheCreditDoesNotReachForAreRefusedNotOwed() {
        InMemoryLedger ledger = ledger(3 * 17_000 + 16_999, 0);

        List<SimulatedCalls.Ended> ended = new SimulatedCalls(ledger, "alice", 1).run(30, PER_MINUTE, 67_999);

        assertThat(ended.stream().filter(call -> call.cause() == Cause.NO_CREDIT))
                .hasSize(27);
        assertThat(ended.stream().mapToLong(SimulatedCalls.Ended::costMicros).sum())
                .isEqualTo(3 * 17_000);
        assertThat(ledger.balance("alice").orElseThrow().balanceMicros()).isEqualTo(16_999);
    }

    @Test
    void aPostpaidAccountTalksDownToItsCreditLimitAndNoFurther() {
        InMemoryLedger ledger = ledger(0, 500_000);

        List<SimulatedCalls.Ended> ended = new SimulatedCalls(ledger, "alice", 1).run(2, PER_SECOND, 500_000);

        assertThat(ended).allSatisfy(call -> assertThat(call.cause()).isEqualTo(Cause.CREDIT_EXHAUSTED));
        assertThat(ledger.balance("alice").orElseThrow().balanceMicros()).isBetween(-500_000L, -498_000L);
    }
}
