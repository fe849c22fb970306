package io.tollgate.gateway.overlay;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.tollgate.billing.ledger.LedgerUnavailableException;
import io.tollgate.billing.postgres.jdbc.Database;
import io.tollgate.gateway.config.TollgateConfig;
import io.tollgate.gateway.start.DataFolder;
import io.tollgate.overlay.identity.Credential;
import io.tollgate.overlay.identity.CredentialIssuer;
import io.tollgate.overlay.identity.CredentialVerifier;
import io.tollgate.overlay.identity.io.DeviceKeyFile;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.Set;
import org.jboss.logging.Logger;

/** The login server's signing key, and the verifier of what it signed. */
@Singleton
public class Issuer {
    private static final Logger LOG = Logger.getLogger(Issuer.class);

    private final CredentialIssuer issuer;
    private final CredentialVerifier verifier;
    private final Database database;
    private volatile Set<String> revoked = Set.of();

    Issuer(TollgateConfig config, DataFolder folder, Database database) {
        this.database = database;
        try {
            issuer = new CredentialIssuer(
                    config.overlay().issuer(),
                    DeviceKeyFile.loadOrCreate(folder.file("login-key.json"), new SecureRandom())
                            .signing());
        } catch (IOException e) {
            throw new UncheckedIOException("the login server's key cannot be kept", e);
        }
        verifier = new CredentialVerifier(issuer.keys(), issuer.name(), this::isRevoked);
        reloadRevocations();
    }

    public CredentialIssuer issuer() {
        return issuer;
    }

    public CredentialVerifier verifier() {
        return verifier;
    }

    public boolean isRevoked(Credential credential) {
        return revoked.contains(credential.id());
    }

    @Scheduled(every = "10s", concurrentExecution = ConcurrentExecution.SKIP)
    void refresh() {
        try {
            reloadRevocations();
        } catch (LedgerUnavailableException e) {
            LOG.warnf("revocations stay as they were read last: %s", e.getMessage());
        }
    }

    /** Reads which credentials no longer count although they have not expired. */
    public final void reloadRevocations() {
        revoked = Set.copyOf(
                database.list("select jti from revoked_credential where expires_at > now()", row -> row.getString(1)));
    }
}
