package io.tollgate.overlay.client.io;

import io.tollgate.overlay.identity.DeviceId;

/**
 * A gateway, as the supernode says.
 *
 * @param credential verify it before use
 */
public record GatewayInfo(DeviceId device, String credential, String region) {}
