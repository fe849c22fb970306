package io.tollgate.overlay.supernode;

import io.tollgate.overlay.identity.DeviceId;
import io.tollgate.overlay.identity.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The directory of a supernode that is alone. Belongs to the core's owner. */
public final class MemoryDirectory implements Directory {

    private final Map<DeviceId, Entry> byDevice = new HashMap<>();
    private final Map<String, Map<DeviceId, Entry>> byUser = new HashMap<>();
    private final Map<DeviceId, Entry> gateways = new LinkedHashMap<>();
    private int nextGateway;

    @Override
    public void enter(Entry entry) {
        DeviceId device = entry.credential().deviceId();
        Entry former = byDevice.get(device);
        if (former != null) {
            remove(device, former.connection());
        }
        byDevice.put(device, entry);
        byUser.computeIfAbsent(entry.credential().user(), user -> new LinkedHashMap<>())
                .put(device, entry);
        if (entry.credential().role() == Role.GATEWAY) {
            gateways.put(device, entry);
        }
    }

    @Override
    public void remove(DeviceId device, ConnectionId connection) {
        Entry entry = byDevice.get(device);
        if (entry == null || !entry.connection().equals(connection)) {
            return;
        }
        byDevice.remove(device);
        gateways.remove(device);
        String user = entry.credential().user();
        Map<DeviceId, Entry> ofUser = byUser.get(user);
        if (ofUser != null) {
            ofUser.remove(device);
            if (ofUser.isEmpty()) {
                byUser.remove(user);
            }
        }
    }

    @Override
    public Optional<Entry> find(DeviceId device) {
        return Optional.ofNullable(byDevice.get(device));
    }

    @Override
    public List<Entry> devicesOf(String user) {
        return List.copyOf(byUser.getOrDefault(user, Map.of()).values());
    }

    @Override
    public List<Entry> gateways(int max) {
        List<Entry> all = new ArrayList<>(gateways.values());
        if (all.size() <= max) {
            return all;
        }
        int from = Math.floorMod(nextGateway++, all.size());
        List<Entry> turned = new ArrayList<>(max);
        for (int i = 0; i < max; i++) {
            turned.add(all.get((from + i) % all.size()));
        }
        return turned;
    }

    @Override
    public int devices() {
        return byDevice.size();
    }

    @Override
    public int users() {
        return byUser.size();
    }

    @Override
    public int gatewayCount() {
        return gateways.size();
    }
}
