/**
 * Pricing a period again: a preview first, then correcting entries.
 *
 * <p>A {@link io.tollgate.billing.rerating.Run} goes over the answered calls of a period. For each that would cost
 * something else than was paid for it so far, corrections of earlier runs included, it keeps a {@link
 * io.tollgate.billing.rerating.Line}. Applying books one transfer of kind CORRECTION per line, whose id follows from run
 * and call, so that applying again, also after a crash, books nothing twice. The CDR stays what it was. Prices come from
 * the one price function, by way of {@link io.tollgate.billing.rerating.Repricing}.
 */
@NullMarked
package io.tollgate.billing.rerating;

import org.jspecify.annotations.NullMarked;
