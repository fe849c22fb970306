package io.tollgate.sip.io;

import io.tollgate.sip.io.SipCounters.OfPort;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/** Decides, before any parser sees it, whether a datagram may pass. Reads bytes only, allocates nothing for garbage. */
final class DatagramGuard {

    private static final byte[] VERSION = "SIP/2.0".getBytes(StandardCharsets.US_ASCII);
    private static final int KEEP_ALIVE_BYTES = 4;
    private static final int MAX_METHOD = 32;

    private final TrunkDirectory directory;
    private final SipLimits limits;
    private final SipCounters counters;

    DatagramGuard(TrunkDirectory directory, SipLimits limits, SipCounters counters) {
        this.directory = directory;
        this.limits = limits;
        this.counters = counters;
    }

    /** Whether to hand the datagram on; what is refused is counted here. */
    boolean admits(byte[] data, int length, InetAddress from, int port) {
        OfPort verdict = directory.trunkOf(from, port).isEmpty() ? OfPort.UNKNOWN_SOURCE : judge(data, length);
        counters.count(verdict);
        return verdict == OfPort.RECEIVED;
    }

    private OfPort judge(byte[] data, int length) {
        if (length > limits.maxDatagramBytes()) {
            return OfPort.TOO_LARGE;
        }
        if (isKeepAlive(data, length)) {
            return OfPort.KEEP_ALIVE;
        }
        int lineEnd = indexOfLineEnd(data, length);
        if (lineEnd < 0 || !isFirstLine(data, lineEnd)) {
            return OfPort.MALFORMED;
        }
        return isShallow(data, length) ? OfPort.RECEIVED : OfPort.TOO_DEEP;
    }

    private static boolean isKeepAlive(byte[] data, int length) {
        if (length > KEEP_ALIVE_BYTES) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (data[i] != '\r' && data[i] != '\n' && data[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static int indexOfLineEnd(byte[] data, int length) {
        for (int i = 0; i < length; i++) {
            if (data[i] == '\n') {
                return i > 0 && data[i - 1] == '\r' ? i - 1 : i;
            }
        }
        return -1;
    }

    /** {@code SIP/2.0 200 …} or {@code METHOD uri SIP/2.0}, with nothing but one space between the parts. */
    private static boolean isFirstLine(byte[] data, int end) {
        if (startsWith(data, 0, end)) {
            return end > 11 && data[7] == ' ' && isDigit(data[8]) && isDigit(data[9]) && isDigit(data[10]);
        }
        int space = 0;
        while (space < end && isToken(data[space])) {
            space++;
        }
        int version = end - VERSION.length;
        return space > 0
                && space <= MAX_METHOD
                && space < end
                && data[space] == ' '
                && version > space + 2
                && data[version - 1] == ' '
                && startsWith(data, version, end);
    }

    private static boolean startsWith(byte[] data, int at, int end) {
        if (at < 0 || at + VERSION.length > end) {
            return false;
        }
        for (int i = 0; i < VERSION.length; i++) {
            if (data[at + i] != VERSION[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static boolean isToken(byte b) {
        return (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z') || isDigit(b) || "-.!%*_+`'~".indexOf(b) >= 0;
    }

    private boolean isShallow(byte[] data, int length) {
        int depth = 0;
        int lines = 0;
        boolean lineEmpty = true;
        for (int i = 0; i < length; i++) {
            switch (data[i]) {
                case '(', '<', '[', '{' -> {
                    depth++;
                    lineEmpty = false;
                }
                case ')', '>', ']', '}' -> {
                    depth = Math.max(0, depth - 1);
                    lineEmpty = false;
                }
                case '\n' -> {
                    if (lineEmpty) {
                        return true; // the body is nobody's to parse here
                    }
                    lines++;
                    lineEmpty = true;
                    boolean folded = i + 1 < length && (data[i + 1] == ' ' || data[i + 1] == '\t');
                    depth = folded ? depth : 0;
                }
                case '\r' -> {}
                default -> lineEmpty = false;
            }
            if (depth > limits.maxNesting() || lines > limits.maxHeaderLines()) {
                return false;
            }
        }
        return true;
    }
}
