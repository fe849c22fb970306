package io.tollgate.overlay.ice;

import io.tollgate.overlay.stun.StunMessage;
import io.tollgate.overlay.stun.StunParsed;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's side of ICE (RFC 8445 section 2.5): it only answers checks, is always the controlled agent, and sends
 * media to where the peer nominated last. A peer whose NAT gave it another address in mid-call is followed as soon as
 * a check with USE-CANDIDATE arrives from there.
 *
 * <p>Consent (RFC 7675) is reckoned from the peer's checks: an agent that only answers has no requests of its own, and
 * a peer that still sends valid checks still wants the media.
 *
 * <p>One owner thread.
 */
public final class IceLite {
    /** RFC 7675 section 5.1: consent ends 30 s after the last valid check. */
    public static final long CONSENT_NS = 30_000_000_000L;

    /** Addresses of one peer that are remembered as checked; a host with many interfaces has a handful. */
    static final int MAX_VALID_SOURCES = 16;

    /** What a datagram meant for the call. */
    public enum Verdict {
        /** Not a valid check; {@link Outcome#reply} may hold a refusal to send back. */
        IGNORED,
        /** A valid check without nomination, or a nomination that repeats the known address. */
        VALID,
        /** A valid check that names a new address for media. */
        NOMINATED
    }

    /** A verdict and the datagram to send back to the source, if any. */
    @SuppressWarnings("ArrayRecordComponent") // never compared: the octets go straight to the socket
    public record Outcome(Verdict verdict, byte @Nullable [] reply) {}

    private final IceCredentials local;
    private final CheckGate gate;
    private final ArrayDeque<InetSocketAddress> validSources = new ArrayDeque<>();
    private final Map<IceRefusal, Long> refusals = new EnumMap<>(IceRefusal.class);
    private @Nullable InetSocketAddress nominated;
    private long lastValidNs;
    private boolean consentRunning;

    public IceLite(IceCredentials local) {
        this.local = local;
        this.gate = new CheckGate(local);
    }

    /** Judges one datagram and builds the answer that it deserves. */
    public Outcome onDatagram(byte[] buf, int off, int len, InetSocketAddress from, long nowNs) {
        return switch (StunMessage.parse(buf, off, len)) {
            case StunParsed.Malformed _ -> refused(IceRefusal.MALFORMED, null);
            case StunParsed.Parsed(StunMessage request) -> onRequest(request, from, nowNs);
        };
    }

    private Outcome onRequest(StunMessage request, InetSocketAddress from, long nowNs) {
        CheckGate.Refused refused = gate.refuse(request);
        if (refused == null && request.iceControlled().isPresent()) {
            // RFC 8445 section 7.3.1.1: we cannot become the controlling agent, so the peer must.
            refused = gate.roleConflict(request);
        }
        if (refused != null) {
            return refused(refused.why(), refused.reply());
        }
        lastValidNs = nowNs;
        consentRunning = true;
        rememberSource(from);
        boolean takesOver = request.useCandidate() && !from.equals(nominated);
        if (takesOver) {
            nominated = from;
        }
        return new Outcome(takesOver ? Verdict.NOMINATED : Verdict.VALID, gate.success(request, from));
    }

    /**
     * Whether media may still be sent. Before the first valid check the 30 s run from the first time this is asked.
     */
    public boolean consentAlive(long nowNs) {
        if (!consentRunning) {
            consentRunning = true;
            lastValidNs = nowNs;
        }
        return nowNs - lastValidNs < CONSENT_NS;
    }

    /** Whether a valid check ever came from this address: nothing else of a stranger is listened to. */
    public boolean hasValidated(InetSocketAddress source) {
        return validSources.contains(source);
    }

    /** Where media goes: the address nominated last, or null before the first nomination. */
    public @Nullable InetSocketAddress nominated() {
        return nominated;
    }

    public String localUfrag() {
        return local.ufrag();
    }

    /** How many datagrams were refused for this reason. */
    public long refusals(IceRefusal why) {
        return refusals.getOrDefault(why, 0L);
    }

    private void rememberSource(InetSocketAddress from) {
        if (!validSources.contains(from)) {
            if (validSources.size() == MAX_VALID_SOURCES) {
                validSources.removeFirst();
            }
            validSources.addLast(from);
        }
    }

    private Outcome refused(IceRefusal why, byte @Nullable [] reply) {
        refusals.merge(why, 1L, Long::sum);
        return new Outcome(Verdict.IGNORED, reply);
    }
}
