package io.tollgate.gateway.security;

import io.tollgate.billing.postgres.jdbc.Database;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Operators by name, each with a token of their own, beside the holder of the data folder's token ({@code admin}). Only
 * the SHA-256 of a token of 192 random bits is kept.
 */
@Singleton
public class Operators {
    /** What an operator's token begins with, so that others are not looked up. */
    static final String PREFIX = "op_";

    private static final int TOKEN_BYTES = 24;

    private final Database database;
    private final SecureRandom random = new SecureRandom();

    Operators(Database database) {
        this.database = database;
    }

    /** An operator, without the token. */
    public record Operator(String name, Instant createdAt, String createdBy) {}

    /** Adds one and gives the token, which nobody can tell again. Empty when the name is taken. */
    public Optional<String> add(String name, String by) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        int added = database.update(
                "insert into operator (name, token_hash, created_by) values (?, ?, ?) on conflict (name) do nothing",
                name,
                hash(token),
                by);
        return added == 1 ? Optional.of(token) : Optional.empty();
    }

    /** Whose token this is. Blocks. */
    Optional<String> nameOf(String token) {
        return database.first("select name from operator where token_hash = ?", row -> row.getString(1), hash(token));
    }

    public List<Operator> all() {
        return database.list(
                "select * from operator order by name",
                row -> new Operator(
                        row.getString("name"),
                        Database.presentInstant(row, "created_at"),
                        row.getString("created_by")));
    }

    /** False when there is no such operator. */
    public boolean remove(String name) {
        return database.update("delete from operator where name = ?", name) == 1;
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
