package io.tollgate.rtp.bench.kernel;

import io.tollgate.rtp.packet.RtpPacket;
import io.tollgate.rtp.srtp.SrtpKeys;
import io.tollgate.rtp.srtp.SrtpProfile;
import io.tollgate.rtp.srtp.SrtpReceiver;
import io.tollgate.rtp.srtp.SrtpSender;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One packet protected and unprotected again; the floor is the JDK's AES and HMAC, or AES-GCM, over the same bytes. */
@State(Scope.Thread)
public class SrtpKernel {
    @Param({"AES_CM_128_HMAC_SHA1_80", "AES_256_CM_HMAC_SHA1_80", "AEAD_AES_128_GCM", "AEAD_AES_256_GCM"})
    public SrtpProfile profile = SrtpProfile.AES_CM_128_HMAC_SHA1_80;

    @Param({"60", "160"})
    public int payload;

    private final byte[] packet = new byte[1_500];
    private SrtpSender sender = new SrtpSender(keys(profile));
    private SrtpReceiver receiver = new SrtpReceiver(keys(profile));
    private int number;
    private JdkCrypto jdk = new JdkCrypto(profile);

    private static SrtpKeys keys(SrtpProfile profile) {
        return new SrtpKeys(profile, new byte[profile.keyLength()], new byte[profile.saltLength()]);
    }

    @Setup
    public void setUp() {
        sender = new SrtpSender(keys(profile));
        receiver = new SrtpReceiver(keys(profile));
        jdk = new JdkCrypto(profile);
    }

    @Benchmark
    public int srtpPair() {
        RtpPacket.writeHeader(packet, 0, false, 0, number, number * 160, 7);
        number++;
        int length = receiver.unprotect(packet, 0, sender.protect(packet, 0, 12 + payload));
        if (length != 12 + payload) {
            throw new IllegalStateException("packet " + number + " came back as " + length);
        }
        return packet[12];
    }

    @Benchmark
    public int srtpPairFloor() throws GeneralSecurityException {
        return profile.isAead() ? jdk.gcm(packet, payload, number++) : jdk.aesAndHmac(packet, payload);
    }

    /** The JDK's own, used in the plainest way. */
    private static final class JdkCrypto {
        private final SecretKeySpec key;
        private final Cipher ecb;
        private final Cipher gcm;
        private final Mac mac;
        private final byte[] nonce = new byte[12];
        private final byte[] scratch = new byte[1_500];
        private final byte[] tag = new byte[20];

        JdkCrypto(SrtpProfile profile) {
            key = new SecretKeySpec(new byte[profile.keyLength()], "AES");
            try {
                ecb = Cipher.getInstance("AES/ECB/NoPadding");
                ecb.init(Cipher.ENCRYPT_MODE, key);
                gcm = Cipher.getInstance("AES/GCM/NoPadding");
                mac = Mac.getInstance("HmacSHA1");
                mac.init(new SecretKeySpec(new byte[20], "HmacSHA1"));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        int aesAndHmac(byte[] packet, int payload) throws GeneralSecurityException {
            for (int side = 0; side < 2; side++) {
                ecb.update(packet, 12, (payload + 15) & -16, scratch, 0);
                mac.update(packet, 0, 12 + payload);
                mac.doFinal(tag, 0);
            }
            return scratch[0] + tag[0];
        }

        int gcm(byte[] packet, int payload, int number) throws GeneralSecurityException {
            nonce[8] = (byte) (number >>> 24);
            nonce[9] = (byte) (number >>> 16);
            nonce[10] = (byte) (number >>> 8);
            nonce[11] = (byte) number;
            GCMParameterSpec spec = new GCMParameterSpec(128, nonce);
            gcm.init(Cipher.ENCRYPT_MODE, key, spec);
            gcm.updateAAD(packet, 0, 12);
            gcm.doFinal(packet, 12, payload, packet, 12);
            gcm.init(Cipher.DECRYPT_MODE, key, spec);
            gcm.updateAAD(packet, 0, 12);
            return gcm.doFinal(packet, 12, payload + 16, packet, 12);
        }
    }
}
