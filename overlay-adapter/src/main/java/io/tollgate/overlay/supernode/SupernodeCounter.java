package io.tollgate.overlay.supernode;

/** What a supernode counts, each with one sentence of explanation. */
public enum SupernodeCounter {
    CONNECTIONS_OPENED("Connections that were made"),
    CONNECTIONS_CLOSED("Connections that ended, from either side"),
    CONNECTIONS_REFUSED_FULL("Connections refused because there were too many"),
    WELCOMED("Devices that proved who they are"),
    REPLACED("Connections closed because the same device made a newer one"),
    REFUSED_CREDENTIAL("Hellos with a credential that is not genuine"),
    REFUSED_EXPIRED("Hellos with an expired credential, and connections closed when theirs expired"),
    REFUSED_REVOKED("Hellos with a revoked credential, and connections closed when theirs was revoked"),
    REFUSED_PROOF("Hellos whose proof is not by the credential's key over the nonce"),
    REFUSED_VERSION("Hellos in another version of the protocol"),
    REFUSED_DEVICES("Devices refused because their user had too many connected"),
    HELLO_TIMEOUT("Connections closed because no Hello came in time"),
    KEEPALIVE_TIMEOUT("Connections closed because nothing was heard"),
    RECEIVED("Messages that arrived"),
    MALFORMED("Messages that are no envelope, or fields out of their limits"),
    TOO_LARGE("Messages above the limit of length"),
    TOO_MANY("Messages above a connection's rate, refused"),
    UNSUPPORTED("Envelopes with a body that is not known"),
    NOT_ALLOWED("Requests that the sender's state or role does not permit"),
    GATEWAY_SEARCHES("Searches for gateways"),
    USER_SEARCHES("Searches for a user's devices"),
    PASSED_ON("Sealed messages passed on"),
    NOT_REACHABLE("Sealed messages for devices that are not connected");

    private final String explanation;

    SupernodeCounter(String explanation) {
        this.explanation = explanation;
    }

    /** One sentence for a metric's description. */
    public String explanation() {
        return explanation;
    }
}
