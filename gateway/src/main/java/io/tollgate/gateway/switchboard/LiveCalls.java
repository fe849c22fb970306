package io.tollgate.gateway.switchboard;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The calls in progress. */
@Singleton
public class LiveCalls {
    private final Map<UUID, LiveCall> calls = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /** Hears of every call that comes and goes, on the thread that brings or takes it: it must not block. */
    public interface Listener {
        void added(LiveCall call);

        void removed(LiveCall call);
    }

    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** False when a call with this id is there already. */
    boolean add(LiveCall call) {
        boolean added = calls.putIfAbsent(call.id(), call) == null;
        if (added) {
            listeners.forEach(listener -> listener.added(call));
        }
        return added;
    }

    void remove(LiveCall call) {
        if (calls.remove(call.id(), call)) {
            listeners.forEach(listener -> listener.removed(call));
        }
    }

    public Optional<LiveCall> find(UUID id) {
        return Optional.ofNullable(calls.get(id));
    }

    public Collection<LiveCall> all() {
        return List.copyOf(calls.values());
    }

    public int count() {
        return calls.size();
    }

    /** Money came to an account, from wherever. */
    public void creditAdded(String user) {
        calls.values().stream().filter(call -> call.user().equals(user)).forEach(LiveCall::creditAdded);
    }

    long ofUser(String user) {
        return calls.values().stream().filter(call -> call.user().equals(user)).count();
    }

    long onTrunk(String trunk) {
        return calls.values().stream()
                .filter(call -> trunk.equals(call.trunk()))
                .count();
    }
}
