package io.tollgate.billing.renewal;

/** What a contract is told. */
public enum Input {
    /** Time has passed, or credit may have come. */
    LOOK,
    /** The charge that was asked for has been booked. */
    PAID,
    /** The credit does not suffice for it. */
    SHORT,
    /** The account takes no more charges: it is closed. */
    CLOSED,
    /** The user does not want it renewed. */
    CANCEL,
    /** The user does, after all. */
    RENEW,
    /** It is to end at once; what is left of the period is lost. */
    END
}
