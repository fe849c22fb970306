package io.tollgate.billing.renewal;

import java.time.Instant;

/** Where a contract stands. {@code periods} is how many whole periods have been paid. */
public sealed interface Standing {

    int periods();

    /** @param renews false: it ends with what has been paid */
    record Active(int periods, boolean renews) implements Standing {}

    /** The next period is unpaid; everything still works. */
    record Grace(int periods, Instant until) implements Standing {}

    /** Nothing works, but it can still be paid. */
    record Suspended(int periods, Instant until) implements Standing {}

    /** Over; what it was about is kept from others. */
    record HeldBack(int periods, Instant until) implements Standing {}

    record Ended(int periods) implements Standing {}

    /** Whether the user has the use of it. */
    default boolean works() {
        return this instanceof Active || this instanceof Grace;
    }
}
