package io.tollgate.gateway.call;

/** What a call's talk comes to its end by, unless somebody hangs up before. */
public enum TalkLimit {
    /** The account has no more credit. */
    CREDIT(Cause.CREDIT_EXHAUSTED),
    /** A ceiling on the account's spending is reached. */
    SPENDING(Cause.SPENDING_CEILING),
    /** The account may not place calls any more. */
    ACCOUNT(Cause.ACCOUNT_CLOSED),
    /** The longest call that is allowed. */
    LENGTH(Cause.LONGEST_CALL);

    private final Cause cause;

    TalkLimit(Cause cause) {
        this.cause = cause;
    }

    Cause cause() {
        return cause;
    }
}
