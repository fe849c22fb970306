package io.tollgate.overlay.peer.io;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the peer does in a call by itself.
 *
 * @param ringTime hang up when it was not answered by then
 * @param talkTime hang up so long after the answer; null: never
 * @param keys to press a second after the answer; may be empty
 */
public record CallPlan(Duration ringTime, @Nullable Duration talkTime, String keys) {}
