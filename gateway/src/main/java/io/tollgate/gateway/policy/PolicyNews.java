package io.tollgate.gateway.policy;

import io.tollgate.billing.policy.PolicyRule;
import java.time.Instant;
import java.util.UUID;

/**
 * A rule took effect.
 *
 * @param what {@code policy-refused}: a call was not placed or may not spend more; {@code account-suspended}
 * @param user the account
 * @param detail the limit and what stood against it
 */
public record PolicyNews(String what, String user, UUID call, PolicyRule rule, String detail, Instant at) {
    public static final String REFUSED = "policy-refused";
    public static final String SUSPENDED = "account-suspended";
}
