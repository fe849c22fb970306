package io.tollgate.overlay.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IceAgentTest {
    private static final InetSocketAddress PEER = new InetSocketAddress("192.0.2.10", 5000);
    private static final InetSocketAddress PEER_WLAN = new InetSocketAddress("198.51.100.10", 5001);
    private static final InetSocketAddress GATE = new InetSocketAddress("203.0.113.1", 40000);
    private static final InetSocketAddress GATE_DEAD = new InetSocketAddress("203.0.113.2", 40000);
    private static final long SECOND = 1_000_000_000L;

    private final IceCredentials peerCredentials = IceCredentials.random(new SplittableRandom(1));
    private final IceCredentials gateCredentials = IceCredentials.random(new SplittableRandom(2));

    @Test
    void onALosslessNetworkTheFirstPairIsSelectedAtOnce() {
        VirtualNetwork network = new VirtualNetwork(1, 0, 0, 10_000_000);
        Lite lite = new Lite(network, gateCredentials, GATE);
        Agent agent = agent(network, List.of(PEER), List.of(GATE), 3);
        network.run(SECOND / 4);
        assertThat(agent.selected()).isEqualTo(new IceAction.Selected(PEER, GATE));
        assertThat(lite.ice.nominated()).isEqualTo(PEER);
        assertThat(lite.verdicts).containsExactly(IceLite.Verdict.VALID, IceLite.Verdict.NOMINATED);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30})
    void aThirdLostDuplicatedAndReorderedItStillConnectsAndStaysConnected(long seed) {
        VirtualNetwork network = new VirtualNetwork(seed, 0.33, 0.2, 300_000_000);
        Lite lite = new Lite(network, gateCredentials, GATE);
        Agent agent = agent(network, List.of(PEER), List.of(GATE), seed);
        network.run(14 * SECOND);
        assertThat(agent.selected()).as("seed %d", seed).isEqualTo(new IceAction.Selected(PEER, GATE));
        assertThat(lite.ice.nominated()).as("seed %d", seed).isEqualTo(PEER);
        // A consent check is sent once (RFC 7675): at a third lost, thirty seconds without an answer do happen.
        network.loseFromNowOn(0.1);
        network.run(60 * SECOND);
        assertThat(agent.actions(IceAction.ConsentLost.class))
                .as("seed %d", seed)
                .isEmpty();
        assertThat(lite.ice.consentAlive(network.nowNs)).as("seed %d", seed).isTrue();
    }

    @Test
    void theBestPairThatAnswersIsNominatedAlthoughABetterOneIsDead() {
        VirtualNetwork network = new VirtualNetwork(5, 0, 0, 20_000_000);
        new Lite(network, gateCredentials, GATE);
        Agent agent = agent(network, List.of(PEER, PEER_WLAN), List.of(GATE_DEAD, GATE), 5);
        network.run(SECOND);
        assertThat(agent.selected()).isEqualTo(new IceAction.Selected(PEER, GATE));
    }

    @Test
    void checksArePacedAndRetransmittedWithDoublingPauses() {
        VirtualNetwork network = new VirtualNetwork(6, 1, 0, 0);
        Agent agent = agent(network, List.of(PEER, PEER_WLAN), List.of(GATE, GATE_DEAD), 6);
        long start = network.nowNs;
        network.run(4 * SECOND);
        List<Long> ofFirstPair = agent.transmitTimes(PEER, GATE).stream()
                .map(t -> (t - start) / 1_000_000)
                .toList();
        assertThat(ofFirstPair).containsExactly(0L, 500L, 1500L, 3500L);
        List<Long> firstChecks = new ArrayList<>();
        for (InetSocketAddress base : List.of(PEER, PEER_WLAN)) {
            for (InetSocketAddress remote : List.of(GATE, GATE_DEAD)) {
                firstChecks.add((agent.transmitTimes(base, remote).getFirst() - start) / 1_000_000);
            }
        }
        assertThat(firstChecks).containsExactlyInAnyOrder(0L, 50L, 100L, 150L);
    }

    @Test
    void nobodyAnsweringEndsInFailureOnce() {
        VirtualNetwork network = new VirtualNetwork(7, 1, 0, 0);
        Agent agent = agent(network, List.of(PEER), List.of(GATE), 7);
        network.run(60 * SECOND);
        assertThat(agent.actions(IceAction.Failed.class)).hasSize(1);
        assertThat(agent.agent.deadlineNs(network.nowNs)).isEmpty();
    }

    @Test
    void aWrongPasswordNeverConnectsAndIsCountedOnBothSides() {
        VirtualNetwork network = new VirtualNetwork(8, 0, 0, 0);
        Lite lite = new Lite(network, new IceCredentials(gateCredentials.ufrag(), "A".repeat(24)), GATE);
        Agent agent = agent(network, List.of(PEER), List.of(GATE), 8);
        network.run(20 * SECOND);
        assertThat(agent.actions(IceAction.Failed.class)).hasSize(1);
        assertThat(lite.ice.nominated()).isNull();
        assertThat(lite.ice.refusals(IceRefusal.UNAUTHENTICATED)).isPositive();
        assertThat(agent.agent.refusals(IceRefusal.UNAUTHENTICATED)).isPositive();
    }

    @Test
    void consentChecksAreSpreadAroundFiveSeconds() {
        VirtualNetwork network = new VirtualNetwork(9, 0, 0, 5_000_000);
        new Lite(network, gateCredentials, GATE);
        Agent agent = agent(network, List.of(PEER), List.of(GATE), 9);
        network.run(SECOND);
        agent.times.clear();
        network.run(100 * SECOND);
        List<Long> times = agent.transmitTimes(PEER, GATE);
        assertThat(times.size()).isBetween(16, 25);
        List<Long> gaps = new ArrayList<>();
        for (int i = 1; i < times.size(); i++) {
            gaps.add(times.get(i) - times.get(i - 1));
        }
        assertThat(gaps).allMatch(gap -> gap >= 4 * SECOND && gap <= 6 * SECOND);
        assertThat(gaps).doesNotHaveDuplicates();
    }

    @Test
    void consentIsLostThirtySecondsAfterTheLineWasCut() {
        VirtualNetwork network = new VirtualNetwork(10, 0, 0, 5_000_000);
        Lite lite = new Lite(network, gateCredentials, GATE);
        Agent agent = agent(network, List.of(PEER), List.of(GATE), 10);
        network.run(20 * SECOND);
        network.cut();
        network.run(23 * SECOND);
        assertThat(agent.actions(IceAction.ConsentLost.class)).isEmpty();
        assertThat(lite.ice.consentAlive(network.nowNs)).isTrue();
        network.run(8 * SECOND);
        assertThat(agent.actions(IceAction.ConsentLost.class)).hasSize(1);
        assertThat(lite.ice.consentAlive(network.nowNs)).isFalse();
    }

    @Test
    void theGatewayFollowsThroughANatRebindingInMidCall() {
        VirtualNetwork network = new VirtualNetwork(31, 0, 0, 5_000_000);
        InetSocketAddress before = new InetSocketAddress("198.51.100.1", 61000);
        InetSocketAddress after = new InetSocketAddress("198.51.100.1", 62000);
        network.translate(PEER, before);
        Lite lite = new Lite(network, gateCredentials, GATE);
        Agent agent = agent(network, List.of(PEER), List.of(GATE), 31);
        network.run(12 * SECOND);
        assertThat(lite.ice.nominated()).isEqualTo(before);
        network.translate(PEER, after);
        network.run(7 * SECOND);
        assertThat(lite.ice.nominated()).isEqualTo(after);
        network.run(60 * SECOND);
        assertThat(agent.actions(IceAction.ConsentLost.class)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {41, 42, 43, 44, 45, 46, 47, 48, 49, 50})
    void twoFullAgentsThatBothClaimControlSettleItAndAgreeOnAPair(long seed) {
        VirtualNetwork network = new VirtualNetwork(seed, 0.1, 0.1, 50_000_000);
        Agent one = agent(network, List.of(PEER), List.of(GATE), seed);
        Agent other =
                new Agent(network, gateCredentials, peerCredentials, List.of(GATE), List.of(PEER), true, seed + 1000);
        network.run(10 * SECOND);
        assertThat(one.selected()).as("seed %d", seed).isEqualTo(new IceAction.Selected(PEER, GATE));
        assertThat(other.selected()).as("seed %d", seed).isEqualTo(new IceAction.Selected(GATE, PEER));
        assertThat(one.agent.isControlling()).isNotEqualTo(other.agent.isControlling());
    }

    @ParameterizedTest
    @ValueSource(longs = {51, 52, 53})
    void twoFullAgentsThatBothThinkThemselvesControlledSettleItToo(long seed) {
        VirtualNetwork network = new VirtualNetwork(seed, 0, 0, 50_000_000);
        Agent one = new Agent(network, peerCredentials, gateCredentials, List.of(PEER), List.of(GATE), false, seed);
        Agent other =
                new Agent(network, gateCredentials, peerCredentials, List.of(GATE), List.of(PEER), false, seed + 1000);
        network.run(5 * SECOND);
        assertThat(one.selected()).as("seed %d", seed).isNotNull();
        assertThat(other.selected()).as("seed %d", seed).isNotNull();
        assertThat(one.agent.isControlling()).isNotEqualTo(other.agent.isControlling());
    }

    @Test
    void aPeerReflexiveCandidateIsLearntFromTheFirstCheck() {
        VirtualNetwork network = new VirtualNetwork(60, 0, 0, 5_000_000);
        Agent knowsNobody = new Agent(network, gateCredentials, peerCredentials, List.of(GATE), List.of(), false, 61);
        Agent caller = agent(network, List.of(PEER), List.of(GATE), 60);
        network.run(2 * SECOND);
        assertThat(caller.selected()).isEqualTo(new IceAction.Selected(PEER, GATE));
        assertThat(knowsNobody.selected()).isEqualTo(new IceAction.Selected(GATE, PEER));
    }

    private Agent agent(
            VirtualNetwork network, List<InetSocketAddress> bases, List<InetSocketAddress> remotes, long seed) {
        return new Agent(network, peerCredentials, gateCredentials, bases, remotes, true, seed);
    }

    /** A full agent on the virtual network, with a diary. */
    private static final class Agent implements VirtualNetwork.Host {
        final VirtualNetwork network;
        final IceAgent agent;
        final List<IceAction> done = new ArrayList<>();
        final List<Long> times = new ArrayList<>();
        final List<IceAction.Transmit> transmits = new ArrayList<>();

        Agent(
                VirtualNetwork network,
                IceCredentials local,
                IceCredentials remote,
                List<InetSocketAddress> bases,
                List<InetSocketAddress> remotes,
                boolean controlling,
                long seed) {
            this.network = network;
            this.agent = new IceAgent(
                    local,
                    remote,
                    candidates(bases),
                    candidates(remotes),
                    controlling,
                    new SplittableRandom(seed),
                    network.nowNs);
            bases.forEach(base -> network.attach(base, this));
        }

        static List<IceCandidate> candidates(List<InetSocketAddress> addresses) {
            List<IceCandidate> out = new ArrayList<>();
            for (int i = 0; i < addresses.size(); i++) {
                out.add(IceCandidate.host(addresses.get(i), 65535 - i));
            }
            return out;
        }

        @Override
        public void onDatagram(byte[] datagram, InetSocketAddress at, InetSocketAddress from, long nowNs) {
            perform(agent.onDatagram(datagram, 0, datagram.length, at, from, nowNs));
        }

        @Override
        public void onTime(long nowNs) {
            perform(agent.onTime(nowNs));
        }

        @Override
        public OptionalLong deadlineNs(long nowNs) {
            return agent.deadlineNs(nowNs);
        }

        private void perform(List<IceAction> actions) {
            for (IceAction action : actions) {
                done.add(action);
                if (action instanceof IceAction.Transmit transmit) {
                    transmits.add(transmit);
                    times.add(network.nowNs);
                    network.send(transmit.datagram(), transmit.base(), transmit.to());
                }
            }
        }

        IceAction.@Nullable Selected selected() {
            return agent.selected();
        }

        <T extends IceAction> List<T> actions(Class<T> kind) {
            return done.stream().filter(kind::isInstance).map(kind::cast).toList();
        }

        List<Long> transmitTimes(InetSocketAddress base, InetSocketAddress to) {
            List<Long> out = new ArrayList<>();
            int shift = transmits.size() - times.size();
            for (int i = 0; i < times.size(); i++) {
                IceAction.Transmit transmit = transmits.get(i + shift);
                if (transmit.base().equals(base) && transmit.to().equals(to)) {
                    out.add(times.get(i));
                }
            }
            return out;
        }
    }

    /** A lite agent on the virtual network. */
    private static final class Lite implements VirtualNetwork.Host {
        final VirtualNetwork network;
        final IceLite ice;
        final List<IceLite.Verdict> verdicts = new ArrayList<>();

        Lite(VirtualNetwork network, IceCredentials credentials, InetSocketAddress address) {
            this.network = network;
            this.ice = new IceLite(credentials);
            network.attach(address, this);
        }

        @Override
        public void onDatagram(byte[] datagram, InetSocketAddress at, InetSocketAddress from, long nowNs) {
            IceLite.Outcome outcome = ice.onDatagram(datagram, 0, datagram.length, from, nowNs);
            verdicts.add(outcome.verdict());
            if (outcome.reply() != null) {
                network.send(outcome.reply(), at, from);
            }
        }

        @Override
        public void onTime(long nowNs) {}

        @Override
        public OptionalLong deadlineNs(long nowNs) {
            return OptionalLong.empty();
        }
    }
}
