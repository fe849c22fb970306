package io.tollgate.billing.voucher;

import java.time.Instant;

/** What became of a code that a user typed. */
public sealed interface Redeemed {

    /** @param repeated this user had redeemed it before, and nothing was done */
    record Credited(long amountMicros, String currency, boolean repeated) implements Redeemed {}

    /** No code, or none of ours; it counts as a guess. */
    record Unknown() implements Redeemed {}

    /** By somebody else. */
    record UsedAlready() implements Redeemed {}

    record Expired(Instant at) implements Redeemed {}

    record Revoked() implements Redeemed {}

    record OtherCurrency(String vouchers, String accounts) implements Redeemed {}

    record AccountClosed() implements Redeemed {}

    record NoSuchAccount() implements Redeemed {}

    /** Nothing was looked up. */
    record TooManyGuesses(Instant until) implements Redeemed {}
}
