package io.tollgate.overlay.client.io;

import io.tollgate.overlay.identity.DeviceId;
import java.util.UUID;

/**
 * Mail, as the supernode handed it over.
 *
 * @param from the sender's device, as the supernode says
 * @param fromCredential the sender's credential: verify it, and that it names {@code from}
 * @param call the call that it is about
 * @param sealed what {@code seal} opens
 */
public record Delivery(DeviceId from, String fromCredential, UUID call, String sealed) {}
