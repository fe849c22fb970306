package io.tollgate.gateway.policy;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.billing.policy.Policy;
import io.tollgate.billing.policy.PolicyCounters;
import io.tollgate.billing.policy.PolicyDecision;
import io.tollgate.billing.policy.PolicyLimits;
import io.tollgate.billing.policy.PolicyRule;
import io.tollgate.billing.policy.jdbc.PostgresPolicies;
import io.tollgate.gateway.config.TollgateConfig;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Holds calls to phones against the limits of their accounts. */
@Singleton
public class CallPolicy {
    private static final Logger LOG = Logger.getLogger(CallPolicy.class);
    private static final String ACTOR = "gateway";

    private final PostgresPolicies policies;
    private final MeterRegistry registry;
    private final PolicyLimits house;
    private final List<Consumer<PolicyNews>> listeners = new CopyOnWriteArrayList<>();

    CallPolicy(PostgresPolicies policies, MeterRegistry registry, TollgateConfig config) {
        this.policies = policies;
        this.registry = registry;
        this.house = new PolicyLimits(
                null, null, null, null, config.calls().perAccount(), null, null, null, null, null, null, (int)
                        config.calls().longest().toSeconds());
    }

    /** Hears of every refusal and suspension, on the call's thread: it must not block. */
    public void listen(Consumer<PolicyNews> listener) {
        listeners.add(listener);
    }

    /** What holds for an account: its own limits, its class's, the house's. The longest call is never above the house's. */
    public PolicyLimits limitsOf(String user) {
        PolicyLimits theirs =
                policies.of(user).map(PostgresPolicies.AccountPolicy::effective).orElse(PolicyLimits.NONE);
        return withinHouse(theirs, house);
    }

    private static PolicyLimits withinHouse(PolicyLimits theirs, PolicyLimits house) {
        Integer longest = theirs.maxCallSeconds();
        Integer most = house.maxCallSeconds();
        PolicyLimits all = theirs.orElse(house);
        return longest == null || most == null || longest <= most ? all : all.longestOf(most);
    }

    /**
     * Puts a call on its account's books and decides whether it may be placed; a refused one is taken off again, counted and
     * told.
     *
     * @param leastMicros what it costs at the least
     * @param wantedMicros what is to be held for it first
     */
    public PolicyDecision begin(
            String user, PolicyLimits limits, UUID call, String number, long leastMicros, long wantedMicros) {
        Optional<PolicyCounters> counters = policies.begin(user, call, number, wantedMicros);
        if (counters.isEmpty()) {
            // The ledger says the same in its own words when it is asked for credit.
            return PolicyDecision.FREELY;
        }
        PolicyDecision decision = Policy.call(limits, counters.get(), leastMicros, wantedMicros);
        if (decision instanceof PolicyDecision.Refused refused) {
            policies.withdraw(user, call);
            refused(user, call, refused);
        }
        return decision;
    }

    /**
     * Decides whether a call in progress may spend more.
     *
     * @param heldMicros what it may spend already
     * @param totalMicros what it would like to
     */
    public PolicyDecision extend(String user, PolicyLimits limits, UUID call, long heldMicros, long totalMicros) {
        PolicyDecision decision = policies.commit(user, call, totalMicros)
                .map(counters -> Policy.spending(limits, counters, heldMicros + 1, totalMicros))
                .orElse(PolicyDecision.FREELY);
        if (decision instanceof PolicyDecision.Refused refused) {
            refused(user, call, refused);
        }
        return decision;
    }

    /** A call was refused by a rule: counted, told, and where the rule says so the account suspended. */
    public void refused(String user, UUID call, PolicyDecision.Refused refused) {
        PolicyRule rule = refused.rule();
        registry.counter("tollgate.policy.refused", "rule", rule.word()).increment();
        tell(new PolicyNews(PolicyNews.REFUSED, user, call, rule, refused.detail(), Instant.now()));
        if (rule.suspends() && policies.suspend(user, rule, refused.detail(), call, ACTOR)) {
            LOG.warnf("account %s is suspended: %s, %s", user, rule.word(), refused.detail());
            registry.counter("tollgate.policy.suspended", "rule", rule.word()).increment();
            tell(new PolicyNews(PolicyNews.SUSPENDED, user, call, rule, refused.detail(), Instant.now()));
        }
    }

    private void tell(PolicyNews news) {
        listeners.forEach(listener -> listener.accept(news));
    }
}
