package io.tollgate.overlay;

import com.nimbusds.jose.jwk.ECKey;
import io.tollgate.overlay.identity.Credential;
import io.tollgate.overlay.identity.CredentialIssuer;
import io.tollgate.overlay.identity.CredentialVerifier;
import io.tollgate.overlay.identity.DeviceKeys;
import io.tollgate.overlay.jose.P256;
import io.tollgate.overlay.message.CallKey;
import io.tollgate.overlay.message.CallMessage;
import io.tollgate.overlay.message.Fingerprint;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The people of the tests: a login server, Alice with a device, a gateway, and what Alice offers. */
public final class Cast {

    public static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    public static final Duration DAY = Duration.ofHours(24);
    public static final SecureRandom RANDOM = new SecureRandom();

    public static final ECKey ISSUER_KEY = P256.generate(RANDOM);
    public static final CredentialIssuer ISSUER = new CredentialIssuer("login.example", ISSUER_KEY);
    public static final CredentialVerifier VERIFIER = new CredentialVerifier(ISSUER.keys());

    public static final DeviceKeys ALICE = DeviceKeys.generate(RANDOM);
    public static final Credential ALICE_CREDENTIAL = peer("alice", ALICE, NOW);
    public static final DeviceKeys BOB = DeviceKeys.generate(RANDOM);
    public static final Credential BOB_CREDENTIAL = peer("bob", BOB, NOW);
    public static final DeviceKeys GATEWAY = DeviceKeys.generate(RANDOM);
    public static final Credential GATEWAY_CREDENTIAL = gateway("one", GATEWAY, NOW);

    public static final String DIGEST =
            "AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:" + "AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89";
    public static final Fingerprint FINGERPRINT = new Fingerprint("sha-256", DIGEST);
    public static final String SDP = """
            v=0
            o=- 1 2 IN IP4 127.0.0.1
            s=-
            t=0 0
            m=audio 9 UDP/TLS/RTP/SAVPF 111
            c=IN IP4 0.0.0.0
            a=ice-ufrag:abcd
            a=ice-pwd:abcdefghijklmnopqrstuv
            a=fingerprint:sha-256 %s
            a=setup:actpass
            a=rtpmap:111 opus/48000/2
            """.formatted(DIGEST).replace("\n", "\r\n");

    private Cast() {}

    public static Credential peer(String user, DeviceKeys keys, Instant now) {
        return ISSUER.issueToPeer(user, keys.publicDevice(), now, DAY, "jti-" + user + "-" + keys.thumbprint());
    }

    public static Credential gateway(String name, DeviceKeys keys, Instant now) {
        return ISSUER.issueToGateway(name, "eu-west", keys.publicDevice(), now, DAY, "jti-gateway-" + name);
    }

    public static CallMessage.Call call(String id, Instant issuedAt) {
        return new CallMessage.Call(
                "alice", "+44 20 7946 0123", issuedAt, id, CallKey.random(RANDOM), List.of(FINGERPRINT), SDP);
    }

    public static CallMessage.Ring ring(String id, Instant issuedAt) {
        return new CallMessage.Ring("+442079460999", null, "+442079460201", issuedAt, id, CallKey.random(RANDOM));
    }

    public static CallMessage.Accept accept(String id, Instant issuedAt) {
        return new CallMessage.Accept("alice", issuedAt, id, List.of(FINGERPRINT), SDP);
    }
}
