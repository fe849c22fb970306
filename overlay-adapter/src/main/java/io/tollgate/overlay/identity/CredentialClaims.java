package io.tollgate.overlay.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.ECKey;
import io.tollgate.overlay.jose.P256;
import io.tollgate.overlay.json.JsonFields;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The claims of a credential as they stand in its payload. */
record CredentialClaims(
        String issuer,
        String user,
        Role role,
        PublicDevice device,
        @Nullable String region,
        Instant issuedAt,
        Instant expiresAt,
        String id) {

    static final String GATEWAY_PREFIX = "gateway/";

    private static final int MAX_PAYLOAD_BYTES = 3072;
    private static final int MAX_NAME_CHARS = 80;

    /** The year 2100; beyond it somebody has confused seconds and milliseconds. */
    private static final long MAX_SECONDS = 4_102_444_800L;

    byte[] write() {
        ObjectNode claims = JsonFields.object()
                .put("iss", issuer)
                .put("sub", user)
                .put("role", role.claim())
                .put("iat", issuedAt.getEpochSecond())
                .put("exp", expiresAt.getEpochSecond())
                .put("jti", id);
        claims.putObject("cnf").set("jwk", P256.writePublic(device.signingKey()));
        claims.set("enc", P256.writePublic(device.agreementKey()));
        if (region != null) {
            claims.put("region", region);
        }
        return JsonFields.write(claims);
    }

    /** Empty when a claim is missing, out of its limits, or contradicts another. */
    static Optional<CredentialClaims> read(byte[] payload) {
        JsonFields fields = JsonFields.parse(payload, MAX_PAYLOAD_BYTES);
        String issuer = fields.text("iss", MAX_NAME_CHARS);
        String user = fields.text("sub", MAX_NAME_CHARS);
        Optional<Role> role = Role.ofClaim(fields.text("role", 16));
        Instant issuedAt = Instant.ofEpochSecond(fields.whole("iat", 0, MAX_SECONDS));
        Instant expiresAt = Instant.ofEpochSecond(fields.whole("exp", 0, MAX_SECONDS));
        String id = fields.text("jti", 64);
        String region = fields.optionalText("region", 32);
        ECKey signing = P256.readPublic(fields.object("cnf").object("jwk"));
        ECKey agreement = P256.readPublic(fields.object("enc"));
        if (fields.fault() != null || role.isEmpty() || signing == null || agreement == null) {
            return Optional.empty();
        }
        if (user.startsWith(GATEWAY_PREFIX) != (role.get() == Role.GATEWAY)) {
            return Optional.empty();
        }
        PublicDevice device = new PublicDevice(signing, agreement);
        return Optional.of(new CredentialClaims(issuer, user, role.get(), device, region, issuedAt, expiresAt, id));
    }
}
