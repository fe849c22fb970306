package io.tollgate.overlay.client.io;

import io.tollgate.overlay.identity.DeviceId;

/**
 * A user's device, as the supernode says.
 *
 * @param credential verify it before use
 */
public record DeviceInfo(DeviceId device, String credential, String userAgent) {}
