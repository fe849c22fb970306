package io.tollgate.overlay.dtls.io;

import io.tollgate.rtp.srtp.SrtpKeys;
import io.tollgate.rtp.srtp.SrtpProfile;
import java.io.IOException;
import java.util.Hashtable;
import java.util.List;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsUtils;
import org.jspecify.annotations.Nullable;

/** The gateway's TLS parameters for one handshake. */
final class SrtpTlsServer extends DefaultTlsServer implements SrtpTlsPeer {
    private final DtlsIdentity identity;
    private final CertificateFingerprint expected;
    private final DtlsSettings settings;
    private @Nullable SrtpProfile profile;
    private boolean verified;
    private SrtpKeys.@Nullable DtlsPair keys;
    private boolean peerClosed;

    SrtpTlsServer(DtlsIdentity identity, CertificateFingerprint expected, DtlsSettings settings) {
        super(identity.crypto());
        this.identity = identity;
        this.expected = expected;
        this.settings = settings;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return new int[] {
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256
        };
    }

    @Override
    protected TlsCredentialedSigner getECDSASignerCredentials() {
        return identity.signer(context);
    }

    @Override
    public CertificateRequest getCertificateRequest() {
        return new CertificateRequest(
                new short[] {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign},
                TlsUtils.getDefaultSupportedSignatureAlgorithms(context),
                null);
    }

    @Override
    public void notifyClientCertificate(Certificate certificate) throws IOException {
        SrtpNegotiation.demand(expected, certificate);
        verified = true;
    }

    @Override
    @SuppressWarnings("rawtypes") // as Bouncy Castle declares it
    public void processClientExtensions(Hashtable clientExtensions) throws IOException {
        super.processClientExtensions(clientExtensions);
        profile = SrtpNegotiation.choose(clientExtensions);
    }

    @Override
    public Hashtable<Integer, byte[]> getServerExtensions() throws IOException {
        @SuppressWarnings("unchecked") // Bouncy Castle's own type, declared raw
        Hashtable<Integer, byte[]> extensions =
                TlsExtensionsUtils.ensureExtensionsInitialised(super.getServerExtensions());
        if (profile != null) {
            TlsSRTPUtils.addUseSRTPExtension(extensions, SrtpNegotiation.extension(List.of(profile)));
        }
        return extensions;
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        if (profile == null || !verified) {
            throw new TlsFatalAlert(AlertDescription.handshake_failure, "the peer showed no certificate");
        }
        keys = SrtpNegotiation.export(context, profile);
    }

    @Override
    public void notifyAlertReceived(short level, short description) {
        super.notifyAlertReceived(level, description);
        peerClosed = true;
    }

    @Override
    public int getHandshakeTimeoutMillis() {
        return settings.timeoutMs();
    }

    @Override
    public int getHandshakeResendTimeMillis() {
        return settings.resendMs();
    }

    @Override
    public boolean requiresExtendedMasterSecret() {
        return true;
    }

    @Override
    public @Nullable SrtpKeys sendKeys() {
        return keys == null ? null : keys.serverWrite();
    }

    @Override
    public @Nullable SrtpKeys receiveKeys() {
        return keys == null ? null : keys.clientWrite();
    }

    @Override
    public boolean peerClosed() {
        return peerClosed;
    }
}
