package io.tollgate.rtp.bench;

import io.tollgate.rtp.srtp.SrtpKeys;
import io.tollgate.rtp.srtp.SrtpProfile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a measurement, a line of 15 blank-separated fields each. Local and remote are as the load generator sees
 * them, so remote is the gateway; "-" stands for no SRTP; a key is Base64 of master key and salt.
 *
 * <pre>
 * id  A:local A:remote A:suite A:key_tx A:key_rx A:codec A:pt  B:local B:remote B:suite B:key_tx B:key_rx B:codec B:pt
 * c0  127.0.0.1:61000 127.0.0.1:10018 AEAD_AES_256_GCM ... ... opus 111  127.0.0.1:61002 127.0.0.1:10000 - - - pcmu 0
 * </pre>
 */
public record CallFile(List<Call> calls) {
    private static final int FIELDS = 15;

    /** What a leg's packets hold. */
    public enum Codec {
        OPUS(48_000, 111),
        PCMU(8_000, 0),
        PCMA(8_000, 8);

        public final int clockRate;
        final int payloadType;

        Codec(int clockRate, int payloadType) {
            this.clockRate = clockRate;
            this.payloadType = payloadType;
        }
    }

    /**
     * One leg, as the generator sees it.
     *
     * @param tx protects what the generator sends; null for plain RTP
     * @param rx protects what it receives; null for plain RTP
     */
    public record Leg(
            InetSocketAddress local,
            InetSocketAddress remote,
            @Nullable SrtpKeys tx,
            @Nullable SrtpKeys rx,
            Codec codec,
            int payloadType) {}

    public record Call(String id, Leg a, Leg b) {}

    /**
     * Reads a file; empty lines and what follows a {@code #} are left out.
     *
     * @throws IOException also for what is no call file, with the line's number
     */
    public static CallFile read(Path file) throws IOException {
        List<Call> calls = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            String text = line.replaceFirst("#.*", "").strip();
            if (!text.isEmpty()) {
                try {
                    calls.add(call(text.split("\\s+", -1)));
                } catch (IllegalArgumentException e) {
                    throw new IOException(file + ", line " + number + ": " + e.getMessage(), e);
                }
            }
        }
        return new CallFile(List.copyOf(calls));
    }

    private static Call call(String[] fields) {
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException("expected " + FIELDS + " fields, found " + fields.length);
        }
        return new Call(fields[0], leg(fields, 1), leg(fields, 8));
    }

    private static Leg leg(String[] fields, int at) {
        int payloadType = Integer.parseInt(fields[at + 6]);
        if (payloadType < 0 || payloadType > 127) {
            throw new IllegalArgumentException("payload type " + payloadType);
        }
        return new Leg(
                address(fields[at]),
                address(fields[at + 1]),
                keys(fields[at + 2], fields[at + 3]),
                keys(fields[at + 2], fields[at + 4]),
                Codec.valueOf(fields[at + 5].toUpperCase(Locale.ROOT)),
                payloadType);
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("'" + text + "' is no address:port");
        }
        String host = text.substring(0, colon).replaceAll("[\\[\\]]", "");
        return new InetSocketAddress(InetAddress.ofLiteral(host), Integer.parseInt(text.substring(colon + 1)));
    }

    private static @Nullable SrtpKeys keys(String suite, String key) {
        if (suite.equals("-")) {
            return null;
        }
        SrtpProfile profile = SrtpProfile.ofSdesName(suite)
                .orElseThrow(() -> new IllegalArgumentException("unknown SRTP suite " + suite));
        return SrtpKeys.ofConcatenated(profile, Base64.getDecoder().decode(key));
    }

    void write(Path file) throws IOException {
        Files.write(file, calls.stream().map(CallFile::line).toList());
    }

    private static String line(Call call) {
        return call.id() + " " + text(call.a()) + " " + text(call.b());
    }

    private static String text(Leg leg) {
        SrtpKeys tx = leg.tx();
        SrtpKeys rx = leg.rx();
        String keys =
                tx == null || rx == null ? "- - -" : tx.profile().sdesName() + " " + base64(tx) + " " + base64(rx);
        return text(leg.local()) + " " + text(leg.remote()) + " " + keys + " "
                + leg.codec().name().toLowerCase(Locale.ROOT) + " " + leg.payloadType();
    }

    private static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }

    private static String base64(SrtpKeys keys) {
        byte[] both = new byte[keys.profile().keyLength() + keys.profile().saltLength()];
        System.arraycopy(keys.masterKey(), 0, both, 0, keys.profile().keyLength());
        System.arraycopy(
                keys.masterSalt(),
                0,
                both,
                keys.profile().keyLength(),
                keys.profile().saltLength());
        return Base64.getEncoder().encodeToString(both);
    }
}
