package io.tollgate.overlay.supernode;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.overlay.Cast;
import io.tollgate.overlay.identity.Credential;
import io.tollgate.overlay.identity.DeviceId;
import io.tollgate.overlay.identity.DeviceKeys;
import io.tollgate.overlay.limit.Rate;
import io.tollgate.overlay.wire.Envelope;
import io.tollgate.overlay.wire.FindGateways;
import io.tollgate.overlay.wire.Ping;
import io.tollgate.overlay.wire.Sent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many devices come, talk, fall silent, break off and come back for two hours of virtual time. A second, simpler book is
 * kept of who should be there; after every step both must agree, and no action may concern a connection that is gone.
 */
class SupernodeSimulationTest {

    private static final int STEPS = 4_000;
    private static final SupernodeLimits LIMITS = new SupernodeLimits(
            40, 3, 8192, new Rate(2, 10), new Rate(20, 50), 5, 4, Duration.ofSeconds(10), Duration.ofSeconds(30));

    private record Someone(DeviceKeys keys, Credential credential, boolean gateway) {}

    /** Twenty people with two devices each, and three gateways; made once, keys are dear. */
    private static final List<Someone> PEOPLE = people();

    private static List<Someone> people() {
        List<Someone> people = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            DeviceKeys keys = DeviceKeys.generate(Cast.RANDOM);
            people.add(new Someone(keys, Cast.peer("user" + i / 2, keys, Cast.NOW), false));
        }
        for (int i = 0; i < 3; i++) {
            DeviceKeys keys = DeviceKeys.generate(Cast.RANDOM);
            people.add(new Someone(keys, Cast.gateway("g" + i, keys, Cast.NOW), true));
        }
        return people;
    }

    private final Stage stage = new Stage(LIMITS, Cast.VERIFIER);
    private final Map<ConnectionId, Stage.Line> open = new HashMap<>();
    private final Map<DeviceId, ConnectionId> present = new HashMap<>();
    private final Map<ConnectionId, Someone> who = new HashMap<>();
    private long opened;
    private long refusedFull;

    @ParameterizedTest
    @ValueSource(longs = {1, 42, 20_261_121})
    void theBooksAgreeWhateverHappens(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int step = 0; step < STEPS; step++) {
            boolean lull = random.nextInt(20) == 0;
            stage.now = stage.now.plusMillis(random.nextInt(lull ? 20_000 : 1_800));
            step(random, random.nextInt(100));
            check("seed " + seed + ", step " + step);
        }
        assertThat(stage.counted(SupernodeCounter.PASSED_ON))
                .as("seed %d", seed)
                .isGreaterThan(100);
        assertThat(stage.counted(SupernodeCounter.REPLACED)).as("seed %d", seed).isGreaterThan(5);
        assertThat(stage.counted(SupernodeCounter.KEEPALIVE_TIMEOUT))
                .as("seed %d", seed)
                .isGreaterThan(5);
        assertThat(stage.counted(SupernodeCounter.HELLO_TIMEOUT))
                .as("seed %d", seed)
                .isGreaterThan(0);
    }

    private void step(SplittableRandom random, int dice) {
        if (dice < 20) {
            Stage.Line line = open();
            if (random.nextInt(3) > 0 && open.containsKey(line.id())) {
                hello(line, PEOPLE.get(random.nextInt(PEOPLE.size())));
            }
        } else if (dice < 30) {
            pick(random).ifPresent(line -> hello(line, PEOPLE.get(random.nextInt(PEOPLE.size()))));
        } else if (dice < 65) {
            pickWelcomed(random)
                    .or(() -> pick(random))
                    .ifPresent(line -> mail(line, receiver(random), random.nextInt()));
        } else if (dice < 75) {
            pick(random)
                    .ifPresent(
                            line -> apply(stage.say(line, Envelope.newBuilder().setPing(Ping.getDefaultInstance()))));
        } else if (dice < 80) {
            pick(random)
                    .ifPresent(line -> apply(
                            stage.say(line, Envelope.newBuilder().setFindGateways(FindGateways.getDefaultInstance()))));
        } else if (dice < 83) {
            pick(random).ifPresent(line -> {
                byte[] garbage = new byte[random.nextInt(40)];
                random.nextBytes(garbage);
                apply(stage.core.on(line.id(), new Input.Received(garbage), stage.now));
            });
        } else if (dice < 88) {
            pick(random).ifPresent(line -> {
                apply(stage.core.on(line.id(), new Input.Closed(), stage.now));
                gone(line.id());
            });
        } else {
            apply(stage.core.tick(stage.now));
        }
    }

    /** Somebody who is there, or anybody. */
    private Someone receiver(SplittableRandom random) {
        return pickWelcomed(random)
                .filter(line -> random.nextInt(3) > 0)
                .flatMap(line -> Optional.ofNullable(who.get(line.id())))
                .orElseGet(() -> PEOPLE.get(random.nextInt(PEOPLE.size())));
    }

    private Optional<Stage.Line> pickWelcomed(SplittableRandom random) {
        return pick(random).filter(line -> who.containsKey(line.id()));
    }

    private Optional<Stage.Line> pick(SplittableRandom random) {
        List<Stage.Line> lines = open.values().stream()
                .sorted(Comparator.comparingLong(line -> line.id().value()))
                .toList();
        return lines.isEmpty() ? Optional.empty() : Optional.of(lines.get(random.nextInt(lines.size())));
    }

    private Stage.Line open() {
        boolean full = open.size() >= LIMITS.connections();
        Stage.Line line = stage.open();
        opened++;
        if (full) {
            refusedFull++;
        } else {
            open.put(line.id(), line);
        }
        return line;
    }

    private void hello(Stage.Line line, Someone someone) {
        boolean known = who.containsKey(line.id());
        List<Action> actions = stage.hello(line, someone.keys, someone.credential);
        boolean welcomed = Stage.words(actions).contains(line.id() + ":WELCOME");
        apply(actions);
        if (welcomed) {
            assertThat(known).isFalse();
            present.put(someone.credential.deviceId(), line.id());
            who.put(line.id(), someone);
        }
    }

    private void mail(Stage.Line line, Someone to, int letter) {
        ConnectionId reachable = present.get(to.credential.deviceId());
        boolean known = who.containsKey(line.id());
        List<Action> actions = stage.say(line, Stage.mail(5, to.credential.deviceId(), "letter " + letter));
        List<String> words = Stage.words(actions);
        if (known && !words.contains(line.id() + ":REFUSED/TOO_MANY")) {
            Envelope sent = ((Action.Transmit) actions.getLast()).envelope();
            assertThat(sent.getSent().getOutcome())
                    .isEqualTo(reachable == null ? Sent.Outcome.NOT_REACHABLE : Sent.Outcome.PASSED_ON);
            if (reachable != null) {
                assertThat(words).contains(reachable + ":DELIVER");
            }
        } else {
            assertThat(words).noneMatch(word -> word.endsWith(":DELIVER"));
        }
        apply(actions);
    }

    /** Carries the core's decisions into the second book; none may concern a connection that it does not hold. */
    private void apply(List<Action> actions) {
        Set<ConnectionId> closed = new HashSet<>();
        for (Action action : actions) {
            assertThat(open).containsKey(action.connection());
            assertThat(closed).doesNotContain(action.connection());
            if (action instanceof Action.Close close) {
                closed.add(close.connection());
            }
        }
        closed.forEach(this::gone);
    }

    private void gone(ConnectionId connection) {
        open.remove(connection);
        Someone someone = who.remove(connection);
        if (someone != null) {
            present.remove(someone.credential.deviceId(), connection);
        }
    }

    private void check(String where) {
        Set<String> users = new HashSet<>();
        int gateways = 0;
        for (ConnectionId connection : present.values()) {
            Someone someone = Objects.requireNonNull(who.get(connection));
            users.add(someone.credential.user());
            gateways += someone.gateway ? 1 : 0;
        }
        assertThat(stage.core.presence())
                .as(where)
                .isEqualTo(new Presence(open.size(), present.size(), users.size(), gateways));
        assertThat(stage.counted(SupernodeCounter.CONNECTIONS_OPENED)).as(where).isEqualTo(opened);
        assertThat(stage.counted(SupernodeCounter.CONNECTIONS_REFUSED_FULL))
                .as(where)
                .isEqualTo(refusedFull);
        assertThat(stage.counted(SupernodeCounter.CONNECTIONS_CLOSED)).as(where).isEqualTo(opened - open.size());
    }
}
