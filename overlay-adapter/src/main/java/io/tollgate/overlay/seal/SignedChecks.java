package io.tollgate.overlay.seal;

import io.tollgate.overlay.identity.Credential;
import io.tollgate.overlay.message.CallMessage;
import io.tollgate.overlay.message.Fingerprint;
import java.time.Instant;
import java.util.Optional;

/** What every signed message must satisfy beyond its signature. */
final class SignedChecks {

    private SignedChecks() {}

    /** The first thing wrong; the guard remembers a message only when nothing else is. */
    static Optional<SealRefusal> refusal(
            CallMessage.Signed message, Credential sender, ReplayGuard guard, Instant now) {
        if (message instanceof CallMessage.Offer offer) {
            if (!offer.user().equals(sender.user())) {
                return Optional.of(SealRefusal.WRONG_SENDER);
            }
            if (!Fingerprint.matches(offer.fingerprints(), offer.sdp())) {
                return Optional.of(SealRefusal.FINGERPRINT_MISMATCH);
            }
        }
        return switch (guard.admit(sender.deviceId(), message.id(), message.issuedAt(), now)) {
            case FRESH -> Optional.empty();
            case STALE -> Optional.of(SealRefusal.STALE);
            case REPLAYED -> Optional.of(SealRefusal.REPLAYED);
            case FULL -> Optional.of(SealRefusal.GUARD_FULL);
        };
    }
}
