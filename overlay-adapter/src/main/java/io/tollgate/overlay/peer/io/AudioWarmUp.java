package io.tollgate.overlay.peer.io;

import io.tollgate.overlay.dtls.io.CertificateFingerprint;
import io.tollgate.overlay.dtls.io.DtlsIdentity;
import io.tollgate.rtp.codec.OpusLibrary;
import io.tollgate.rtp.sdp.Direction;
import io.tollgate.rtp.sdp.Fingerprint;
import io.tollgate.rtp.sdp.NegotiatedWebRtc;
import io.tollgate.rtp.sdp.OpusParameters;
import io.tollgate.rtp.sdp.OverlayCodec;
import io.tollgate.rtp.sdp.Setup;
import io.tollgate.rtp.srtp.SrtpKeys;
import io.tollgate.rtp.srtp.SrtpProfile;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A few seconds of sound sent to ourselves in memory, before the first call: loads the codec, the ciphers and the jitter
 * buffer, and lets the JVM compile them. A cold peer holds its first packets up for 60 to 100 ms (measured on two cores,
 * the gateway starting beside it), which the listener's buffer takes for the network's doing and drops words to make up
 * for.
 */
final class AudioWarmUp {
    private static final int FRAMES = 200;
    private static final int OPUS_PT = 111;
    private static final int LOUD = 4_000;
    private static final PeerMediaEvents NOBODY = new PeerMediaEvents() {
        @Override
        public void onSecured(String how) {}

        @Override
        public void onDigit(char digit) {}

        @Override
        public void onBroken(String why) {}
    };

    private AudioWarmUp() {}

    /** Blocks for as long as it takes to code {@link #FRAMES} frames, a second or so of a cold machine. */
    static void run(DtlsIdentity identity, OpusLibrary opus, RandomGenerator random) {
        SrtpKeys keys = keys(random);
        NegotiatedWebRtc media = media(identity.fingerprint());
        try (AudioLeg leg = new AudioLeg(media, random.nextInt(), keys, keys, opus, NOBODY, random)) {
            short[] voice = new short[AudioLeg.FRAME];
            short[] heard = new short[AudioLeg.FRAME];
            for (int frame = 0; frame < FRAMES; frame++) {
                for (int i = 0; i < voice.length; i++) {
                    voice[i] = (short) random.nextInt(-LOUD, LOUD);
                }
                long nowNs = frame * AudioLeg.FRAME_NS;
                leg.send(voice, (buf, off, len) -> leg.receive(buf, len, nowNs));
                leg.play(heard, nowNs);
            }
        }
    }

    private static SrtpKeys keys(RandomGenerator random) {
        SrtpProfile profile = SrtpProfile.AEAD_AES_256_GCM;
        byte[] key = new byte[profile.keyLength()];
        byte[] salt = new byte[profile.saltLength()];
        random.nextBytes(key);
        random.nextBytes(salt);
        return new SrtpKeys(profile, key, salt);
    }

    private static NegotiatedWebRtc media(CertificateFingerprint own) {
        return new NegotiatedWebRtc(
                "0",
                "warm",
                "",
                new Fingerprint(own.hash(), own.value()),
                Setup.PASSIVE,
                OverlayCodec.OPUS,
                OPUS_PT,
                -1,
                -1,
                AudioLeg.FRAME_MS,
                0,
                OpusParameters.DEFAULT,
                -1,
                List.of(),
                Direction.SENDRECV);
    }
}
