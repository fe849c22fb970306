package io.tollgate.rtp.bench.impaired;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Packets with times in the file format of rtpdump and Wireshark. */
final class RtpDump {
    private static final byte[] HEAD = "#!rtpplay1.0 127.0.0.1/0\n".getBytes(StandardCharsets.US_ASCII);
    private static final int FILE_HEADER = 16;
    private static final int RECORD_HEADER = 8;

    private RtpDump() {}

    /** @param atMs milliseconds after the beginning */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Packet(int atMs, byte[] bytes) {}

    static void write(Path file, List<Packet> packets) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            out.write(HEAD);
            out.write(new byte[FILE_HEADER]);
            for (Packet packet : packets) {
                out.writeShort(packet.bytes.length + RECORD_HEADER);
                out.writeShort(packet.bytes.length);
                out.writeInt(packet.atMs);
                out.write(packet.bytes);
            }
        }
    }

    static List<Packet> read(Path file) throws IOException {
        List<Packet> packets = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            in.skipNBytes(HEAD.length + FILE_HEADER);
            while (true) {
                int length;
                try {
                    length = in.readUnsignedShort() - RECORD_HEADER;
                } catch (EOFException end) {
                    return packets;
                }
                in.skipNBytes(2);
                int atMs = in.readInt();
                byte[] bytes = new byte[length];
                in.readFully(bytes);
                packets.add(new Packet(atMs, bytes));
            }
        }
    }
}
