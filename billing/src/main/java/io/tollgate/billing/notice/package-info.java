/**
 * What users and operators are told of: low credit, credit about to expire, failed recharges, numbers about to be lost.
 *
 * <p>A {@link io.tollgate.billing.notice.Notice} is written in the transaction that makes it true and with an id that
 * follows from its cause, so it exists exactly once. Delivery is somebody else's and may repeat.
 */
@NullMarked
package io.tollgate.billing.notice;

import org.jspecify.annotations.NullMarked;
