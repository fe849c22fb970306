package io.tollgate.gateway.start;

import io.tollgate.gateway.config.TollgateConfig;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** The folder that outlives the process: keys, tokens, the embedded database. */
@Singleton
public class DataFolder {
    private static final int TOKEN_BYTES = 24;

    private final Path root;

    DataFolder(TollgateConfig config) {
        root = Path.of(config.data()).toAbsolutePath().normalize();
    }

    /** A file in the folder, present or not. */
    public Path file(String name) {
        return root.resolve(name);
    }

    /**
     * A random secret that is made at first use and stays; only the owner can read its file.
     *
     * @return the secret, 32 characters of base64url
     */
    public String secret(String name, SecureRandom random) {
        Path file = file(name);
        try {
            if (!Files.exists(file)) {
                byte[] token = new byte[TOKEN_BYTES];
                random.nextBytes(token);
                writePrivate(file, Base64.getUrlEncoder().withoutPadding().encodeToString(token) + "\n");
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the secret " + file + " cannot be kept", e);
        }
    }

    /** Writes a file that only its owner can read, complete or not at all. */
    public static void writePrivate(Path file, String text) throws IOException {
        Path fresh = Files.createTempFile(
                file.getParent(),
                file.getFileName().toString(),
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, text, StandardOpenOption.SYNC);
        Files.move(fresh, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }
}
