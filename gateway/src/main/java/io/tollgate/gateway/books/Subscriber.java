package io.tollgate.gateway.books;

import org.jspecify.annotations.Nullable;

/**
 * A user's account as calls need it.
 *
 * @param homeCountry ISO 3166-1 alpha-2: the plan in which national numbers are read
 * @param active can call; otherwise suspended for a while, or closed for good
 * @param passwordVerifier encoded Argon2id; null: this user cannot sign in
 * @param tariff how the account's calls are priced
 */
public record Subscriber(
        String user,
        String currency,
        String homeCountry,
        boolean active,
        boolean suspended,
        @Nullable String passwordVerifier,
        AccountTariff tariff) {}
