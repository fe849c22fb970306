/**
 * Who somebody is: a device and its two key pairs, the credential that a login server signs for it, the proof that the
 * device holds the key named there, and the password that stands at the beginning of it all (docs/protocol.md
 * section 1).
 *
 * <p>A {@link io.tollgate.overlay.identity.CredentialIssuer} turns a checked user and a
 * {@link io.tollgate.overlay.identity.PublicDevice} into a compact JWS; everybody else holds the
 * {@link io.tollgate.overlay.identity.IssuerKeys} and asks a
 * {@link io.tollgate.overlay.identity.CredentialVerifier}, without talking to the issuer. Every refusal is a value with
 * one of the closed {@link io.tollgate.overlay.identity.CredentialRefusal}s.
 *
 * <p>Pure: time and random octets are arguments, nothing is stored. Everything here is immutable and may be used by any
 * thread. Files are the business of {@code identity.io}. Left out on purpose: other curves (browsers agree on P-256),
 * refresh tokens (a credential is renewed with a proof by its own key), and asking the issuer on-line.
 */
@NullMarked
package io.tollgate.overlay.identity;

import org.jspecify.annotations.NullMarked;
