package io.tollgate.overlay.seal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import io.tollgate.overlay.identity.DeviceKeys;
import io.tollgate.overlay.jose.Base64Url;
import io.tollgate.overlay.jose.CompactJwe;
import io.tollgate.overlay.jose.P256;
import io.tollgate.overlay.json.JsonFields;
import io.tollgate.overlay.message.CallKey;
import io.tollgate.overlay.message.CallMessage;
import io.tollgate.overlay.message.CallMessages;
import io.tollgate.overlay.message.Direction;
import io.tollgate.overlay.message.Fingerprint;
import io.tollgate.overlay.message.MessageHead;
import io.tollgate.overlay.wire.Challenge;
import io.tollgate.overlay.wire.Envelope;
import io.tollgate.overlay.wire.FindGateways;
import io.tollgate.overlay.wire.Send;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;

/**
 * The worked example of the protocol's description: Alice's device calls a number. Every private key is the SHA-256 of
 * a sentence and signatures are deterministic (RFC 6979), so whoever follows the steps gets these very octets. The
 * arithmetic here (points, signatures, key agreement) is Bouncy Castle's and shares nothing with ours.
 */
final class ProtocolExample {

    static final UUID CALL = UUID.fromString("0193a5c0-1234-7000-8000-00000000beef");
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    static final DeviceKeys ALICE = new DeviceKeys(key("alice signing"), key("alice agreement"));
    static final DeviceKeys GATEWAY = new DeviceKeys(key("gateway signing"), key("gateway agreement"));
    static final ECKey ISSUER = key("issuer signing");
    static final ECKey EPHEMERAL = key("ephemeral");
    static final byte[] IV = HexFormat.of().parseHex("000102030405060708090a0b");
    static final byte[] LATER_IV = HexFormat.of().parseHex("0c0d0e0f1011121314151617");
    static final byte[] NONCE = sha256("tollgate example nonce".getBytes(StandardCharsets.US_ASCII));
    static final CallKey CALL_KEY =
            new CallKey(sha256("tollgate example call key".getBytes(StandardCharsets.US_ASCII)));

    private static final X9ECParameters P256_CURVE = SECNamedCurves.getByName("secp256r1");
    private static final String DIGEST =
            "4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:" + "19:E5:7C:AB:3E:4B:65:2E:7D:46:3F:54:42:CD:54:F1";
    static final String SDP = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\n"
            + "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\na=sendrecv\r\na=rtcp-mux\r\n"
            + "a=ice-ufrag:wVpj\r\na=ice-pwd:xJ9ItzRtQmM0y3lTfVHzNcWf\r\na=setup:actpass\r\n"
            + "a=fingerprint:sha-256 " + DIGEST + "\r\na=rtpmap:111 opus/48000/2\r\n";
    static final CallMessage.Call MESSAGE = new CallMessage.Call(
            "alice",
            "+44 20 7946 0123",
            NOW,
            "example-jti-1",
            CALL_KEY,
            List.of(new Fingerprint("sha-256", DIGEST)),
            SDP);

    private ProtocolExample() {}

    static String credential() {
        ObjectNode claims = JsonFields.object()
                .put("iss", "login.example")
                .put("sub", "alice")
                .put("role", "peer")
                .put("iat", NOW.getEpochSecond())
                .put("exp", NOW.getEpochSecond() + 86_400)
                .put("jti", "example-credential-1");
        claims.putObject("cnf").set("jwk", P256.writePublic(ALICE.signing()));
        claims.set("enc", P256.writePublic(ALICE.agreement()));
        String header =
                "{\"alg\":\"ES256\",\"typ\":\"tollgate-credential+jwt\",\"kid\":\"" + P256.thumbprint(ISSUER) + "\"}";
        return jws(header, JsonFields.write(claims), ISSUER);
    }

    static String proof() {
        byte[] payload = JsonFields.write(JsonFields.object()
                .put("nonce", Base64Url.encode(NONCE))
                .put("aud", "supernode")
                .put("iat", NOW.getEpochSecond()));
        return jws("{\"alg\":\"ES256\",\"typ\":\"tollgate-hello+jws\"}", payload, ALICE.signing());
    }

    static byte[] messageJson() {
        return CallMessages.write(new MessageHead(CALL, Direction.TO_GATEWAY, 1, GATEWAY.id()), MESSAGE);
    }

    static String signed() {
        return jws("{\"alg\":\"ES256\",\"typ\":\"tollgate-signed+jws\"}", messageJson(), ALICE.signing());
    }

    static String sealed() {
        return CompactJwe.sealTo(
                signed().getBytes(StandardCharsets.US_ASCII),
                Sealing.TYPE,
                GATEWAY.agreement().toPublicJWK(),
                EPHEMERAL,
                IV);
    }

    static byte[] laterJson() {
        return CallMessages.write(new MessageHead(CALL, Direction.TO_PEER, 1, null), new CallMessage.Ringing(true));
    }

    static String laterSealed() {
        return CompactJwe.sealUnder(laterJson(), Sealing.TYPE, CALL_KEY.octets(), LATER_IV);
    }

    /** The x coordinate of the point that both sides reach. */
    static byte[] sharedSecret() {
        ECPoint receiver = P256_CURVE
                .getCurve()
                .createPoint(
                        GATEWAY.agreement().getX().decodeToBigInteger(),
                        GATEWAY.agreement().getY().decodeToBigInteger());
        BigInteger d = EPHEMERAL.getD().decodeToBigInteger();
        return receiver.multiply(d).normalize().getAffineXCoord().getEncoded();
    }

    /** What the KDF hashes: round, secret, and the other information of RFC 7518 section 4.6.2. */
    static byte[] kdfInput() {
        return ByteBuffer.allocate(4 + 32 + 4 + 7 + 4 + 4 + 4)
                .putInt(1)
                .put(sharedSecret())
                .putInt(7)
                .put("A256GCM".getBytes(StandardCharsets.US_ASCII))
                .putInt(0)
                .putInt(0)
                .putInt(256)
                .array();
    }

    static byte[] contentKey() {
        return sha256(kdfInput());
    }

    static Envelope challengeEnvelope() {
        return Envelope.newBuilder()
                .setChallenge(Challenge.newBuilder().setNonce(ByteString.copyFrom(NONCE)))
                .build();
    }

    static Envelope findGatewaysEnvelope() {
        return Envelope.newBuilder()
                .setRequest(2)
                .setFindGateways(FindGateways.getDefaultInstance())
                .build();
    }

    static Envelope sendEnvelope() {
        ByteBuffer call =
                ByteBuffer.allocate(16).putLong(CALL.getMostSignificantBits()).putLong(CALL.getLeastSignificantBits());
        return Envelope.newBuilder()
                .setRequest(3)
                .setSend(Send.newBuilder()
                        .setToDeviceId(GATEWAY.thumbprint())
                        .setCallId(ByteString.copyFrom(call.array()))
                        .setSealed(sealed()))
                .build();
    }

    static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static ECKey key(String name) {
        X9ECParameters curve = SECNamedCurves.getByName("secp256r1");
        byte[] d = sha256(("tollgate example " + name).getBytes(StandardCharsets.US_ASCII));
        ECPoint point = curve.getG().multiply(new BigInteger(1, d)).normalize();
        return new ECKey.Builder(
                        Curve.P_256,
                        Base64URL.encode(point.getAffineXCoord().getEncoded()),
                        Base64URL.encode(point.getAffineYCoord().getEncoded()))
                .d(Base64URL.encode(d))
                .build();
    }

    private static String jws(String header, byte[] payload, ECKey key) {
        String input = Base64Url.encode(header.getBytes(StandardCharsets.US_ASCII)) + "." + Base64Url.encode(payload);
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        ECDomainParameters domain = new ECDomainParameters(P256_CURVE);
        signer.init(true, new ECPrivateKeyParameters(key.getD().decodeToBigInteger(), domain));
        BigInteger[] rs = signer.generateSignature(sha256(input.getBytes(StandardCharsets.US_ASCII)));
        byte[] signature = new byte[64];
        System.arraycopy(BigIntegers.asUnsignedByteArray(32, rs[0]), 0, signature, 0, 32);
        System.arraycopy(BigIntegers.asUnsignedByteArray(32, rs[1]), 0, signature, 32, 32);
        return input + "." + Base64Url.encode(signature);
    }
}
