/**
 * Telephone numbers: from whatever a person dialled to one E.164 number, or the reason why there is none.
 *
 * <p>{@link io.tollgate.billing.number.NumberPlan#normalise} takes the dialled text and the home country of the
 * account and returns a {@link io.tollgate.billing.number.Dialled}: a number with its country and kind, an emergency
 * number, a service of our own such as {@code echo123}, or an explanation. Inside, {@code DialString} undresses the
 * text (URI schemes, separators, full-width digits), then the numbering plans of libphonenumber decide.
 *
 * <p>A number that libphonenumber does not know but whose length fits its country is let through with kind
 * {@link io.tollgate.billing.number.NumberKind#UNKNOWN}: new ranges open every week and fictional ranges are absent
 * on purpose, and the rate deck and the carrier have the last word anyway. The North American plan is the exception,
 * since its shape is fixed.
 *
 * <p>Pure functions without an owner thread. Left out on purpose: number portability, names of towns, and pauses or
 * extensions after the number, which are keypad tones of the call.
 */
@NullMarked
package io.tollgate.billing.number;

import org.jspecify.annotations.NullMarked;
