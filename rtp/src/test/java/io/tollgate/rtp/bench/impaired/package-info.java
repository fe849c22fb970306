/**
 * Speech over bad networks, the same for every listener. {@link io.tollgate.rtp.bench.impaired.ImpairedStreams} writes what
 * reaches a listener under each {@link io.tollgate.rtp.bench.impaired.Impairment} into files, by a seed; {@link
 * io.tollgate.rtp.bench.impaired.StreamPlayer} plays them into both sides of a gateway's calls and renders what comes out
 * as a telephone or a browser with a fixed buffer would hear it. The overlay adapter's tests play the same files to
 * Chromium.
 *
 * <p>The model is that of a wire with independent or bursty loss and uniform jitter around a delay, in order unless told
 * otherwise. It is applied where packets are sent, so that no two runs differ.
 */
@NullMarked
package io.tollgate.rtp.bench.impaired;

import org.jspecify.annotations.NullMarked;
