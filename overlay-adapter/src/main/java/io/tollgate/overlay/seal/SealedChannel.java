package io.tollgate.overlay.seal;

import io.tollgate.overlay.identity.Credential;
import io.tollgate.overlay.identity.DeviceKeys;
import io.tollgate.overlay.jose.CompactJwe;
import io.tollgate.overlay.message.CallKey;
import io.tollgate.overlay.message.CallMessage;
import io.tollgate.overlay.message.CallMessageReader;
import io.tollgate.overlay.message.CallMessages;
import io.tollgate.overlay.message.Direction;
import io.tollgate.overlay.message.MessageHead;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The rest of a call's messages between two devices, after the first: encrypted under the call key, numbered per
 * direction. Mutable; belongs to the call's owner. The two ends agree on which messages were sent, not that they all
 * arrived: a gap in the numbers is accepted, going back is not.
 */
public final class SealedChannel {

    private final UUID call;
    private final byte[] key;
    private final Direction sending;
    private final DeviceKeys own;
    private final Credential peer;
    private final ReplayGuard guard;
    private final SecureRandom random;
    private long lastSent;
    private long lastReceived;

    private SealedChannel(
            UUID call,
            CallKey key,
            Direction sending,
            DeviceKeys own,
            Credential peer,
            ReplayGuard guard,
            SecureRandom random,
            long lastSent,
            long lastReceived) {
        this.call = call;
        this.key = key.octets();
        this.sending = sending;
        this.own = own;
        this.peer = peer;
        this.guard = guard;
        this.random = random;
        this.lastSent = lastSent;
        this.lastReceived = lastReceived;
    }

    static SealedChannel afterSending(
            UUID call,
            CallKey key,
            Direction sending,
            DeviceKeys own,
            Credential peer,
            ReplayGuard guard,
            SecureRandom random) {
        return new SealedChannel(call, key, sending, own, peer, guard, random, 1, 0);
    }

    static SealedChannel afterReceiving(
            UUID call,
            CallKey key,
            long seq,
            Direction sending,
            DeviceKeys own,
            Credential peer,
            ReplayGuard guard,
            SecureRandom random) {
        return new SealedChannel(call, key, sending, own, peer, guard, random, 0, seq);
    }

    /** What became of a text that arrived. */
    public sealed interface Received {}

    /** A message, genuine, new and in its place. */
    public record Message(CallMessage message) implements Received {}

    /** A genuine message of a type that this version does not know: skip it. */
    public record Unknown(String type) implements Received {}

    /** Not accepted; {@code detail} is for a log. */
    public record Refused(SealRefusal reason, String detail) implements Received {}

    /** The call that this channel serves. */
    public UUID call() {
        return call;
    }

    /** The device at the other end, as verified when the channel began. */
    public Credential peer() {
        return peer;
    }

    /** Numbers, signs where the protocol wants it, and encrypts a message. */
    public String seal(CallMessage message) {
        if (message instanceof CallMessage.First || message.direction() != sending) {
            throw new IllegalArgumentException("a " + message.type() + " has no place here");
        }
        MessageHead head = new MessageHead(call, sending, lastSent + 1, null);
        byte[] plaintext = CallMessages.write(head, message);
        if (message instanceof CallMessage.Signed) {
            plaintext = SignedMessage.sign(plaintext, own.signing());
        }
        String sealed = CompactJwe.sealUnder(plaintext, Sealing.TYPE, key, newIv(random));
        lastSent++;
        return sealed;
    }

    /** Opens what arrived for this call from the device at the other end. */
    public Received open(String sealed, Instant now) {
        return switch (CompactJwe.openUnder(sealed, Sealing.TYPE, key, Sealing.MAX_SEALED_CHARS)) {
            case CompactJwe.Refused refused -> new Refused(Sealing.reasonOf(refused.fault()), "the seal");
            case CompactJwe.Opened opened -> openPlaintext(opened.plaintext(), now);
        };
    }

    private Received openPlaintext(byte[] plaintext, Instant now) {
        if (plaintext.length > 0 && plaintext[0] == '{') {
            return read(plaintext, false, now);
        }
        return switch (SignedMessage.verify(plaintext, peer.device().signingKey())) {
            case SignedMessage.Refused refused -> new Refused(refused.reason(), "the signature");
            case SignedMessage.Verified verified -> read(verified.json(), true, now);
        };
    }

    private Received read(byte[] json, boolean signed, Instant now) {
        return switch (CallMessageReader.read(json)) {
            case CallMessageReader.Malformed malformed -> new Refused(SealRefusal.MALFORMED, malformed.why());
            case CallMessageReader.UnknownType unknown ->
                checkHead(unknown.head())
                        .<Received>map(reason -> new Refused(reason, "an unknown type"))
                        .orElseGet(() -> {
                            lastReceived = unknown.head().seq();
                            return new Unknown(unknown.type());
                        });
            case CallMessageReader.Understood understood -> check(understood, signed, now);
        };
    }

    private Received check(CallMessageReader.Understood understood, boolean signed, Instant now) {
        CallMessage message = understood.message();
        Optional<SealRefusal> refusal = checkHead(understood.head())
                .or(() -> checkPlace(message, signed))
                .or(() -> message instanceof CallMessage.Signed toCheck
                        ? SignedChecks.refusal(toCheck, peer, guard, now)
                        : Optional.empty());
        if (refusal.isPresent()) {
            return new Refused(refusal.get(), "a " + message.type());
        }
        lastReceived = understood.head().seq();
        return new Message(message);
    }

    private Optional<SealRefusal> checkHead(MessageHead head) {
        if (head.direction() != sending.opposite()) {
            return Optional.of(SealRefusal.WRONG_DIRECTION);
        }
        if (!head.call().equals(call)) {
            return Optional.of(SealRefusal.WRONG_CALL);
        }
        return head.seq() > lastReceived ? Optional.empty() : Optional.of(SealRefusal.REPLAYED);
    }

    private static Optional<SealRefusal> checkPlace(CallMessage message, boolean signed) {
        if (message instanceof CallMessage.First) {
            return Optional.of(SealRefusal.OUT_OF_PLACE);
        }
        return message instanceof CallMessage.Signed && !signed ? Optional.of(SealRefusal.UNSIGNED) : Optional.empty();
    }

    static byte[] newIv(SecureRandom random) {
        byte[] iv = new byte[CompactJwe.IV_BYTES];
        random.nextBytes(iv);
        return iv;
    }
}
