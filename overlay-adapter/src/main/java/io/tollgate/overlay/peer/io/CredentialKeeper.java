package io.tollgate.overlay.peer.io;

import io.tollgate.overlay.client.io.LoginClient;
import io.tollgate.overlay.client.io.LoginResult;
import io.tollgate.overlay.identity.CredentialResult;
import io.tollgate.overlay.identity.CredentialVerifier;
import io.tollgate.overlay.identity.DeviceKeys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Has a credential that is good: renews it at half-life, so that a listener stays signed in beyond a day. Where renewing
 * fails it tries again every minute, with the old one in hand as long as that lasts.
 */
final class CredentialKeeper implements Supplier<String>, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(CredentialKeeper.class);
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final LoginClient login;
    private final DeviceKeys keys;
    private final Clock clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("credential").factory());
    private volatile LoginResult.LoggedIn current;

    CredentialKeeper(LoginClient login, DeviceKeys keys, LoginResult.LoggedIn first, Clock clock) {
        this.login = login;
        this.keys = keys;
        this.clock = clock;
        this.current = first;
        schedule(untilHalfLife(first));
    }

    @Override
    public String get() {
        return current.credential();
    }

    private Duration untilHalfLife(LoginResult.LoggedIn login) {
        Instant now = clock.instant();
        return new CredentialVerifier(login.issuerKeys()).verify(login.credential(), now)
                        instanceof CredentialResult.Valid valid
                ? Duration.between(now, valid.credential().halfLife())
                : AGAIN;
    }

    private void schedule(Duration wait) {
        var _ = timer.schedule(this::renew, Math.max(wait.toMillis(), 1_000), TimeUnit.MILLISECONDS);
    }

    private void renew() {
        LoginResult.LoggedIn old = current;
        Duration next = AGAIN;
        try {
            switch (login.renew(old.credential(), old.issuerKeys(), keys)) {
                case LoginResult.LoggedIn renewed -> {
                    current = renewed;
                    next = untilHalfLife(renewed);
                }
                case LoginResult.Refused refused -> LOG.warnf("The login was not renewed: %s", refused.words());
                case LoginResult.Unreachable unreachable ->
                    LOG.warnf("The login was not renewed: %s", unreachable.words());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (!timer.isShutdown()) {
            schedule(next);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
