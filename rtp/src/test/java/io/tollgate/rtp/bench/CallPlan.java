package io.tollgate.rtp.bench;

import io.tollgate.rtp.bench.CallFile.Call;
import io.tollgate.rtp.bench.CallFile.Codec;
import io.tollgate.rtp.bench.CallFile.Leg;
import io.tollgate.rtp.srtp.SrtpKeys;
import io.tollgate.rtp.srtp.SrtpProfile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Calls for a gateway of ours: the overlay sides share a port for each worker, the trunk sides have one each.
 *
 * @param number of calls
 * @param transcode whether the overlay side speaks Opus; else it speaks PCMU, which is passed on
 * @param workers of the gateway; filled one after the other, as the media plane itself fills them
 * @param overlayPort of the first worker
 * @param trunkPort of the first call at the gateway, even
 * @param generatorPort first port of the load generator, four for each call
 */
record CallPlan(
        int number,
        boolean transcode,
        SrtpProfile profile,
        int workers,
        int overlayPort,
        int trunkPort,
        int generatorPort) {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final long SEED = 20_26;
    /** Transcoded calls that fill half of a worker's time (see the media benchmarks). */
    private static final int ENOUGH = 80;

    CallFile file() {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Call> calls = new ArrayList<>();
        int share = Math.max(ENOUGH, Math.ceilDiv(number, workers));
        for (int i = 0; i < number; i++) {
            Codec codec = transcode ? Codec.OPUS : Codec.PCMU;
            Leg a = new Leg(
                    at(generatorPort + 4 * i),
                    at(overlayPort + i / share),
                    keys(random),
                    keys(random),
                    codec,
                    codec.payloadType);
            Leg b = new Leg(
                    at(generatorPort + 4 * i + 2),
                    at(trunkPort + 2 * i),
                    null,
                    null,
                    Codec.PCMU,
                    Codec.PCMU.payloadType);
            calls.add(new Call("bench-" + i, a, b));
        }
        return new CallFile(List.copyOf(calls));
    }

    private static InetSocketAddress at(int port) {
        return new InetSocketAddress(LOOPBACK, port);
    }

    private SrtpKeys keys(SplittableRandom random) {
        byte[] both = new byte[profile.keyLength() + profile.saltLength()];
        random.nextBytes(both);
        return SrtpKeys.ofConcatenated(profile, both);
    }
}
