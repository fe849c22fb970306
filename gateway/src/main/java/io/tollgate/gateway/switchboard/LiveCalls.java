package io.tollgate.gateway.switchboard;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The calls in progress. */
@Singleton
public class LiveCalls {
    private final Map<UUID, LiveCall> calls = new ConcurrentHashMap<>();

    /** False when a call with this id is there already. */
    boolean add(LiveCall call) {
        return calls.putIfAbsent(call.id(), call) == null;
    }

    void remove(LiveCall call) {
        calls.remove(call.id(), call);
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

    long ofUser(String user) {
        return calls.values().stream().filter(call -> call.user().equals(user)).count();
    }

    long onTrunk(String trunk) {
        return calls.values().stream().filter(call -> trunk.equals(call.trunk())).count();
    }
}
