package io.tollgate.overlay.identity;

/** The revocation list, as far as this node has heard of it. Asked on the owner's thread: must not block. */
@FunctionalInterface
public interface Revocations {

    /** Nobody is revoked. */
    Revocations NONE = credential -> false;

    /** Whether this credential, its device or its user has been revoked. */
    boolean isRevoked(Credential credential);
}
