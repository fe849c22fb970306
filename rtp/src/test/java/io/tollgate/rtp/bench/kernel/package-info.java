/**
 * Benchmarks of the kernels of the media path, one class each, started by {@link
 * io.tollgate.rtp.bench.kernel.KernelBench}. Every benchmark {@code x} has a companion {@code xFloor}: the least that work
 * can cost, done by the JDK or the codec's library alone on the same bytes. What counts is the ratio of the two, which
 * depends far less on the machine than either.
 */
@NullMarked
package io.tollgate.rtp.bench.kernel;

import org.jspecify.annotations.NullMarked;
