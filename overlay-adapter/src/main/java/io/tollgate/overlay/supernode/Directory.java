package io.tollgate.overlay.supernode;

import io.tollgate.overlay.identity.Credential;
import io.tollgate.overlay.identity.DeviceId;
import java.util.List;
import java.util.Optional;

/** Who is reachable: device to connection, user to devices. Called by the core's owner; must not block. */
public interface Directory {

    /** A device and the connection over which it is reachable. */
    record Entry(Credential credential, String userAgent, ConnectionId connection) {}

    /** Enters a device; a former entry of the same device is replaced. */
    void enter(Entry entry);

    /** Removes the device if it is still entered with this connection. */
    void remove(DeviceId device, ConnectionId connection);

    /** The entry of a device. */
    Optional<Entry> find(DeviceId device);

    /** The devices of a user, in the order in which they came. */
    List<Entry> devicesOf(String user);

    /** Up to {@code max} gateways; where there are more, every search begins with another one. */
    List<Entry> gateways(int max);

    /** How many devices are entered. */
    int devices();

    /** How many users have a device entered. */
    int users();

    /** How many gateways are entered. */
    int gatewayCount();
}
