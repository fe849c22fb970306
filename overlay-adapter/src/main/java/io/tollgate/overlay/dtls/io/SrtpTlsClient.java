package io.tollgate.overlay.dtls.io;

import io.tollgate.rtp.srtp.SrtpKeys;
import io.tollgate.rtp.srtp.SrtpProfile;
import java.io.IOException;
import java.util.Hashtable;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.jspecify.annotations.Nullable;

/** The Java peer's TLS parameters for one handshake. */
final class SrtpTlsClient extends DefaultTlsClient implements SrtpTlsPeer {
    private final DtlsIdentity identity;
    private final CertificateFingerprint expected;
    private final DtlsSettings settings;
    private @Nullable SrtpProfile profile;
    private boolean verified;
    private SrtpKeys.@Nullable DtlsPair keys;
    private boolean peerClosed;

    SrtpTlsClient(DtlsIdentity identity, CertificateFingerprint expected, DtlsSettings settings) {
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
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
        };
    }

    @Override
    public Hashtable<Integer, byte[]> getClientExtensions() throws IOException {
        @SuppressWarnings("unchecked") // Bouncy Castle's own type, declared raw
        Hashtable<Integer, byte[]> extensions =
                TlsExtensionsUtils.ensureExtensionsInitialised(super.getClientExtensions());
        TlsSRTPUtils.addUseSRTPExtension(extensions, SrtpNegotiation.extension(SrtpNegotiation.PREFERENCE));
        return extensions;
    }

    @Override
    @SuppressWarnings("rawtypes") // as Bouncy Castle declares it
    public void processServerExtensions(Hashtable serverExtensions) throws IOException {
        super.processServerExtensions(serverExtensions);
        profile = SrtpNegotiation.chosen(serverExtensions);
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return new TlsAuthentication() {
            @Override
            public void notifyServerCertificate(TlsServerCertificate shown) throws IOException {
                SrtpNegotiation.demand(expected, shown.getCertificate());
                verified = true;
            }

            @Override
            public TlsCredentials getClientCredentials(CertificateRequest request) {
                return identity.signer(context);
            }
        };
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        if (profile == null || !verified) {
            throw new TlsFatalAlert(AlertDescription.handshake_failure, "the gateway showed no certificate");
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
        return keys == null ? null : keys.clientWrite();
    }

    @Override
    public @Nullable SrtpKeys receiveKeys() {
        return keys == null ? null : keys.serverWrite();
    }

    @Override
    public boolean peerClosed() {
        return peerClosed;
    }
}
