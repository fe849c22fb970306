package io.tollgate.overlay.message;

import io.tollgate.overlay.identity.DeviceId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message's place in its call.
 *
 * @param call the call
 * @param direction which way it goes
 * @param seq counts up from 1 per direction and call
 * @param audience the device that a first message is meant for; null when the sender did not say
 */
public record MessageHead(
        UUID call, Direction direction, long seq, @Nullable DeviceId audience) {}
