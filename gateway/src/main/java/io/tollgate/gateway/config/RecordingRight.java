package io.tollgate.gateway.config;

/** Who may have calls recorded. */
public enum RecordingRight {
    NOBODY,
    /** The operator, any call. */
    ADMIN,
    /** The operator, any call, and users, their own. */
    USERS;

    /** Whether somebody may, provided that the call is theirs to touch. */
    public boolean includes(boolean admin) {
        return switch (this) {
            case NOBODY -> false;
            case ADMIN -> admin;
            case USERS -> true;
        };
    }
}
