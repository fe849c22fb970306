package io.tollgate.overlay.seal;

import io.tollgate.overlay.identity.DeviceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Remembers which signed messages were accepted, for as long as their {@code iat} would let them in again.
 *
 * <p>Bounded, in all and per device, so that one device cannot use up the room of the others. When full it refuses:
 * forgetting would open the door that it guards. Time must not be wound back by more than the window; several threads
 * may use one guard.
 */
public final class ReplayGuard {

    /** How far a message's {@code iat} may be off. */
    public static final Duration WINDOW = Duration.ofSeconds(60);

    /** An {@code iat} may lie a window ahead and is good for a window after that. */
    private static final Duration MEMORY = WINDOW.multipliedBy(2).plusSeconds(1);

    private final int capacity;
    private final int capacityPerDevice;
    private final ArrayDeque<Entry> oldestFirst = new ArrayDeque<>();
    private final Map<DeviceId, Set<String>> seen = new HashMap<>();

    private record Entry(Instant forgetAt, DeviceId device, String id) {}

    /** What the guard says. */
    public enum Verdict {
        /** Not seen before; remembered now. */
        FRESH,
        /** More than {@link #WINDOW} off. */
        STALE,
        /** Seen before. */
        REPLAYED,
        /** No room to remember it. */
        FULL
    }

    /**
     * A guard.
     *
     * @param capacity messages remembered in all
     * @param capacityPerDevice messages of one sender remembered
     */
    public ReplayGuard(int capacity, int capacityPerDevice) {
        if (capacity < 1 || capacityPerDevice < 1) {
            throw new IllegalArgumentException("a guard without memory lets nobody in");
        }
        this.capacity = capacity;
        this.capacityPerDevice = capacityPerDevice;
    }

    /** A guard for a gateway: some 800 new calls a second, of which 2 a second from one device. */
    public static ReplayGuard forGateway() {
        return new ReplayGuard(100_000, 256);
    }

    /** A guard for one peer's device. */
    public static ReplayGuard forPeer() {
        return new ReplayGuard(4_096, 1_024);
    }

    /** Checks a message's age and that it is new, and remembers it. */
    public synchronized Verdict admit(DeviceId sender, String id, Instant issuedAt, Instant now) {
        forget(now);
        if (Duration.between(issuedAt, now).abs().compareTo(WINDOW) > 0) {
            return Verdict.STALE;
        }
        Set<String> ofSender = seen.getOrDefault(sender, Set.of());
        if (ofSender.contains(id)) {
            return Verdict.REPLAYED;
        }
        if (oldestFirst.size() >= capacity || ofSender.size() >= capacityPerDevice) {
            return Verdict.FULL;
        }
        oldestFirst.addLast(new Entry(now.plus(MEMORY), sender, id));
        seen.computeIfAbsent(sender, device -> new HashSet<>()).add(id);
        return Verdict.FRESH;
    }

    /** How many messages are remembered. */
    public synchronized int size() {
        return oldestFirst.size();
    }

    private void forget(Instant now) {
        for (Entry oldest = oldestFirst.peekFirst();
                oldest != null && !now.isBefore(oldest.forgetAt);
                oldest = oldestFirst.peekFirst()) {
            oldestFirst.removeFirst();
            Set<String> ofDevice = seen.get(oldest.device);
            if (ofDevice != null) {
                ofDevice.remove(oldest.id);
                if (ofDevice.isEmpty()) {
                    seen.remove(oldest.device);
                }
            }
        }
    }
}
