package io.tollgate.overlay.ice;

import io.tollgate.overlay.stun.StunClass;
import io.tollgate.overlay.stun.StunError;
import io.tollgate.overlay.stun.StunMessage;
import io.tollgate.overlay.stun.StunParsed;
import io.tollgate.overlay.stun.StunWriter;
import io.tollgate.overlay.stun.TransactionId;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A full ICE agent (RFC 8445) for one component, normally the controlling one: pairs its host candidates with the
 * peer's, checks them one every 50 ms, nominates the best that answers (regular nomination), then watches consent.
 *
 * <p>Works against {@link IceLite} as well as against another full agent: requests are answered, trigger checks of
 * their own and may reveal peer-reflexive candidates; a role conflict is settled by the tie-breaker.
 *
 * <p>One owner thread, which performs the returned {@link IceAction}s in order.
 */
public final class IceAgent {
    /** Ta: at most one new check in this time (RFC 8445 section 14.2). */
    static final long PACE_NS = 50_000_000L;
    /** RTO: the first retransmission (RFC 8445 section 14.3); it doubles each time. */
    static final long RETRANSMIT_NS = 500_000_000L;
    /** Six sends last 15.5 s and one more wait, as long as a caller waits for a connection. */
    static final int MAX_SENDS = 6;
    /** Without a nominated pair after this time the call has no media. */
    public static final long SETUP_NS = 15_000_000_000L;
    /** How long a better pair that has not answered yet holds up nomination. */
    static final long PATIENCE_NS = 100_000_000L;
    /** RFC 8445 section 6.1.2.5 allows 100 pairs. */
    static final int MAX_PAIRS = 100;

    static final int MAX_REMOTES = 32;

    private sealed interface Phase {
        record Checking(long sinceNs) implements Phase {}

        record Connected(IcePair pair, IceConsent consent) implements Phase {}

        record Over() implements Phase {}
    }

    private final CheckGate gate;
    private final String username;
    private final byte[] remoteKey;
    private final RandomGenerator random;
    private final List<IceCandidate> bases;
    private final List<IceCandidate> remotes = new ArrayList<>();
    private final List<IcePair> pairs = new ArrayList<>();
    private final ArrayDeque<IcePair> triggered = new ArrayDeque<>();
    private final Map<IceRefusal, Long> refusals = new EnumMap<>(IceRefusal.class);
    private final List<IceAction> actions = new ArrayList<>();

    private boolean controlling;
    private long tieBreaker;
    private Phase phase;
    private long nextPaceNs;
    private long firstSuccessNs;

    /**
     * @param bases host candidates, one per socket; not empty
     * @param remoteCandidates from the peer's SDP, possibly empty for a peer that will check us first
     * @param random source of the tie-breaker, transaction ids and the spread of consent checks
     */
    public IceAgent(
            IceCredentials local,
            IceCredentials remote,
            List<IceCandidate> bases,
            List<IceCandidate> remoteCandidates,
            boolean controlling,
            RandomGenerator random,
            long nowNs) {
        this.gate = new CheckGate(local);
        this.username = remote.ufrag() + ":" + local.ufrag();
        this.remoteKey = remote.key();
        this.random = random;
        this.bases = List.copyOf(bases);
        this.controlling = controlling;
        this.tieBreaker = random.nextLong();
        this.phase = new Phase.Checking(nowNs);
        this.nextPaceNs = nowNs;
        remoteCandidates.forEach(this::addRemote);
    }

    /** A candidate that became known later (trickle, RFC 8838). Too many or known ones are ignored. */
    public void addRemote(IceCandidate candidate) {
        boolean known = remotes.stream().anyMatch(r -> r.address().equals(candidate.address()));
        if (known || remotes.size() == MAX_REMOTES) {
            return;
        }
        remotes.add(candidate);
        for (IceCandidate base : bases) {
            if (base.sameFamily(candidate) && pairs.size() < MAX_PAIRS) {
                pairs.add(new IcePair(base, candidate));
            }
        }
    }

    /** Takes a STUN datagram that arrived at the socket {@code base}. */
    public List<IceAction> onDatagram(
            byte[] buf, int off, int len, InetSocketAddress base, InetSocketAddress from, long nowNs) {
        switch (StunMessage.parse(buf, off, len)) {
            case StunParsed.Malformed _ -> count(IceRefusal.MALFORMED);
            case StunParsed.Parsed(StunMessage message) -> {
                if (message.isBinding(StunClass.SUCCESS) || message.isBinding(StunClass.ERROR)) {
                    onResponse(message, base, from, nowNs);
                } else {
                    onRequest(message, base, from, nowNs);
                }
            }
        }
        return advance(nowNs);
    }

    /** Does what is due. To be called first and then at {@link #deadlineNs}. */
    public List<IceAction> onTime(long nowNs) {
        return advance(nowNs);
    }

    /** When to call {@link #onTime} next; empty when the agent is done for good. */
    public OptionalLong deadlineNs(long nowNs) {
        return switch (phase) {
            case Phase.Over() -> OptionalLong.empty();
            case Phase.Connected connected ->
                OptionalLong.of(nowNs + Math.min(connected.consent.waitNs(nowNs), checksWaitNs(nowNs)));
            case Phase.Checking(long sinceNs) ->
                OptionalLong.of(nowNs + Math.min(sinceNs + SETUP_NS - nowNs, checksWaitNs(nowNs)));
        };
    }

    /** The pair that media uses, or null. */
    public IceAction.@Nullable Selected selected() {
        return phase instanceof Phase.Connected connected ? asSelected(connected.pair) : null;
    }

    public boolean isControlling() {
        return controlling;
    }

    /** How many datagrams were refused for this reason. */
    public long refusals(IceRefusal why) {
        return refusals.getOrDefault(why, 0L);
    }

    private List<IceAction> advance(long nowNs) {
        if (!(phase instanceof Phase.Over)) {
            retransmit(nowNs);
            startNextCheck(nowNs);
            nominate(nowNs);
            superviseTime(nowNs);
        }
        List<IceAction> out = List.copyOf(actions);
        actions.clear();
        return out;
    }

    // --- checks going out ---

    private void retransmit(long nowNs) {
        for (IcePair pair : pairs) {
            IcePair.Check check = pair.check;
            if (check == null || check.nextNs() - nowNs > 0) {
                continue;
            }
            if (check.sent() == MAX_SENDS) {
                pair.check = null;
                pair.knowledge = IcePair.Knowledge.FAILED;
            } else {
                pair.check = check.again(RETRANSMIT_NS << check.sent());
                transmit(pair, check.datagram());
            }
        }
    }

    private void startNextCheck(long nowNs) {
        if (nextPaceNs - nowNs > 0) {
            return;
        }
        IcePair pair = triggered.pollFirst();
        if (pair == null && phase instanceof Phase.Checking) {
            pair = pairs.stream()
                    .filter(p -> p.knowledge == IcePair.Knowledge.WAITING)
                    .max(byPriority())
                    .orElse(null);
        }
        if (pair != null) {
            startCheck(pair, false, nowNs);
            nextPaceNs = nowNs + PACE_NS;
        }
    }

    private void startCheck(IcePair pair, boolean nominating, long nowNs) {
        TransactionId id = TransactionId.random(random);
        byte[] datagram = checkRequest(id, pair, nominating);
        pair.check = new IcePair.Check(id, datagram, controlling, nominating, 1, nowNs + RETRANSMIT_NS);
        if (!nominating) {
            pair.knowledge = IcePair.Knowledge.IN_PROGRESS;
        }
        transmit(pair, datagram);
    }

    private byte[] checkRequest(TransactionId id, IcePair pair, boolean nominating) {
        StunWriter writer =
                StunWriter.binding(StunClass.REQUEST, id).username(username).priority(pair.local.reflexivePriority());
        if (controlling) {
            writer.iceControlling(tieBreaker);
        } else {
            writer.iceControlled(tieBreaker);
        }
        if (nominating && controlling) {
            writer.useCandidate();
        }
        return writer.integrity(remoteKey).fingerprint().toBytes();
    }

    /** Regular nomination (RFC 8445 section 8.1.1): the best pair that answered, once better ones had their chance. */
    private void nominate(long nowNs) {
        if (!controlling || !(phase instanceof Phase.Checking)) {
            return;
        }
        IcePair best = pairs.stream()
                .filter(p -> p.knowledge == IcePair.Knowledge.SUCCEEDED)
                .max(byPriority())
                .orElse(null);
        if (best == null || pairs.stream().anyMatch(p -> p.check != null && p.check.nominating())) {
            return;
        }
        boolean betterIsOpen = pairs.stream()
                .anyMatch(p -> byPriority().compare(p, best) > 0
                        && (p.knowledge == IcePair.Knowledge.WAITING || p.knowledge == IcePair.Knowledge.IN_PROGRESS));
        if (!betterIsOpen || nowNs - firstSuccessNs >= PATIENCE_NS) {
            startCheck(best, true, nowNs);
        }
    }

    private void superviseTime(long nowNs) {
        switch (phase) {
            case Phase.Checking(long sinceNs)
            when nowNs - sinceNs >= SETUP_NS ->
                end(new IceAction.Failed("no candidate pair answered within " + SETUP_NS / 1_000_000_000L + " s"));
            case Phase.Connected connected when connected.consent.expired(nowNs) -> end(new IceAction.ConsentLost());
            case Phase.Connected(IcePair pair, IceConsent consent)
            when consent.due(nowNs) -> {
                // USE-CANDIDATE again: a lite peer follows us through a NAT rebinding by it.
                TransactionId id = TransactionId.random(random);
                transmit(pair, checkRequest(id, pair, true));
                consent.sent(id, random, nowNs);
            }
            case Phase.Checking _, Phase.Connected _, Phase.Over _ -> {}
        }
    }

    // --- responses coming in ---

    private void onResponse(StunMessage response, InetSocketAddress base, InetSocketAddress from, long nowNs) {
        if (response.fingerprint() != StunMessage.Check.VALID
                || response.integrity(remoteKey) != StunMessage.Check.VALID) {
            // A 400 or 401 comes without integrity: who cannot sign is treated as if silent (RFC 8489 section 9.1.4).
            count(IceRefusal.UNAUTHENTICATED);
            return;
        }
        TransactionId id = response.transactionId();
        if (phase instanceof Phase.Connected(IcePair pair, IceConsent consent)
                && response.messageClass() == StunClass.SUCCESS
                && pair.joins(base, from)
                && consent.answered(id, nowNs)) {
            return;
        }
        for (IcePair pair : pairs) {
            IcePair.Check check = pair.check;
            if (check != null && check.id().equals(id)) {
                onAnswered(pair, check, response, pair.joins(base, from), nowNs);
                return;
            }
        }
        count(IceRefusal.NOT_A_REQUEST);
    }

    private void onAnswered(IcePair pair, IcePair.Check check, StunMessage response, boolean symmetric, long nowNs) {
        pair.check = null;
        StunError error = response.errorCode();
        if (error != null && error.code() == StunError.ROLE_CONFLICT.code()) {
            // RFC 8445 section 7.2.5.1.
            if (check.asControlling() == controlling) {
                switchRole();
                tieBreaker = random.nextLong();
            }
            trigger(pair);
        } else if (response.messageClass() == StunClass.ERROR || !symmetric) {
            // RFC 8445 section 7.2.5.2.1: an answer from elsewhere fails the pair.
            pair.knowledge = IcePair.Knowledge.FAILED;
        } else {
            onSuccess(pair, check.nominating() && check.asControlling(), nowNs);
        }
    }

    private void onSuccess(IcePair pair, boolean nominated, long nowNs) {
        if (pairs.stream().noneMatch(p -> p.knowledge == IcePair.Knowledge.SUCCEEDED)) {
            firstSuccessNs = nowNs;
        }
        pair.knowledge = IcePair.Knowledge.SUCCEEDED;
        if (nominated || (!controlling && pair.nominatedByPeer)) {
            select(pair, nowNs);
        }
    }

    // --- requests coming in ---

    private void onRequest(StunMessage request, InetSocketAddress base, InetSocketAddress from, long nowNs) {
        CheckGate.Refused refused = gate.refuse(request);
        if (refused == null && !settleRoles(request)) {
            refused = gate.roleConflict(request);
        }
        if (refused != null) {
            count(refused.why());
            if (refused.reply() != null) {
                actions.add(new IceAction.Transmit(base, from, refused.reply()));
            }
            return;
        }
        actions.add(new IceAction.Transmit(base, from, gate.success(request, from)));
        // RFC 8445 section 7.3.1.3: an unknown source is a peer-reflexive candidate.
        addRemote(new IceCandidate(from, Math.clamp(request.priority().orElse(1), 1, 0x7FFFFFFFL)));
        pairs.stream()
                .filter(p -> p.joins(base, from))
                .findFirst()
                .ifPresent(pair -> onValidRequest(pair, request.useCandidate(), nowNs));
    }

    private void onValidRequest(IcePair pair, boolean nominates, long nowNs) {
        if (pair.knowledge == IcePair.Knowledge.WAITING || pair.knowledge == IcePair.Knowledge.FAILED) {
            trigger(pair);
        }
        if (nominates && !controlling) {
            pair.nominatedByPeer = true;
            if (pair.knowledge == IcePair.Knowledge.SUCCEEDED) {
                select(pair, nowNs);
            }
        }
    }

    /** False when our role stands and the peer has to change its own (RFC 8445 section 7.3.1.1). */
    private boolean settleRoles(StunMessage request) {
        OptionalLong rival = controlling ? request.iceControlling() : request.iceControlled();
        if (rival.isEmpty()) {
            return true;
        }
        boolean oursIsLarger = Long.compareUnsigned(tieBreaker, rival.getAsLong()) >= 0;
        if (oursIsLarger == controlling) {
            return false;
        }
        switchRole();
        return true;
    }

    private void switchRole() {
        controlling = !controlling;
    }

    private void trigger(IcePair pair) {
        pair.knowledge = IcePair.Knowledge.WAITING;
        if (!triggered.contains(pair)) {
            triggered.addLast(pair);
        }
    }

    private void select(IcePair pair, long nowNs) {
        if (phase instanceof Phase.Connected connected && connected.pair == pair) {
            return;
        }
        if (phase instanceof Phase.Connected && controlling) {
            return;
        }
        phase = new Phase.Connected(pair, new IceConsent(random, nowNs));
        triggered.clear();
        pairs.forEach(p -> p.check = null);
        actions.add(asSelected(pair));
    }

    private void end(IceAction last) {
        phase = new Phase.Over();
        actions.add(last);
    }

    private void transmit(IcePair pair, byte[] datagram) {
        actions.add(new IceAction.Transmit(pair.local.address(), pair.remote.address(), datagram));
    }

    private long checksWaitNs(long nowNs) {
        long wait = Long.MAX_VALUE / 4;
        for (IcePair pair : pairs) {
            if (pair.check != null) {
                wait = Math.min(wait, pair.check.nextNs() - nowNs);
            }
        }
        if (!triggered.isEmpty()) {
            wait = Math.min(wait, nextPaceNs - nowNs);
        }
        if (phase instanceof Phase.Checking) {
            if (pairs.stream().anyMatch(p -> p.knowledge == IcePair.Knowledge.WAITING)) {
                wait = Math.min(wait, nextPaceNs - nowNs);
            }
            if (controlling
                    && pairs.stream().anyMatch(p -> p.knowledge == IcePair.Knowledge.SUCCEEDED && p.check == null)) {
                wait = Math.min(wait, Math.max(firstSuccessNs + PATIENCE_NS - nowNs, PACE_NS));
            }
        }
        return Math.max(wait, 0);
    }

    private Comparator<IcePair> byPriority() {
        return Comparator.comparingLong(pair -> pair.priority(controlling));
    }

    private static IceAction.Selected asSelected(IcePair pair) {
        return new IceAction.Selected(pair.local.address(), pair.remote.address());
    }

    private void count(IceRefusal why) {
        refusals.merge(why, 1L, Long::sum);
    }
}
