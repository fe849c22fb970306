package io.tollgate.overlay.login;

import io.tollgate.overlay.identity.Role;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where users are kept. */
@FunctionalInterface
public interface Accounts {

    /** The user of this name, exactly as written. May block. */
    Optional<StoredUser> find(String user);

    /**
     * A user who may log in.
     *
     * @param name the user's name; a gateway's begins with {@code gateway/}
     * @param passwordVerifier an encoded text of {@link io.tollgate.overlay.identity.PasswordVerifier}
     * @param open whether the account is in use; a closed one is refused like an unknown one
     * @param role what the user's devices are
     * @param region a gateway's region, else null
     */
    record StoredUser(
            String name,
            String passwordVerifier,
            boolean open,
            Role role,
            @Nullable String region) {

        /** A gateway has a region. */
        public StoredUser {
            if ((role == Role.GATEWAY) != (region != null)) {
                throw new IllegalArgumentException("a gateway has a region, and nobody else");
            }
        }

        /** An open account of a person. */
        public static StoredUser peer(String name, String passwordVerifier) {
            return new StoredUser(name, passwordVerifier, true, Role.PEER, null);
        }
    }
}
