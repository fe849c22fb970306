package io.tollgate.rtp.sdp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;

/**
 * One ICE candidate (RFC 8839 section 5.1).
 *
 * @param component 1 for RTP (and for everything under rtcp-mux), 2 for RTCP
 * @param transport lower case, {@code udp} or {@code tcp}
 * @param priority 0 to 2^32 - 1
 * @param address a literal, or a name such as an mDNS one that has no address here
 * @param port 0 to 65535
 * @param type {@code host}, {@code srflx}, {@code prflx} or {@code relay}
 */
public record Candidate(
        String foundation, int component, String transport, long priority, String address, int port, String type) {
    /** The host candidate for a socket of an agent with several, the first of which has index 0. */
    public static Candidate host(InetSocketAddress socket, int index) {
        long priority = (126L << 24) | ((65_535L - index) << 8) | 255L;
        return new Candidate(
                String.valueOf(index + 1),
                1,
                "udp",
                priority,
                Connection.literal(socket.getAddress()),
                socket.getPort(),
                "host");
    }

    /** The UDP socket this candidate names, unless it is of another transport or only a name. */
    public Optional<InetSocketAddress> udpSocket() {
        if (!transport.equals("udp") || port == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(new InetSocketAddress(InetAddress.ofLiteral(address), port));
        } catch (IllegalArgumentException aName) {
            return Optional.empty();
        }
    }

    /** Reads the attribute's value, with or without the leading {@code candidate:}. */
    public static Optional<Candidate> parse(String text) {
        String value = text.startsWith("candidate:") ? text.substring(10) : text;
        String[] parts = value.strip().split(" +", 9);
        if (parts.length < 8 || !parts[6].equals("typ")) {
            return Optional.empty();
        }
        int component = Numbers.decimal(parts[1], 256);
        long priority = Numbers.decimalLong(parts[3]);
        int port = Numbers.decimal(parts[5], 65_535);
        if (component < 1 || priority < 0 || priority > 0xFFFF_FFFFL || port < 0) {
            return Optional.empty();
        }
        return Optional.of(new Candidate(
                parts[0], component, parts[2].toLowerCase(Locale.ROOT), priority, parts[4], port, parts[7]));
    }

    /** The attribute's value. */
    public String value() {
        return foundation + " " + component + " " + transport + " " + priority + " " + address + " " + port + " typ "
                + type;
    }
}
