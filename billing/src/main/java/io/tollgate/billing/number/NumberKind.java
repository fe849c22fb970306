package io.tollgate.billing.number;

/** What sort of line a number belongs to, as its numbering plan tells. */
public enum NumberKind {
    FIXED,
    MOBILE,
    /** Plans such as the North American one do not tell the two apart. */
    FIXED_OR_MOBILE,
    FREEPHONE,
    PREMIUM,
    SHARED_COST,
    VOIP,
    /** A number that follows a person. */
    PERSONAL,
    PAGER,
    /** A company's number that reaches any of its offices. */
    COMPANY,
    VOICEMAIL,
    SATELLITE,
    /** Networks that span countries, +882 and +883. */
    INTERNATIONAL_NETWORK,
    /** The length fits, the range is not known to be in use. */
    UNKNOWN
}
