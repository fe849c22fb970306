package io.tollgate.gateway.rest;

import io.tollgate.gateway.problem.ProblemException;
import io.tollgate.gateway.rest.TrunksResource.StatusView;
import io.tollgate.gateway.rest.TrunksResource.TrunkView;
import io.tollgate.gateway.switchboard.Gateway;
import io.tollgate.gateway.switchboard.LiveCalls;
import io.tollgate.gateway.trunks.TrunkTable;
import io.tollgate.sip.io.SipCounters;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What trunks do at this moment, from the running gateway's own figures. */
@Singleton
class TrunkStatus {
    private final LiveCalls calls;
    private final Gateway gateway;
    private final TrunkTable inService;

    TrunkStatus(LiveCalls calls, Gateway gateway, TrunkTable inService) {
        this.calls = calls;
        this.gateway = gateway;
        this.inService = inService;
    }

    StatusView of(TrunkView trunk) {
        Map<String, Long> counters = new TreeMap<>();
        for (SipCounters.OfTrunk counter : SipCounters.OfTrunk.values()) {
            long count = gateway.sip()
                    .map(bridge -> bridge.counters().of(trunk.id(), counter))
                    .orElse(0L);
            counters.put(counter.name().toLowerCase(Locale.ROOT), count);
        }
        return new StatusView(
                trunk.id(),
                trunk.enabled(),
                inService.find(trunk.id()).isPresent(),
                channels(trunk.id()),
                trunk.maxChannels(),
                counters);
    }

    /** Ends the request with 409 while calls are on the trunk: the carrier could not end them any more. */
    void requireIdle(String trunk) {
        int channels = channels(trunk);
        if (channels > 0) {
            throw ProblemException.conflict(
                    "Calls are on this trunk (" + channels + "): disable its routes and wait, or end them.");
        }
    }

    private int channels(String trunk) {
        return (int)
                calls.all().stream().filter(call -> trunk.equals(call.trunk())).count();
    }
}
