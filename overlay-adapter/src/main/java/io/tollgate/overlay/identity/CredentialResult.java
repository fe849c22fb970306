package io.tollgate.overlay.identity;

/** What became of a credential that somebody showed. */
public sealed interface CredentialResult {

    /** Genuine, in time, not revoked. */
    record Valid(Credential credential) implements CredentialResult {}

    /** Not accepted. */
    record Refused(CredentialRefusal reason) implements CredentialResult {}
}
