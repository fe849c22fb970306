package io.tollgate.gateway.start;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * {@code TOLLGATE_DB_URL}: {@code postgresql://user:password@host:port/database?options}, as libpq writes it, or a JDBC
 * URL.
 *
 * @param user null: the driver's own default
 */
record DatabaseUrl(
        String jdbcUrl, @Nullable String user, @Nullable String password) {
    static DatabaseUrl parse(String text) {
        if (text.startsWith("jdbc:postgresql:")) {
            return new DatabaseUrl(text, null, null);
        }
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme();
            if (uri.getHost() == null || !("postgresql".equals(scheme) || "postgres".equals(scheme))) {
                throw unusable();
            }
            String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
            String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            String[] login = uri.getUserInfo() == null
                    ? new String[0]
                    : uri.getUserInfo().split(":", 2);
            return new DatabaseUrl(
                    "jdbc:postgresql://" + uri.getHost() + port + uri.getRawPath() + query,
                    login.length > 0 ? login[0] : null,
                    login.length > 1 ? login[1] : null);
        } catch (URISyntaxException e) {
            throw unusable();
        }
    }

    private static CannotStart unusable() {
        return new CannotStart("TOLLGATE_DB_URL must read postgresql://user:password@host:port/database.");
    }

    /** Keeps rows out of the log: the server's error details quote what was written, numbers included. */
    static String quiet(String jdbcUrl) {
        return jdbcUrl + (jdbcUrl.contains("?") ? "&" : "?") + "logServerErrorDetail=false";
    }

    void apply() {
        System.setProperty("quarkus.datasource.jdbc.url", quiet(jdbcUrl));
        if (user != null) {
            System.setProperty("quarkus.datasource.username", user);
        }
        if (password != null) {
            System.setProperty("quarkus.datasource.password", password);
        }
    }
}
