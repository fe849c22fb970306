package io.tollgate.sip.trunk;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Addresses that a trunk sends from: an address block and, optionally, one source port.
 *
 * @param network the block's first address; host bits must be zero
 * @param prefixLength 0-32 for IPv4, 0-128 for IPv6
 * @param port source port, or 0 for any
 */
public record CidrBlock(InetAddress network, int prefixLength, int port) {

    public CidrBlock {
        byte[] bytes = network.getAddress();
        if (prefixLength < 0 || prefixLength > bytes.length * 8) {
            throw new IllegalArgumentException("prefix length " + prefixLength + " is out of range for " + network);
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is out of range");
        }
        if (!Arrays.equals(bytes, masked(bytes, prefixLength))) {
            throw new IllegalArgumentException(network.getHostAddress() + "/" + prefixLength + " has host bits set");
        }
    }

    /**
     * Reads {@code 192.0.2.0/24}, {@code 192.0.2.7}, {@code 2001:db8::/32} or, for one port only,
     * {@code 192.0.2.7/32#5060}. Names are not looked up.
     *
     * @throws IllegalArgumentException if the text is no such block, in one sentence
     */
    public static CidrBlock parse(String text) {
        String rest = text.strip();
        int hash = rest.indexOf('#');
        int slash = rest.indexOf('/');
        try {
            int port = hash < 0 ? 0 : Integer.parseInt(rest.substring(hash + 1));
            String block = hash < 0 ? rest : rest.substring(0, hash);
            String address = slash < 0 ? block : block.substring(0, slash);
            InetAddress network = InetAddress.ofLiteral(address);
            int all = network.getAddress().length * 8;
            return new CidrBlock(network, slash < 0 ? all : Integer.parseInt(block.substring(slash + 1)), port);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no address block like 192.0.2.0/24", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is no address block: " + e.getMessage(), e);
        }
    }

    /** Whether a packet from this address and port belongs to the block. */
    public boolean contains(InetAddress address, int sourcePort) {
        byte[] bytes = address.getAddress();
        byte[] own = network.getAddress();
        return (port == 0 || port == sourcePort)
                && bytes.length == own.length
                && Arrays.equals(masked(bytes, prefixLength), own);
    }

    private static byte[] masked(byte[] bytes, int prefixLength) {
        byte[] out = bytes.clone();
        for (int i = 0; i < out.length; i++) {
            int keep = Math.clamp(prefixLength - i * 8L, 0, 8);
            out[i] &= (byte) (0xff << (8 - keep));
        }
        return out;
    }

    /** An IPv4 or IPv6 block that holds just this address, any port. */
    public static CidrBlock host(InetAddress address) {
        try {
            byte[] bytes = address.getAddress();
            return new CidrBlock(InetAddress.getByAddress(bytes), bytes.length * 8, 0);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address of illegal length", e);
        }
    }
}
