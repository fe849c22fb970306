package io.tollgate.rtp.srtp;

import io.tollgate.rtp.packet.Rtcp;
import io.tollgate.rtp.packet.RtpPacket;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Material for SRTP tests: keys and packets out of a seed. */
final class Packets {
    private Packets() {}

    static SrtpKeys keys(SrtpProfile profile, SplittableRandom random) {
        return new SrtpKeys(profile, bytes(profile.keyLength(), random), bytes(profile.saltLength(), random));
    }

    static byte[] bytes(int length, SplittableRandom random) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** An RTP packet of random payload, exactly as long as it is. */
    static byte[] rtp(int ssrc, int sequence, int payloadLength, SplittableRandom random) {
        byte[] packet = bytes(RtpPacket.FIXED_HEADER_LENGTH + payloadLength, random);
        RtpPacket.writeHeader(packet, 0, false, 111, sequence, sequence * 960, ssrc);
        return packet;
    }

    /** The same with three CSRCs and a header extension of two words. */
    static byte[] rtpWithExtension(int ssrc, int sequence, int payloadLength, SplittableRandom random) {
        byte[] packet = bytes(12 + 12 + 12 + payloadLength, random);
        RtpPacket.writeHeader(packet, 0, true, 111, sequence, 0, ssrc);
        packet[0] = (byte) 0x93;
        Octets.putI32(packet, 24, 0xbede_0002);
        return packet;
    }

    /** A receiver report with a description, exactly as long as it is. */
    static byte[] rtcp(int ssrc, int textLength) {
        byte[] buffer = new byte[512];
        int length = Rtcp.write(
                buffer,
                0,
                List.of(
                        new Rtcp.ReceiverReport(ssrc, List.of()),
                        new Rtcp.SourceDescription(List.of(new Rtcp.Chunk(ssrc, "x".repeat(textLength))))));
        return Arrays.copyOf(buffer, length);
    }

    /** A copy with room for protection, at an offset, so that an absolute index would show. */
    static byte[] roomy(byte[] packet, int off) {
        byte[] buffer = new byte[off + packet.length + SrtpProfile.MAX_OVERHEAD];
        System.arraycopy(packet, 0, buffer, off, packet.length);
        return buffer;
    }
}
