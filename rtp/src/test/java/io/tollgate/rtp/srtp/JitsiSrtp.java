package io.tollgate.rtp.srtp;

import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.utils.ByteArrayBuffer;
import org.jitsi.utils.logging2.LoggerImpl;

/** Jitsi's SRTP behind the shape of ours: an implementation that nobody here wrote, to compare with. */
final class JitsiSrtp {
    static {
        Aes.setFactoryClassName("SunJCE");
    }

    private final SrtpContextFactory factory;
    private final Map<Integer, SrtpCryptoContext> rtp = new HashMap<>();
    private final Map<Integer, SrtcpCryptoContext> rtcp = new HashMap<>();

    JitsiSrtp(SrtpKeys keys, boolean sender) {
        factory = new SrtpContextFactory(
                sender,
                keys.masterKey(),
                keys.masterSalt(),
                policy(keys.profile(), keys.profile().tagLength()),
                policy(keys.profile(), keys.profile().rtcpTagLength()),
                new LoggerImpl("oracle"));
    }

    private static SrtpPolicy policy(SrtpProfile profile, int tagLength) {
        return profile.isAead()
                ? new SrtpPolicy(
                        SrtpPolicy.AESGCM_ENCRYPTION,
                        profile.keyLength(),
                        SrtpPolicy.NULL_AUTHENTICATION,
                        0,
                        tagLength,
                        profile.saltLength())
                : new SrtpPolicy(
                        SrtpPolicy.AESCM_ENCRYPTION,
                        profile.keyLength(),
                        SrtpPolicy.HMACSHA1_AUTHENTICATION,
                        20,
                        tagLength,
                        profile.saltLength());
    }

    /** The new length, or -1. */
    int protect(byte[] buf, int off, int len) throws GeneralSecurityException {
        Slice slice = new Slice(buf, off, len);
        return slice.after(rtp(Octets.i32(buf, off + 8)).transformPacket(slice));
    }

    int unprotect(byte[] buf, int off, int len) throws GeneralSecurityException {
        Slice slice = new Slice(buf, off, len);
        return slice.after(rtp(Octets.i32(buf, off + 8)).reverseTransformPacket(slice, false));
    }

    int protectRtcp(byte[] buf, int off, int len) throws GeneralSecurityException {
        Slice slice = new Slice(buf, off, len);
        return slice.after(rtcp(Octets.i32(buf, off + 4)).transformPacket(slice));
    }

    int unprotectRtcp(byte[] buf, int off, int len) throws GeneralSecurityException {
        Slice slice = new Slice(buf, off, len);
        return slice.after(rtcp(Octets.i32(buf, off + 4)).reverseTransformPacket(slice));
    }

    private SrtpCryptoContext rtp(int ssrc) throws GeneralSecurityException {
        SrtpCryptoContext context = rtp.get(ssrc);
        if (context == null) {
            context = factory.deriveContext(ssrc, 0);
            rtp.put(ssrc, context);
        }
        return context;
    }

    private SrtcpCryptoContext rtcp(int ssrc) throws GeneralSecurityException {
        SrtcpCryptoContext context = rtcp.get(ssrc);
        if (context == null) {
            context = factory.deriveControlContext(ssrc);
            rtcp.put(ssrc, context);
        }
        return context;
    }

    private static final class Slice implements ByteArrayBuffer {
        private final byte[] buf;
        private final int off;
        private int len;

        Slice(byte[] buf, int off, int len) {
            this.buf = buf;
            this.off = off;
            this.len = len;
        }

        int after(SrtpErrorStatus status) {
            return status == SrtpErrorStatus.OK ? len : -1;
        }

        @Override
        public byte[] getBuffer() {
            return buf;
        }

        @Override
        public int getOffset() {
            return off;
        }

        @Override
        public int getLength() {
            return len;
        }

        @Override
        public void setLength(int length) {
            len = length;
        }

        @Override
        public void setOffset(int offset) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isInvalid() {
            return false;
        }

        @Override
        public void readRegionToBuff(int from, int length, byte[] out) {
            System.arraycopy(buf, off + from, out, 0, length);
        }

        @Override
        public void grow(int howMuch) {}

        @Override
        public void append(byte[] data, int length) {
            System.arraycopy(data, 0, buf, off + len, length);
            len += length;
        }

        @Override
        public void shrink(int length) {
            len -= length;
        }
    }
}
