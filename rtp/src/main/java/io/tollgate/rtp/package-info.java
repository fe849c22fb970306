/**
 * The media plane: what travels in RTP, how it is protected, decoded, repaired, bridged and measured.
 *
 * <p>A library without framework. Everything below this package is either a pure core that takes time as an argument
 * or an object with exactly one owner thread, the media worker of its call.
 */
@NullMarked
package io.tollgate.rtp;

import org.jspecify.annotations.NullMarked;
