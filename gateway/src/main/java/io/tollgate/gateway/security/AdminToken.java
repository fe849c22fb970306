package io.tollgate.gateway.security;

import io.tollgate.gateway.start.DataFolder;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;

/** The operator's bearer token, generated at the first start. */
@Singleton
public class AdminToken {
    private static final String NAME = "admin-token";

    private final Path file;
    private final boolean fresh;
    private final String value;

    AdminToken(DataFolder folder) {
        file = folder.file(NAME);
        fresh = !Files.exists(file);
        value = folder.secret(NAME, new SecureRandom());
    }

    /** Compares in constant time. */
    boolean matches(String token) {
        return MessageDigest.isEqual(token.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether this start made it. */
    public boolean isNew() {
        return fresh;
    }

    public String value() {
        return value;
    }

    public Path file() {
        return file;
    }
}
