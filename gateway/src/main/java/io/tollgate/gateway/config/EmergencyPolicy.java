package io.tollgate.gateway.config;

/** What becomes of a call to an emergency number. */
public enum EmergencyPolicy {
    /** It is refused with an announcement: Tollgate does not know where the caller is. */
    REFUSE,
    /** It goes to the trunk that the operator named, unbilled, whatever the state of the account. */
    PASS
}
