package io.tollgate.billing.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Keeps its own books from what happened in a {@link LedgerWorld}, by other means than the ledger's, and compares. */
final class Auditor {
    private final Map<UUID, String> callers = new HashMap<>();
    private final Map<UUID, Long> charges = new HashMap<>();
    private final Map<UUID, Map.Entry<String, Long>> credits = new HashMap<>();
    private final Map<String, Long> seconds = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    void opened(UUID call, String user) {
        callers.put(call, user);
    }

    void settled(UUID call, long costMicros) {
        Long first = charges.putIfAbsent(call, costMicros);
        if (first != null && first != costMicros) {
            problems.add("call " + call + " was charged " + first + " and then " + costMicros);
        }
    }

    /** What a call has used of its caller's allowances; a recovered call uses nothing. */
    void usedSeconds(String user, long used) {
        seconds.merge(user, used, Long::sum);
    }

    /** An account whose credit is nothing must not have been granted a hold that it cannot pay. */
    void overdrawn(String user, long availableMicros) {
        problems.add("a hold of " + user + " was granted and left " + availableMicros);
    }

    boolean isSettled(UUID call) {
        return charges.containsKey(call);
    }

    /** Its gateway died: it costs what its last touch says, and no more. */
    void lostWithItsGateway(UUID call, long talkMs) {
        charges.put(call, talkMs);
    }

    void credited(UUID transfer, String user, long amountMicros) {
        credits.put(transfer, Map.entry(user, amountMicros));
    }

    List<String> compareWith(InMemoryLedger ledger, int users) {
        Map<String, Long> expected = new HashMap<>();
        credits.values().forEach(credit -> expected.merge(credit.getKey(), credit.getValue(), Long::sum));
        callers.forEach((call, user) -> {
            Long charge = charges.get(call);
            if (charge == null) {
                problems.add("call " + call + " never ended");
                return;
            }
            expected.merge(user, -charge, Long::sum);
            ledger.find(call)
                    .filter(cdr -> cdr.costMicros() == charge)
                    .ifPresentOrElse(cdr -> {}, () -> problems.add("call " + call + " should cost " + charge));
        });
        for (int i = 0; i < users; i++) {
            String user = "user-" + i;
            Balance balance = ledger.balance(user).orElseThrow();
            long right = expected.getOrDefault(user, 0L);
            if (balance.balanceMicros() != right) {
                problems.add("balance of " + user + " is " + balance.balanceMicros() + ", events sum to " + right);
            }
            long used = ledger.allowances().ever(user).stream()
                    .mapToLong(Allowances.Allowance::usedSeconds)
                    .sum();
            if (used != seconds.getOrDefault(user, 0L)) {
                problems.add(user + " has used " + used + " s, its calls sum to " + seconds.getOrDefault(user, 0L));
            }
            if (balance.heldMicros() != 0) {
                problems.add(balance.heldMicros() + " of " + user + " are still held");
            }
        }
        problems.addAll(ledger.verify().problems());
        return problems;
    }
}
