/**
 * Things paid for in periods from an account's credit: online numbers and packages of talk time.
 *
 * <p>{@link io.tollgate.billing.renewal.Renewal} is a pure machine: a {@link io.tollgate.billing.renewal.Standing}, an
 * {@link io.tollgate.billing.renewal.Input} and the time go in, the next standing and a list of actions come out.
 *
 * <pre>
 *   Active ──unpaid──► Grace ──► Suspended ──► HeldBack ──► Ended
 *     ▲  └─cancelled──────│──────────│───────────▲
 *     └────────paid───────┴──────────┘
 * </pre>
 *
 * In grace everything still works; suspended, a number does not ring but stays its renter's; held back, nobody else can
 * rent it yet. Where a stage lasts no time it is passed over: packages have neither suspension nor hold-back. Left out on
 * purpose: money back for what is left of a period when a contract is ended early, and new prices for running contracts.
 */
@NullMarked
package io.tollgate.billing.renewal;

import org.jspecify.annotations.NullMarked;
