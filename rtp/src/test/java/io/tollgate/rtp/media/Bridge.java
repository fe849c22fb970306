package io.tollgate.rtp.media;

import io.tollgate.rtp.sdp.AudioCodec;
import io.tollgate.rtp.srtp.SrtpKeys;
import io.tollgate.rtp.srtp.SrtpProfile;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A call with both its ports open and a peer at each end. */
final class Bridge implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    final MediaCall call;
    final Events events = new Events();
    final StunGuard guard;
    final OverlayPort overlayPort;
    final TrunkPort trunkPort;
    final OverlayPeer overlay;
    final TrunkPeer trunk;
    private final SrtpKeys gatewayKeys;
    private final SrtpKeys peerKeys;

    private Bridge(MediaPlane plane, SrtpProfile profile, AudioCodec codec, int worker) throws Exception {
        int number = COUNT.incrementAndGet();
        String ufrag = "frag" + number;
        StunMessages stun = new StunMessages(ufrag, "pw");
        gatewayKeys = OverlayPeer.keys(profile, number);
        peerKeys = OverlayPeer.keys(profile, number + 77);
        guard = new StunGuard(ufrag, stun);
        call = worker < 0 ? plane.newCall("call-" + number, events) : plane.newCall("call-" + number, events, worker);
        overlayPort = call.openOverlay(guard).get(10, TimeUnit.SECONDS);
        trunkPort = call.openTrunk().get(10, TimeUnit.SECONDS);
        overlay = new OverlayPeer(overlayPort.localAddress(), stun, peerKeys, gatewayKeys);
        trunk = new TrunkPeer(trunkPort.rtpAddress(), codec);
    }

    static Bridge open(MediaPlane plane, SrtpProfile profile, AudioCodec codec) throws Exception {
        return new Bridge(plane, profile, codec, -1);
    }

    static Bridge open(MediaPlane plane, SrtpProfile profile, AudioCodec codec, int worker) throws Exception {
        return new Bridge(plane, profile, codec, worker);
    }

    /** What ICE and DTLS would have done. */
    void secure() throws InterruptedException {
        overlayPort.parameters(OverlayPeer.PARAMETERS);
        if (!overlay.check()) {
            throw new AssertionError("no answer to the STUN check");
        }
        overlayPort.keys(gatewayKeys, peerKeys);
    }

    @Override
    public void close() {
        overlay.close();
        trunk.close();
        var _ = call.close();
    }
}
