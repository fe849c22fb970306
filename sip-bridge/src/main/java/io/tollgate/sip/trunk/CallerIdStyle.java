package io.tollgate.sip.trunk;

/** Where a trunk wants the caller's number. */
public enum CallerIdStyle {
    /** In From only. */
    FROM,
    /** In From and P-Asserted-Identity (RFC 3325); withheld numbers stand in the latter, with Privacy: id. */
    ASSERTED,
    /** In From and P-Preferred-Identity (RFC 3325). */
    PREFERRED,
    /** In From and Remote-Party-ID, the older draft that some switches still read. */
    REMOTE_PARTY
}
