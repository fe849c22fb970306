package io.tollgate.overlay.ice;

import java.net.InetSocketAddress;

/** What {@link IceAgent} wants done. */
public sealed interface IceAction {
    /** Send {@code datagram} from the socket bound at {@code base} to {@code to}. */
    @SuppressWarnings("ArrayRecordComponent") // never compared: the octets go straight to the socket
    record Transmit(InetSocketAddress base, InetSocketAddress to, byte[] datagram) implements IceAction {}

    /** A pair is nominated, at first or in place of another: media goes this way from now on. */
    record Selected(InetSocketAddress base, InetSocketAddress remote) implements IceAction {}

    /** No pair carried packets within the time for setting up. The agent does nothing more. */
    record Failed(String why) implements IceAction {}

    /** The selected pair stopped answering: consent has expired (RFC 7675), media must stop. */
    record ConsentLost() implements IceAction {}
}
