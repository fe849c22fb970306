package io.tollgate.overlay.login;

import io.tollgate.overlay.identity.CredentialIssuer;
import io.tollgate.overlay.limit.Rate;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * What a login server is set to.
 *
 * @param credentialLife how long a credential lives, at most 24 h
 * @param supernodes told to whoever logs in
 * @param failuresPerUser failed attempts for one user name
 * @param failuresPerSource failed attempts from one source
 * @param renewalsPerSource renewals from one source
 * @param rememberedKeys user names and sources whose attempts are remembered, each
 * @param passwordsAtOnce passwords being checked at the same time, 19 MiB each
 */
public record LoginSettings(
        Duration credentialLife,
        List<URI> supernodes,
        Rate failuresPerUser,
        Rate failuresPerSource,
        Rate renewalsPerSource,
        int rememberedKeys,
        int passwordsAtOnce) {

    /** Checks that somebody can log in. */
    public LoginSettings {
        supernodes = List.copyOf(supernodes);
        if (!credentialLife.isPositive() || credentialLife.compareTo(CredentialIssuer.MAX_LIFE) > 0) {
            throw new IllegalArgumentException("a credential lives for up to 24 h");
        }
        if (rememberedKeys < 1 || passwordsAtOnce < 1) {
            throw new IllegalArgumentException("every limit must be positive");
        }
    }

    /** Ten failures at once and then one a minute per user, thirty and one in five seconds per source. */
    public static LoginSettings defaults(List<URI> supernodes) {
        return new LoginSettings(
                CredentialIssuer.MAX_LIFE,
                supernodes,
                Rate.oncePer(60, 10),
                Rate.oncePer(5, 30),
                new Rate(5, 100),
                50_000,
                8);
    }
}
