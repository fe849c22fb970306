/**
 * The login server without its HTTP: a password, or the proof of a key, becomes a credential (docs/protocol.md
 * section 1).
 *
 * <p>A request's body goes in with its source and the time; a {@link io.tollgate.overlay.login.LoginAnswer} comes out,
 * which knows its HTTP status and its body. Users come from {@link io.tollgate.overlay.login.Accounts}. An unknown
 * user, a closed account and a wrong password cannot be told apart, neither by words nor by time; attempts are limited
 * per user and per source, and so is the number of passwords being checked at once, each of which takes 19 MiB.
 *
 * <p>Pure but for the account store behind its interface: time and ids are arguments. Any thread; a login takes some
 * tens of milliseconds of the caller's. Left out on purpose: registration, password reset, second factors.
 */
@NullMarked
package io.tollgate.overlay.login;

import org.jspecify.annotations.NullMarked;
