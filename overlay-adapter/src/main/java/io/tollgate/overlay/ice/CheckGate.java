package io.tollgate.overlay.ice;

import io.tollgate.overlay.stun.StunClass;
import io.tollgate.overlay.stun.StunError;
import io.tollgate.overlay.stun.StunMessage;
import io.tollgate.overlay.stun.StunWriter;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** What both agents demand of an incoming connectivity check before they believe it (RFC 8445 section 7.3). */
final class CheckGate {
    /** A refused check and the answer to it; null where silence is the answer. */
    @SuppressWarnings("ArrayRecordComponent") // never compared: the octets go straight to the socket
    record Refused(IceRefusal why, byte @Nullable [] reply) {}

    private final byte[] key;
    private final String usernamePrefix;

    CheckGate(IceCredentials local) {
        key = local.key();
        usernamePrefix = local.ufrag() + ":";
    }

    /** Null when the request is authentic and understood; roles are for the caller to judge. */
    @Nullable
    Refused refuse(StunMessage request) {
        if (!request.isBinding(StunClass.REQUEST)) {
            return new Refused(IceRefusal.NOT_A_REQUEST, null);
        }
        if (request.fingerprint() != StunMessage.Check.VALID) {
            return new Refused(IceRefusal.NO_FINGERPRINT, null);
        }
        // RFC 8489 section 9.1.3: 400 and 401 go out without MESSAGE-INTEGRITY, there is no common key yet.
        String username = request.username();
        StunMessage.Check integrity = request.integrity(key);
        if (username == null || integrity == StunMessage.Check.ABSENT) {
            return new Refused(IceRefusal.INCOMPLETE, plainError(request, StunError.BAD_REQUEST));
        }
        if (!username.startsWith(usernamePrefix) || integrity != StunMessage.Check.VALID) {
            return new Refused(IceRefusal.UNAUTHENTICATED, plainError(request, StunError.UNAUTHENTICATED));
        }
        if (!request.unknownRequired().isEmpty()) {
            StunWriter error = StunWriter.binding(StunClass.ERROR, request.transactionId())
                    .error(StunError.UNKNOWN_ATTRIBUTE)
                    .unknownAttributes(request.unknownRequired());
            return new Refused(IceRefusal.UNKNOWN_ATTRIBUTE, sealed(error));
        }
        return null;
    }

    /** 487, under our password. */
    Refused roleConflict(StunMessage request) {
        StunWriter error =
                StunWriter.binding(StunClass.ERROR, request.transactionId()).error(StunError.ROLE_CONFLICT);
        return new Refused(IceRefusal.ROLE_CONFLICT, sealed(error));
    }

    byte[] success(StunMessage request, InetSocketAddress from) {
        return sealed(
                StunWriter.binding(StunClass.SUCCESS, request.transactionId()).xorMappedAddress(from));
    }

    private byte[] sealed(StunWriter response) {
        return response.integrity(key).fingerprint().toBytes();
    }

    private static byte[] plainError(StunMessage request, StunError error) {
        return StunWriter.binding(StunClass.ERROR, request.transactionId())
                .error(error)
                .fingerprint()
                .toBytes();
    }
}
