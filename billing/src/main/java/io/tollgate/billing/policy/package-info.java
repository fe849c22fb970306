/**
 * What an account may do before it costs anybody money: which destinations, at which rate, how much a day, how many calls
 * at once, how many numbers never called before, how many calls that are over at once.
 *
 * <p>{@link io.tollgate.billing.policy.Policy} is pure: limits and counters in, one
 * {@link io.tollgate.billing.policy.PolicyDecision} out, which names its {@link io.tollgate.billing.policy.PolicyRule}. The
 * counters live in the database ({@code jdbc}), so that they hold across restarts and several gateways. A call is put on
 * the books under its account's lock <em>before</em> the decision and taken off again when it is refused: of two calls at
 * the same moment the second always sees the first.
 *
 * <p>Emergency calls are none of its business. Left out on purpose: scoring, learning, lists of bad numbers from outside.
 */
@NullMarked
package io.tollgate.billing.policy;

import org.jspecify.annotations.NullMarked;
