package io.tollgate.overlay.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.overlay.Cast;
import io.tollgate.overlay.identity.Credential;
import io.tollgate.overlay.identity.DeviceKeys;
import io.tollgate.overlay.identity.DeviceProof;
import io.tollgate.overlay.identity.PasswordVerifier;
import io.tollgate.overlay.identity.Revocations;
import io.tollgate.overlay.identity.Role;
import io.tollgate.overlay.json.JsonFields;
import io.tollgate.overlay.limit.Rate;
import io.tollgate.overlay.login.Accounts.StoredUser;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginCoreTest {

    private static final Instant NOW = Cast.NOW;
    private static final String VERIFIER = PasswordVerifier.encode("secret", Cast.RANDOM);
    private static final LoginSettings SETTINGS = new LoginSettings(
            Duration.ofHours(24),
            List.of(URI.create("ws://localhost:8080/overlay")),
            Rate.oncePer(60, 3),
            Rate.oncePer(60, 6),
            Rate.oncePer(60, 3),
            100,
            2);

    private final Map<String, StoredUser> users = new HashMap<>(Map.of(
            "alice",
            StoredUser.peer("alice", VERIFIER),
            "closed",
            new StoredUser("closed", VERIFIER, false, Role.PEER, null),
            "gateway/one",
            new StoredUser("gateway/one", VERIFIER, true, Role.GATEWAY, "eu-west")));
    private final LoginCore core =
            new LoginCore(SETTINGS, user -> Optional.ofNullable(users.get(user)), Cast.ISSUER, Revocations.NONE);

    private static byte[] request(String user, String password) {
        return new LoginRequest(user, password, Cast.ALICE.publicDevice(), "test").write();
    }

    private LoginAnswer login(String user, String password, String source, Instant now) {
        return core.login(request(user, password), source, now, "j1");
    }

    private static LoginRefusal refusal(LoginAnswer answer) {
        return ((LoginAnswer.Refused) answer).reason();
    }

    private static Credential issued(LoginAnswer answer) {
        return ((LoginAnswer.Issued) answer).credential();
    }

    @Test
    void theRightPasswordGivesACredentialForThisDevice() {
        LoginAnswer answer = login("alice", "secret", "s", NOW);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(issued(answer).user()).isEqualTo("alice");
        assertThat(issued(answer).deviceId()).isEqualTo(Cast.ALICE.id());
        assertThat(issued(answer).expiresAt()).isEqualTo(NOW.plus(Cast.DAY));
        JsonFields body = JsonFields.parse(answer.body().getBytes(StandardCharsets.UTF_8), 65_536);
        assertThat(body.text("credential", 4096)).isEqualTo(issued(answer).token());
        assertThat(body.text("expires_at", 40)).isEqualTo("2026-11-22T12:00:00Z");
        assertThat(body.texts("supernodes", 9, 99)).containsExactly("ws://localhost:8080/overlay");
        assertThat(body.object("issuer_keys").objects("keys", 9)).hasSize(1);
        assertThat(body.fault()).isNull();
    }

    @Test
    void aGatewaysCredentialSaysSo() {
        Credential credential = issued(login("gateway/one", "secret", "s", NOW));
        assertThat(credential.role()).isEqualTo(Role.GATEWAY);
        assertThat(credential.user()).isEqualTo("gateway/one");
        assertThat(credential.region()).isEqualTo("eu-west");
    }

    @Test
    void unknownUserClosedAccountAndWrongPasswordGetOneAnswer() {
        LoginAnswer wrong = login("alice", "guess", "s1", NOW);
        LoginAnswer unknown = login("nobody", "guess", "s2", NOW);
        LoginAnswer closed = login("closed", "secret", "s3", NOW);
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(unknown.body()).isEqualTo(wrong.body());
        assertThat(closed.body()).isEqualTo(wrong.body());
        assertThat(wrong.mediaType()).isEqualTo("application/problem+json");
        assertThat(unknown).isEqualTo(wrong);
    }

    /** The dummy verification must do the same work; a factor of three separates it from doing none (over a hundred). */
    @Test
    void anUnknownUserTakesAsLongAsAWrongPassword() {
        PasswordVerifier.verifyNobody("warm up");
        PasswordVerifier.verify("warm up", VERIFIER);
        long wrongNs = Long.MAX_VALUE;
        long unknownNs = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            wrongNs = Math.min(wrongNs, timeNs("alice", "s" + i));
            unknownNs = Math.min(unknownNs, timeNs("nobody", "t" + i));
        }
        assertThat((double) unknownNs / wrongNs).isBetween(1 / 3.0, 3.0);
    }

    private long timeNs(String user, String source) {
        long startNs = System.nanoTime();
        assertThat(refusal(login(user, "guess", source, NOW))).isEqualTo(LoginRefusal.WRONG);
        return System.nanoTime() - startNs;
    }

    @Test
    void aUserIsGuessedAtOnlySoOftenWhereverFrom() {
        for (int i = 0; i < 3; i++) {
            assertThat(refusal(login("alice", "guess", "s" + i, NOW))).isEqualTo(LoginRefusal.WRONG);
        }
        LoginAnswer limited = login("alice", "secret", "s9", NOW);
        assertThat(limited.status()).isEqualTo(429);
        assertThat(((LoginAnswer.Refused) limited).retryAfter()).isEqualTo(Duration.ofSeconds(60));
        assertThat(login("alice", "secret", "s9", NOW.plusSeconds(61)).status()).isEqualTo(200);
    }

    @Test
    void aSourceGuessesOnlySoOftenWhoeverAt() {
        for (int i = 0; i < 6; i++) {
            assertThat(refusal(login("user" + i, "guess", "s", NOW))).isEqualTo(LoginRefusal.WRONG);
        }
        assertThat(refusal(login("alice", "secret", "s", NOW))).isEqualTo(LoginRefusal.TOO_OFTEN);
        assertThat(login("alice", "secret", "elsewhere", NOW).status()).isEqualTo(200);
    }

    @Test
    void successesDoNotCount() {
        for (int i = 0; i < 20; i++) {
            assertThat(login("alice", "secret", "s", NOW).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "{\"user\":\"alice\"}", "{\"user\":1,\"password\":2}"})
    void whatIsNoLoginRequestIsMalformed(String body) {
        LoginAnswer answer = core.login(body.getBytes(StandardCharsets.UTF_8), "s", NOW, "j");
        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void aRequestThatCarriesAPrivateKeyOrAnEndlessPasswordIsMalformed() {
        String good = new String(request("alice", "secret"), StandardCharsets.UTF_8);
        String leaked = good.replaceFirst("\"kty\"", "\"d\":\"x\",\"kty\"");
        assertThat(core.login(leaked.getBytes(StandardCharsets.UTF_8), "s", NOW, "j")
                        .status())
                .isEqualTo(400);
        assertThat(login("alice", "x".repeat(257), "s", NOW).status()).isEqualTo(400);
        assertThat(login("alice", "x".repeat(5000), "s", NOW).status()).isEqualTo(400);
    }

    @Test
    void tooManyPasswordsAtOnceAreRefusedAsBusy() throws Exception {
        CountDownLatch inside = new CountDownLatch(2);
        CountDownLatch goOn = new CountDownLatch(1);
        LoginCore slow = new LoginCore(
                SETTINGS,
                user -> {
                    inside.countDown();
                    awaitQuietly(goOn);
                    return Optional.of(StoredUser.peer("alice", VERIFIER));
                },
                Cast.ISSUER,
                Revocations.NONE);
        List<FutureTask<LoginAnswer>> logins = List.of(
                new FutureTask<>(() -> slow.login(request("alice", "secret"), "s", NOW, "j1")),
                new FutureTask<>(() -> slow.login(request("alice", "secret"), "s", NOW, "j2")));
        logins.forEach(Thread::startVirtualThread);
        assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(slow.login(request("alice", "secret"), "s", NOW, "j3").status())
                .isEqualTo(503);
        goOn.countDown();
        for (FutureTask<LoginAnswer> login : logins) {
            assertThat(login.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] renewal(Credential credential, DeviceKeys keys, DeviceProof.Purpose purpose, Instant now) {
        ObjectNode json = JsonFields.object()
                .put("credential", credential.token())
                .put("proof", DeviceProof.create(keys, purpose, credential.id(), now));
        return JsonFields.write(json);
    }

    @Test
    void aDeviceRenewsItsCredentialWithItsKey() {
        Credential old = issued(login("alice", "secret", "s", NOW));
        Instant later = NOW.plus(Duration.ofHours(12));
        LoginAnswer answer = core.renew(renewal(old, Cast.ALICE, DeviceProof.Purpose.RENEW, later), "s", later, "j2");
        assertThat(issued(answer).expiresAt()).isEqualTo(later.plus(Cast.DAY));
        assertThat(issued(answer).id()).isEqualTo("j2");
        assertThat(issued(answer).deviceId()).isEqualTo(old.deviceId());
    }

    @Test
    void aRenewalWithoutTheKeyTheTimeOrTheAccountIsRefused() {
        Credential old = issued(login("alice", "secret", "s", NOW));
        assertThat(refusal(core.renew(renewal(old, Cast.BOB, DeviceProof.Purpose.RENEW, NOW), "1", NOW, "j")))
                .isEqualTo(LoginRefusal.NOT_RENEWABLE);
        assertThat(refusal(core.renew(renewal(old, Cast.ALICE, DeviceProof.Purpose.SUPERNODE, NOW), "2", NOW, "j")))
                .isEqualTo(LoginRefusal.NOT_RENEWABLE);
        Instant tooLate = NOW.plus(Duration.ofHours(25));
        assertThat(refusal(core.renew(renewal(old, Cast.ALICE, DeviceProof.Purpose.RENEW, tooLate), "3", tooLate, "j")))
                .isEqualTo(LoginRefusal.NOT_RENEWABLE);
        users.remove("alice");
        assertThat(refusal(core.renew(renewal(old, Cast.ALICE, DeviceProof.Purpose.RENEW, NOW), "4", NOW, "j")))
                .isEqualTo(LoginRefusal.NOT_RENEWABLE);
        assertThat(refusal(core.renew(new byte[0], "5", NOW, "j"))).isEqualTo(LoginRefusal.MALFORMED);
    }

    @Test
    void renewalsAreLimitedPerSource() {
        for (int i = 0; i < 3; i++) {
            assertThat(refusal(core.renew(new byte[0], "s", NOW, "j"))).isEqualTo(LoginRefusal.MALFORMED);
        }
        assertThat(refusal(core.renew(new byte[0], "s", NOW, "j"))).isEqualTo(LoginRefusal.TOO_OFTEN);
    }

    @Test
    void passwordsAreNotPrinted() {
        assertThat(new LoginRequest("alice", "secret", Cast.ALICE.publicDevice(), "").toString())
                .doesNotContain("secret");
    }
}
