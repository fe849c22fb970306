package io.tollgate.overlay.seal;

import com.nimbusds.jose.jwk.ECKey;
import io.tollgate.overlay.identity.Credential;
import io.tollgate.overlay.identity.DeviceKeys;
import io.tollgate.overlay.identity.Role;
import io.tollgate.overlay.jose.CompactJwe;
import io.tollgate.overlay.jose.JoseFault;
import io.tollgate.overlay.jose.P256;
import io.tollgate.overlay.message.CallMessage;
import io.tollgate.overlay.message.CallMessageReader;
import io.tollgate.overlay.message.CallMessages;
import io.tollgate.overlay.message.Direction;
import io.tollgate.overlay.message.MessageHead;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/** One device's hand in sealing: starts exchanges about calls and opens those that others start. */
public final class Sealing {

    /** The longest sealed text: the longest message, signed and sealed, has 44 KiB; with its envelope it fits into 64 KiB. */
    public static final int MAX_SEALED_CHARS = 48 * 1024;

    static final String TYPE = "tollgate-sealed+jwe";

    private final Direction sending;
    private final DeviceKeys own;
    private final ReplayGuard guard;
    private final SecureRandom random;

    /**
     * A hand.
     *
     * @param role what this device is: it decides which way its messages go
     * @param own its keys
     * @param guard its memory of what it accepted
     * @param random for ephemeral keys and initialisation vectors
     */
    public Sealing(Role role, DeviceKeys own, ReplayGuard guard, SecureRandom random) {
        this.sending = role == Role.GATEWAY ? Direction.TO_PEER : Direction.TO_GATEWAY;
        this.own = own;
        this.guard = guard;
        this.random = random;
    }

    /** A started exchange: send the text, keep the channel. */
    public record Started(String sealed, SealedChannel channel) {}

    /** What became of a text that should start an exchange. */
    public sealed interface Opening {}

    /** Accepted: the message, and the channel for what follows. */
    public record First(CallMessage.First message, SealedChannel channel) implements Opening {}

    /** Not accepted; {@code detail} is for a log. */
    public record Refused(SealRefusal reason, String detail) implements Opening {}

    /**
     * Signs and encrypts the first message about a call.
     *
     * @param call the call
     * @param message goes this device's way
     * @param receiver a verified credential
     */
    public Started start(UUID call, CallMessage.First message, Credential receiver) {
        return start(call, message, receiver, P256.generate(random), SealedChannel.newIv(random));
    }

    /** The same with the randomness given, for worked examples. */
    Started start(UUID call, CallMessage.First message, Credential receiver, ECKey ephemeral, byte[] iv) {
        if (message.direction() != sending) {
            throw new IllegalArgumentException("a " + message.type() + " does not go " + sending.word());
        }
        MessageHead head = new MessageHead(call, sending, 1, receiver.deviceId());
        byte[] signed = SignedMessage.sign(CallMessages.write(head, message), own.signing());
        String sealed = CompactJwe.sealTo(signed, TYPE, receiver.device().agreementKey(), ephemeral, iv);
        SealedChannel channel = SealedChannel.afterSending(call, message.key(), sending, own, receiver, guard, random);
        return new Started(sealed, channel);
    }

    /**
     * Opens a text that should start an exchange.
     *
     * @param sealed what arrived
     * @param sender the verified credential of the device that sent it
     * @param call the call that the envelope around it names
     * @param now the time
     */
    public Opening openFirst(String sealed, Credential sender, UUID call, Instant now) {
        return switch (CompactJwe.openWith(sealed, TYPE, own.agreement(), MAX_SEALED_CHARS)) {
            case CompactJwe.Refused refused -> new Refused(reasonOf(refused.fault()), "the seal");
            case CompactJwe.Opened opened ->
                switch (SignedMessage.verify(opened.plaintext(), sender.device().signingKey())) {
                    case SignedMessage.Refused refused -> new Refused(refused.reason(), "the signature");
                    case SignedMessage.Verified verified -> read(verified.json(), sender, call, now);
                };
        };
    }

    private Opening read(byte[] json, Credential sender, UUID call, Instant now) {
        return switch (CallMessageReader.read(json)) {
            case CallMessageReader.Malformed malformed -> new Refused(SealRefusal.MALFORMED, malformed.why());
            case CallMessageReader.UnknownType unknown -> new Refused(SealRefusal.OUT_OF_PLACE, "an unknown type");
            case CallMessageReader.Understood understood ->
                understood.message() instanceof CallMessage.First first
                        ? check(understood.head(), first, sender, call, now)
                        : new Refused(
                                SealRefusal.OUT_OF_PLACE,
                                "a " + understood.message().type() + " cannot be the first message");
        };
    }

    private Opening check(MessageHead head, CallMessage.First first, Credential sender, UUID call, Instant now) {
        if (head.direction() != sending.opposite()) {
            return new Refused(SealRefusal.WRONG_DIRECTION, head.direction().word());
        }
        if (!head.call().equals(call)) {
            return new Refused(SealRefusal.WRONG_CALL, "another call than the envelope's");
        }
        if (!own.id().equals(head.audience())) {
            return new Refused(SealRefusal.WRONG_RECEIVER, "meant for another device, or for nobody named");
        }
        if (first instanceof CallMessage.Ring && sender.role() != Role.GATEWAY) {
            return new Refused(SealRefusal.WRONG_SENDER, "only a gateway may ring");
        }
        return SignedChecks.refusal(first, sender, guard, now)
                .<Opening>map(reason -> new Refused(reason, "a " + first.type()))
                .orElseGet(() -> new First(
                        first,
                        SealedChannel.afterReceiving(
                                call, first.key(), head.seq(), sending, own, sender, guard, random)));
    }

    static SealRefusal reasonOf(JoseFault fault) {
        return switch (fault) {
            case TOO_LARGE -> SealRefusal.TOO_LARGE;
            case MALFORMED, NOT_AUTHENTIC -> SealRefusal.BAD_SEAL;
            case NOT_ALLOWED -> SealRefusal.NOT_ALLOWED;
        };
    }
}
