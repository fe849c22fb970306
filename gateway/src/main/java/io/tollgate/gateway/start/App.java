package io.tollgate.gateway.start;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.tollgate.gateway.config.TollgateConfig;
import io.tollgate.gateway.config.TollgateConfig.Role;
import io.tollgate.gateway.switchboard.Gateway;
import jakarta.inject.Inject;
import java.util.EnumSet;
import java.util.Set;

/** What happens between "the container is up" and "stop": roles are opened, the demo is set up, the operator is told. */
public final class App implements QuarkusApplication {
    @Inject
    TollgateConfig config;

    @Inject
    Gateway gateway;

    @Inject
    Demo demo;

    @Inject
    Announcement announcement;

    @Override
    public int run(String... args) {
        Set<Role> roles = config.roles();
        if (roles.contains(Role.GATEWAY) && !roles.containsAll(EnumSet.of(Role.LOGIN, Role.SUPERNODE))) {
            throw new CannotStart(
                    "The gateway role still needs login and supernode in the same process: leave --roles out.");
        }
        if (config.demo().enabled()) {
            demo.seed();
        }
        if (roles.contains(Role.GATEWAY)) {
            gateway.open();
        }
        demo.startPayments();
        try (DemoCarrier carrier = demo.startCarrier()) {
            announcement.ready(carrier);
            Quarkus.waitForExit();
        } finally {
            // Before the container takes HTTP and the database away: calls end with their callers told and money
            // settled.
            gateway.close();
            demo.stopPayments();
        }
        return 0;
    }
}
