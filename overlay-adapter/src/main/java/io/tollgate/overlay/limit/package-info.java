/**
 * Token buckets: how often somebody may do something. Time is an argument. A bucket belongs to one thread, a
 * {@link io.tollgate.overlay.limit.KeyedLimiter} locks itself. Left out on purpose: limits shared between nodes.
 */
@NullMarked
package io.tollgate.overlay.limit;

import org.jspecify.annotations.NullMarked;
