package io.tollgate.gateway.security;

/** Names of the roles, for annotations. */
public final class Roles {
    public static final String ADMIN = "admin";
    public static final String USER = "user";

    private Roles() {}
}
