package io.tollgate.overlay.identity;

import java.util.Optional;

/** What a device may do in the overlay. */
public enum Role {
    /** Calls and is called. */
    PEER("peer"),
    /** Bridges calls to the telephone network, and may ask who is reachable for a user. */
    GATEWAY("gateway");

    private final String claim;

    Role(String claim) {
        this.claim = claim;
    }

    /** The text of the {@code role} claim. */
    public String claim() {
        return claim;
    }

    static Optional<Role> ofClaim(String claim) {
        for (Role role : values()) {
            if (role.claim.equals(claim)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
