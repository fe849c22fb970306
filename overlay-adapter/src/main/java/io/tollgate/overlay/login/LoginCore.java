package io.tollgate.overlay.login;

import io.tollgate.overlay.identity.Credential;
import io.tollgate.overlay.identity.CredentialIssuer;
import io.tollgate.overlay.identity.CredentialResult;
import io.tollgate.overlay.identity.CredentialVerifier;
import io.tollgate.overlay.identity.DeviceProof;
import io.tollgate.overlay.identity.PasswordVerifier;
import io.tollgate.overlay.identity.PublicDevice;
import io.tollgate.overlay.identity.Revocations;
import io.tollgate.overlay.json.JsonFields;
import io.tollgate.overlay.limit.KeyedLimiter;
import io.tollgate.overlay.login.Accounts.StoredUser;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** The login server's decisions. Any thread. */
public final class LoginCore {

    private static final Duration BUSY_FOR = Duration.ofSeconds(2);

    private final LoginSettings settings;
    private final Accounts accounts;
    private final CredentialIssuer issuer;
    private final CredentialVerifier verifier;
    private final KeyedLimiter<String> failuresPerUser;
    private final KeyedLimiter<String> failuresPerSource;
    private final KeyedLimiter<String> renewalsPerSource;
    private final Semaphore passwordsAtOnce;

    /** A login server that has refused nobody yet. */
    public LoginCore(LoginSettings settings, Accounts accounts, CredentialIssuer issuer, Revocations revocations) {
        this.settings = settings;
        this.accounts = accounts;
        this.issuer = issuer;
        this.verifier = new CredentialVerifier(issuer.keys(), issuer.name(), revocations);
        this.failuresPerUser = new KeyedLimiter<>(settings.failuresPerUser(), settings.rememberedKeys());
        this.failuresPerSource = new KeyedLimiter<>(settings.failuresPerSource(), settings.rememberedKeys());
        this.renewalsPerSource = new KeyedLimiter<>(settings.renewalsPerSource(), settings.rememberedKeys());
        this.passwordsAtOnce = new Semaphore(settings.passwordsAtOnce());
    }

    /**
     * {@code POST /api/v1/login}.
     *
     * @param body as received, cut after {@link LoginRequest#MAX_BYTES} + 1
     * @param source where it came from, e.g. the address; for the limit only
     * @param now the time
     * @param credentialId the {@code jti} to use, unpredictable and never used before
     */
    public LoginAnswer login(byte[] body, String source, Instant now, String credentialId) {
        Optional<LoginRequest> request = LoginRequest.parse(body);
        if (request.isEmpty()) {
            return refused(LoginRefusal.MALFORMED, Duration.ZERO);
        }
        String user = request.get().user();
        if (!failuresPerSource.take(source, now)) {
            return refused(LoginRefusal.TOO_OFTEN, failuresPerSource.untilNext(source, now));
        }
        if (!failuresPerUser.take(user, now)) {
            return refused(LoginRefusal.TOO_OFTEN, failuresPerUser.untilNext(user, now));
        }
        if (!passwordsAtOnce.tryAcquire()) {
            giveBack(source, user);
            return refused(LoginRefusal.BUSY, BUSY_FOR);
        }
        try {
            return check(request.get(), source, now, credentialId);
        } finally {
            passwordsAtOnce.release();
        }
    }

    private LoginAnswer check(LoginRequest request, String source, Instant now, String credentialId) {
        Optional<StoredUser> user = accounts.find(request.user());
        boolean right = user.isPresent()
                ? PasswordVerifier.verify(request.password(), user.get().passwordVerifier())
                : PasswordVerifier.verifyNobody(request.password());
        if (!right || user.isEmpty() || !user.get().open()) {
            return refused(LoginRefusal.WRONG, Duration.ZERO);
        }
        giveBack(source, request.user());
        return issued(issue(user.get(), request.device(), now, credentialId));
    }

    private Credential issue(StoredUser user, PublicDevice device, Instant now, String credentialId) {
        Duration life = settings.credentialLife();
        return switch (user.role()) {
            case PEER -> issuer.issueToPeer(user.name(), device, now, life, credentialId);
            case GATEWAY ->
                issuer.issueToGateway(
                        user.name().substring(user.name().indexOf('/') + 1),
                        Objects.requireNonNull(user.region()),
                        device,
                        now,
                        life,
                        credentialId);
        };
    }

    /**
     * {@code POST /api/v1/login/renew}: the device of a credential that is still valid proves its key and gets a new
     * one, as long as the account is open.
     */
    public LoginAnswer renew(byte[] body, String source, Instant now, String credentialId) {
        if (!renewalsPerSource.take(source, now)) {
            return refused(LoginRefusal.TOO_OFTEN, renewalsPerSource.untilNext(source, now));
        }
        JsonFields fields = JsonFields.parse(body, 2 * LoginRequest.MAX_BYTES);
        String token = fields.text("credential", CredentialVerifier.MAX_CHARS);
        String proof = fields.text("proof", 1024);
        if (fields.fault() != null) {
            return refused(LoginRefusal.MALFORMED, Duration.ZERO);
        }
        return switch (verifier.verify(token, now)) {
            case CredentialResult.Refused refused -> refused(LoginRefusal.NOT_RENEWABLE, Duration.ZERO);
            case CredentialResult.Valid valid -> renew(valid.credential(), proof, now, credentialId);
        };
    }

    private LoginAnswer renew(Credential old, String proof, Instant now, String credentialId) {
        boolean proven = DeviceProof.verify(proof, old, DeviceProof.Purpose.RENEW, old.id(), now);
        Optional<StoredUser> user = proven ? accounts.find(old.user()) : Optional.empty();
        if (user.isEmpty() || !user.get().open() || user.get().role() != old.role()) {
            return refused(LoginRefusal.NOT_RENEWABLE, Duration.ZERO);
        }
        return issued(issuer.renew(old, now, settings.credentialLife(), credentialId));
    }

    private void giveBack(String source, String user) {
        failuresPerSource.giveBack(source);
        failuresPerUser.giveBack(user);
    }

    private LoginAnswer issued(Credential credential) {
        return new LoginAnswer.Issued(credential, issuer.keys(), settings.supernodes());
    }

    private static LoginAnswer refused(LoginRefusal reason, Duration retryAfter) {
        return new LoginAnswer.Refused(reason, retryAfter);
    }
}
