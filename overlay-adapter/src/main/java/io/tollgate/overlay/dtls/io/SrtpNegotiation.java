package io.tollgate.overlay.dtls.io;

import io.tollgate.rtp.srtp.SrtpKeys;
import io.tollgate.rtp.srtp.SrtpProfile;
import java.io.IOException;
import java.util.Hashtable;
import java.util.List;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;

/** What server and client have in common: profiles in order of preference, the fingerprint check, the key export. */
final class SrtpNegotiation {
    /** AES-256 first, as the product promises; AES_CM_128 for peers without AEAD. */
    static final List<SrtpProfile> PREFERENCE =
            List.of(SrtpProfile.AEAD_AES_256_GCM, SrtpProfile.AEAD_AES_128_GCM, SrtpProfile.AES_CM_128_HMAC_SHA1_80);

    /** The first of our profiles that the client offered. */
    static SrtpProfile choose(Hashtable<?, ?> clientExtensions) throws IOException {
        UseSRTPData offered = TlsSRTPUtils.getUseSRTPExtension(clientExtensions);
        if (offered != null) {
            for (SrtpProfile ours : PREFERENCE) {
                for (int theirs : offered.getProtectionProfiles()) {
                    if (ours.id() == theirs) {
                        return ours;
                    }
                }
            }
        }
        throw new TlsFatalAlert(AlertDescription.handshake_failure, "no SRTP profile in common");
    }

    /** What the server chose from our offer (RFC 5764 section 4.1.1: exactly one, and one of ours). */
    static SrtpProfile chosen(Hashtable<?, ?> serverExtensions) throws IOException {
        UseSRTPData answer = TlsSRTPUtils.getUseSRTPExtension(serverExtensions);
        if (answer != null && answer.getProtectionProfiles().length == 1) {
            for (SrtpProfile ours : PREFERENCE) {
                if (ours.id() == answer.getProtectionProfiles()[0]) {
                    return ours;
                }
            }
        }
        throw new TlsFatalAlert(AlertDescription.illegal_parameter, "the server chose no SRTP profile of ours");
    }

    static UseSRTPData extension(List<SrtpProfile> profiles) {
        return new UseSRTPData(profiles.stream().mapToInt(SrtpProfile::id).toArray(), TlsUtils.EMPTY_BYTES);
    }

    /** RFC 8122 section 6.2: the certificate must be the one that the signalling announced. */
    static void demand(CertificateFingerprint expected, Certificate shown) throws IOException {
        if (shown.isEmpty() || !expected.matches(shown.getCertificateAt(0).getEncoded())) {
            throw new TlsFatalAlert(
                    AlertDescription.bad_certificate, "the peer's certificate is not the one of its offer");
        }
    }

    static SrtpKeys.DtlsPair export(TlsContext context, SrtpProfile profile) {
        byte[] exported =
                context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, SrtpKeys.dtlsExportLength(profile));
        return SrtpKeys.fromDtls(profile, exported);
    }

    private SrtpNegotiation() {}
}
