/**
 * Money that operators move by hand, with the rule of four eyes: above an amount the order waits until another operator
 * has approved it. Also what is given back for a call, which can never be more than the call has cost.
 */
@NullMarked
package io.tollgate.billing.adjustment;

import org.jspecify.annotations.NullMarked;
