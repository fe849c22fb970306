/** The counters of all parts as Prometheus metrics. None of them carries an identity. */
@NullMarked
package io.tollgate.gateway.metrics;

import org.jspecify.annotations.NullMarked;
