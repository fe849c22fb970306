/** What moving datagrams costs by itself, started by {@code ./tollgate bench udp}. */
@NullMarked
package io.tollgate.rtp.bench.udp;

import org.jspecify.annotations.NullMarked;
