package io.tollgate.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.billing.ledger.Credit;
import io.tollgate.billing.ledger.jdbc.PostgresLedger;
import io.tollgate.billing.rating.Rate;
import io.tollgate.gateway.call.SimulatedCalls;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Calls of one account on several gateways at once, by the real machine and the real ledger. */
@QuarkusTest
class ConcurrentCreditTest extends ApiTest {
    private static final long CREDIT = 1_000_000;

    @Inject
    PostgresLedger ledger;

    @Test
    void twentyCallsAtOnceNeverOverdraw() throws Exception {
        String user = "c" + UUID.randomUUID().toString().substring(0, 12);
        admin().post(
                        "/api/v1/accounts",
                        "{\"username\":\"" + user
                                + "\",\"password\":\"correct horse\",\"currency\":\"EUR\",\"home_country\":\"GB\"}")
                .is(201);
        ledger.credit(new Credit(UUID.randomUUID(), user, CREDIT, "EUR", Credit.Kind.TOPUP, "", "", "test"));
        Rate rate = Rate.perSecond("44", "United Kingdom", 60_000);
        List<CompletableFuture<List<SimulatedCalls.Ended>>> gateways = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int seed = 0; seed < 5; seed++) {
                SimulatedCalls calls = new SimulatedCalls(ledger, user, seed);
                gateways.add(CompletableFuture.supplyAsync(() -> calls.run(4, rate, CREDIT), threads));
            }
        }
        long paid = 0;
        for (CompletableFuture<List<SimulatedCalls.Ended>> gateway : gateways) {
            for (SimulatedCalls.Ended call : gateway.get()) {
                assertThat(call.costMicros()).isLessThanOrEqualTo(call.heldMicros());
                paid += call.costMicros();
            }
        }
        assertThat(paid).isLessThanOrEqualTo(CREDIT);
        assertThat(ledger.balance(user).orElseThrow().balanceMicros()).isEqualTo(CREDIT - paid);
        assertThat(ledger.balance(user).orElseThrow().heldMicros()).isZero();
    }
}
