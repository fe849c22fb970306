package io.tollgate.rtp.bench.impaired;

import io.tollgate.rtp.audio.WavFile;
import io.tollgate.rtp.bench.impaired.RtpDump.Packet;
import io.tollgate.rtp.codec.G711;
import io.tollgate.rtp.codec.OpusEncoder;
import io.tollgate.rtp.codec.OpusLibrary;
import io.tollgate.rtp.codec.OpusSettings;
import io.tollgate.rtp.packet.RtpPacket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Writes what arrives of a voice under every impairment, as Opus and as PCMU, and what was said. Arguments: a WAV file, the
 * seconds wanted (the file is repeated), a folder. {@code conditions.tsv} there lists file name, name and mean delay.
 */
public final class ImpairedStreams {
    private static final int OPUS_PT = 111;
    private static final int BITRATE = 32_000; // what browsers send
    private static final int LOST_TO_PREPARE_FOR_AT_MOST = 20;

    private ImpairedStreams() {}

    public static void main(String[] args) throws IOException {
        WavFile voice = WavFile.read(Path.of(args[0]));
        int seconds = Integer.parseInt(args[1]);
        Path folder = Files.createDirectories(Path.of(args[2]));
        short[] wide = repeated(voice.at(48_000).mono(), seconds * 48_000);
        short[] narrow = repeated(voice.at(8_000).mono(), seconds * 8_000);
        WavFile.write(folder.resolve("said.wav"), 8_000, narrow);
        List<String> conditions = new ArrayList<>();
        for (Impairment impairment : Impairment.ALL) {
            write(folder, impairment, "opus", opus(wide, impairment), OPUS_PT, 960);
            write(folder, impairment, "pcmu", pcmu(narrow), 0, 160);
            conditions.add(String.format(
                    Locale.ROOT, "%s\t%s\t%.1f", impairment.fileName(), impairment.name(), impairment.meanDelayMs()));
        }
        Files.write(folder.resolve("conditions.tsv"), conditions);
    }

    private static short[] repeated(short[] pcm, int samples) {
        short[] result = new short[samples];
        for (int at = 0; at < samples; at += pcm.length) {
            System.arraycopy(pcm, 0, result, at, Math.min(pcm.length, samples - at));
        }
        return result;
    }

    private static List<byte[]> opus(short[] pcm, Impairment impairment) {
        int expected = (int) Math.min(impairment.lossPct(), LOST_TO_PREPARE_FOR_AT_MOST);
        OpusSettings settings = new OpusSettings(BITRATE, 10, impairment.fec(), impairment.fec() ? expected : 0, false);
        List<byte[]> payloads = new ArrayList<>();
        byte[] out = new byte[1_000];
        try (OpusEncoder encoder = OpusLibrary.load().newEncoder(48_000, settings)) {
            for (int at = 0; at + 960 <= pcm.length; at += 960) {
                payloads.add(Arrays.copyOf(out, encoder.encode(pcm, at, 960, out, 0, out.length)));
            }
        }
        return payloads;
    }

    private static List<byte[]> pcmu(short[] pcm) {
        List<byte[]> payloads = new ArrayList<>();
        for (int at = 0; at + 160 <= pcm.length; at += 160) {
            byte[] payload = new byte[160];
            G711.encodeUlaw(pcm, at, 160, payload, 0);
            payloads.add(payload);
        }
        return payloads;
    }

    private static void write(
            Path folder, Impairment impairment, String codec, List<byte[]> payloads, int payloadType, int step)
            throws IOException {
        long[] arrivals = impairment.arrivals(payloads.size());
        List<Packet> packets = new ArrayList<>();
        for (int i = 0; i < arrivals.length; i++) {
            if (arrivals[i] != Impairment.LOST) {
                byte[] payload = payloads.get(i);
                byte[] packet = new byte[RtpPacket.FIXED_HEADER_LENGTH + payload.length];
                int header = RtpPacket.writeHeader(packet, 0, i == 0, payloadType, 1_000 + i & 0xFFFF, i * step, 77);
                System.arraycopy(payload, 0, packet, header, payload.length);
                packets.add(new Packet((int) Math.round(arrivals[i] / 1e6), packet));
            }
        }
        packets.sort(Comparator.comparingInt(Packet::atMs));
        RtpDump.write(folder.resolve(impairment.fileName() + "." + codec + ".rtpdump"), packets);
    }
}
