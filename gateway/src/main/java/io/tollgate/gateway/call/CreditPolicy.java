package io.tollgate.gateway.call;

import io.tollgate.billing.rating.HoldPolicy;
import java.time.Duration;

/**
 * How a live call's credit is reserved.
 *
 * @param hold how much talk time the holds cover
 * @param ahead how long before the held time runs out the next extension is asked for
 * @param warning how long before the end the caller is warned; zero: not at all
 * @param again how often a call whose credit comes to its end looks whether there is more
 */
public record CreditPolicy(HoldPolicy hold, Duration ahead, Duration warning, Duration again) {
    /** The ledger has this long to answer before a warning is due. */
    private static final Duration ANSWER = Duration.ofSeconds(5);
    /** The last look leaves this long for the answer. */
    static final Duration LAST_LOOK = Duration.ofSeconds(1);

    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final Duration LEAST_AHEAD = Duration.ofSeconds(20);

    /** One minute held, half a minute of warning. */
    public static final CreditPolicy DEFAULT = warning(Duration.ofSeconds(30));

    public CreditPolicy {
        if (ahead.isNegative() || warning.isNegative() || !again.isPositive() || ahead.compareTo(warning) < 0) {
            throw new IllegalArgumentException("extension " + ahead + ", warning " + warning + ", again " + again);
        }
    }

    /** Extends soon enough that what is left is known when the warning is due. */
    public static CreditPolicy warning(Duration warning) {
        Duration enough = warning.plus(ANSWER);
        Duration ahead = enough.compareTo(LEAST_AHEAD) < 0 ? LEAST_AHEAD : enough;
        return new CreditPolicy(HoldPolicy.USUAL, ahead, warning, AGAIN);
    }
}
