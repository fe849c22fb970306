/** Benchmarks of money, run as plain programs by {@code ./tollgate bench billing}. Each prints one JSON object. */
@NullMarked
package io.tollgate.billing.bench;

import org.jspecify.annotations.NullMarked;
