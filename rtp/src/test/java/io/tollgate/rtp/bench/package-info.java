/**
 * Benchmarks of the media plane as a whole, started by {@code ./tollgate bench media}.
 *
 * <p>{@link io.tollgate.rtp.bench.GatewayBench} is a gateway of nothing but media: it reads a {@link
 * io.tollgate.rtp.bench.CallFile}, sets each call up on the real {@link io.tollgate.rtp.media.MediaPlane} and lets a load
 * generator drive it, ours or any other that understands the file. {@link io.tollgate.rtp.bench.MediaBench} is the whole
 * measurement in one command: gateway in a process of its own, {@link io.tollgate.rtp.bench.LoadGenerator}, and the bare
 * codec's cost ({@link io.tollgate.rtp.bench.CodecFloor}) beside it.
 *
 * <p>What counts is the CPU time of the gateway's process, never wall time: hosts are shared.
 */
@NullMarked
package io.tollgate.rtp.bench;

import org.jspecify.annotations.NullMarked;
