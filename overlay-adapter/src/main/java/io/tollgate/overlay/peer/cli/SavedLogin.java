package io.tollgate.overlay.peer.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.overlay.client.io.LoginResult;
import io.tollgate.overlay.identity.CredentialResult;
import io.tollgate.overlay.identity.CredentialVerifier;
import io.tollgate.overlay.identity.DeviceKeys;
import io.tollgate.overlay.identity.IssuerKeys;
import io.tollgate.overlay.json.JsonFields;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A login kept in a file (mode 0600) beside the device's keys. Without those keys it is worth nothing. */
final class SavedLogin {
    private static final int MAX_BYTES = 64 * 1024;
    /** A call should not begin on a credential that ends in its middle. */
    private static final Duration MARGIN = Duration.ofMinutes(10);

    static void save(LoginResult.LoggedIn login, Path file) throws IOException {
        ObjectNode json = JsonFields.object()
                .put("credential", login.credential())
                .put("expires_at", login.expiresAt().toString());
        json.set("issuer_keys", login.issuerKeys().toJson());
        ArrayNode supernodes = json.putArray("supernodes");
        login.supernodes().forEach(uri -> supernodes.add(uri.toString()));
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " cannot be a file");
        }
        Path draft = Files.createTempFile(folder, "login", ".tmp"); // the JDK makes it 0600
        try {
            Files.write(draft, JsonFields.write(json));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** The login, when it is whole, still lasts a while and belongs to this device. */
    static Optional<LoginResult.LoggedIn> load(Path file, DeviceKeys device, Instant now) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            JsonFields json = JsonFields.parse(Files.readAllBytes(file), MAX_BYTES);
            String credential = json.text("credential", CredentialVerifier.MAX_CHARS);
            Instant expires = Instant.parse(json.text("expires_at", 40));
            Optional<IssuerKeys> keys = IssuerKeys.read(json.object("issuer_keys"));
            List<URI> supernodes =
                    json.texts("supernodes", 16, 256).stream().map(URI::create).toList();
            if (json.fault() != null || keys.isEmpty() || now.plus(MARGIN).isAfter(expires)) {
                return Optional.empty();
            }
            boolean ours =
                    new CredentialVerifier(keys.get()).verify(credential, now) instanceof CredentialResult.Valid valid
                            && valid.credential().deviceId().equals(device.id());
            return ours
                    ? Optional.of(new LoginResult.LoggedIn(credential, expires, keys.get(), supernodes))
                    : Optional.empty();
        } catch (IOException | DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private SavedLogin() {}
}
