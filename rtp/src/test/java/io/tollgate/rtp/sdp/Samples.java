package io.tollgate.rtp.sdp;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Descriptions in the manner of the devices they are named after, and our own side of a session. */
final class Samples {
    static final List<String> NAMES = List.of(
            "chromium-offer",
            "asterisk-offer",
            "cisco-offer",
            "sipp-offer",
            "baresip-offer",
            "asterisk-srtp-offer",
            "freeswitch-srtp-offer",
            "linphone-srtp-offer",
            "baresip-srtp-offer");

    private Samples() {}

    static String text(String name) {
        try (var in = requireNonNull(Samples.class.getResourceAsStream(name + ".sdp"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\n", "\r\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SessionDescription sample(String name) {
        return parsed(text(name));
    }

    static SessionDescription parsed(String text) {
        return switch (Sdp.parse(text)) {
            case SdpResult.Parsed(SessionDescription description) -> description;
            case SdpResult.Malformed malformed -> throw new AssertionError(malformed);
        };
    }

    static <T> T agreed(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Agreed<T>(T value) -> value;
            case Outcome.Refused<T>(Refusal refusal) -> throw new AssertionError(refusal);
        };
    }

    static <T> Refusal refusal(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Agreed<T> agreed -> throw new AssertionError(agreed);
            case Outcome.Refused<T>(Refusal refusal) -> refusal;
        };
    }

    static InetSocketAddress socket(String literal, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
    }

    static LocalTrunk trunk() {
        return new LocalTrunk(
                socket("192.0.2.1", 20_000), 20_001, List.of(AudioCodec.PCMU, AudioCodec.PCMA), 20, 4_711, 1);
    }

    /** A trunk that speaks these codecs. */
    static LocalTrunk speaking(AudioCodec... codecs) {
        return new LocalTrunk(socket("192.0.2.1", 20_000), 20_001, List.of(codecs), 20, 4_711, 1);
    }

    /** Keys that differ in every byte from those of another seed. */
    static TrunkSecurity security(SrtpPolicy policy, int seed) {
        byte[] random = new byte[TrunkSecurity.KEYING_BYTES];
        for (int i = 0; i < random.length; i++) {
            random[i] = (byte) (i * 7 + seed);
        }
        return TrunkSecurity.of(policy, random);
    }

    static LocalWebRtc webRtc() {
        return new LocalWebRtc(
                "gwfrag01",
                "0123456789abcdefghijklmn",
                new Fingerprint("sha-256", "AB" + ":CD".repeat(31)),
                List.of(socket("192.0.2.1", 40_000), socket("2001:db8::1", 40_000)),
                0x8899_AABBL,
                "tollgate",
                7,
                1);
    }
}
