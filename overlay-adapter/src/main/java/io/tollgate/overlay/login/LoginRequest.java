package io.tollgate.overlay.login;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.ECKey;
import io.tollgate.overlay.identity.PasswordVerifier;
import io.tollgate.overlay.identity.PublicDevice;
import io.tollgate.overlay.jose.P256;
import io.tollgate.overlay.json.JsonFields;
import java.util.Optional;

/**
 * The body of {@code POST /api/v1/login}.
 *
 * @param deviceName how the device calls itself, for people
 */
public record LoginRequest(String user, String password, PublicDevice device, String deviceName) {

    /** The longest body that is read. */
    public static final int MAX_BYTES = 4096;

    private static final int MAX_USER_CHARS = 80;
    private static final int MAX_DEVICE_NAME_CHARS = 120;

    /** Reads a body; empty when it is not a login request. */
    public static Optional<LoginRequest> parse(byte[] body) {
        JsonFields fields = JsonFields.parse(body, MAX_BYTES);
        String user = fields.text("user", MAX_USER_CHARS);
        String password = fields.text("password", PasswordVerifier.MAX_PASSWORD_CHARS);
        String deviceName = fields.optionalText("device_name", MAX_DEVICE_NAME_CHARS);
        ECKey signing = P256.readPublic(fields.object("signing_key"));
        ECKey agreement = P256.readPublic(fields.object("agreement_key"));
        if (fields.fault() != null || signing == null || agreement == null) {
            return Optional.empty();
        }
        PublicDevice device = new PublicDevice(signing, agreement);
        return Optional.of(new LoginRequest(user, password, device, deviceName == null ? "" : deviceName));
    }

    /** The body. */
    public byte[] write() {
        ObjectNode json = JsonFields.object().put("user", user).put("password", password);
        json.set("signing_key", P256.writePublic(device.signingKey()));
        json.set("agreement_key", P256.writePublic(device.agreementKey()));
        json.put("device_name", deviceName);
        return JsonFields.write(json);
    }

    @Override
    public String toString() {
        return "LoginRequest[" + user + ", device " + device.id() + "]";
    }
}
