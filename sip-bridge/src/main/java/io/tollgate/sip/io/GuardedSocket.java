package io.tollgate.sip.io;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketAddress;
import java.net.SocketException;

/** The stack's UDP socket, with the guard before it and the tap on it. */
final class GuardedSocket extends DatagramSocket {

    private final DatagramGuard guard;
    private final WireTap tap;

    GuardedSocket(SocketAddress bind, DatagramGuard guard, WireTap tap) throws SocketException {
        super(bind);
        this.guard = guard;
        this.tap = tap;
    }

    @Override
    public void receive(DatagramPacket packet) throws IOException {
        int room = packet.getLength();
        while (true) {
            packet.setLength(room);
            super.receive(packet);
            if (guard.admits(packet.getData(), packet.getLength(), packet.getAddress(), packet.getPort())) {
                tap.received(packet.getData(), packet.getLength());
                return;
            }
        }
    }

    @Override
    public void send(DatagramPacket packet) throws IOException {
        tap.sent(packet.getData(), packet.getOffset(), packet.getLength());
        super.send(packet);
    }
}
