package io.tollgate.gateway.policy;

import io.tollgate.billing.policy.PolicyRule;
import io.tollgate.gateway.call.Cause;

/** What a call that a rule refuses ends by. */
public final class Rules {
    private Rules() {}

    /** One cause for each rule, of the same name. */
    public static Cause cause(PolicyRule rule) {
        return switch (rule) {
            case DENIED_KIND -> Cause.DENIED_KIND;
            case DENIED_PREFIX -> Cause.DENIED_PREFIX;
            case RATE_CEILING -> Cause.RATE_CEILING;
            case CONCURRENT_CALLS -> Cause.CONCURRENT_CALLS;
            case NEW_DESTINATIONS -> Cause.NEW_DESTINATIONS;
            case SHORT_CALLS -> Cause.SHORT_CALLS;
            case DAILY_SPEND -> Cause.DAILY_SPEND;
            case MONTHLY_SPEND -> Cause.MONTHLY_SPEND;
            case UNUSUAL_SPEND -> Cause.UNUSUAL_SPEND;
        };
    }
}
