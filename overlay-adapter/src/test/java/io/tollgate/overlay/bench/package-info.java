/**
 * Chromium as a yardstick: its own jitter buffer hears the same impaired streams that the media plane's does. {@link
 * io.tollgate.overlay.bench.ChromiumListener} is a plain WebRTC peer that plays files into a browser without a screen; no
 * part of the gateway's media plane is between.
 */
@NullMarked
package io.tollgate.overlay.bench;

import org.jspecify.annotations.NullMarked;
