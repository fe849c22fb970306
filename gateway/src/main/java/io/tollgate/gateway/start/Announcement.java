package io.tollgate.gateway.start;

import io.tollgate.gateway.config.TollgateConfig;
import io.tollgate.gateway.security.AdminToken;
import jakarta.inject.Singleton;
import java.io.PrintStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What the operator reads when the gateway is up. */
@Singleton
public class Announcement {
    private final TollgateConfig config;
    private final Demo demo;
    private final AdminToken adminToken;
    private final int httpPort;

    Announcement(
            TollgateConfig config,
            Demo demo,
            AdminToken adminToken,
            @ConfigProperty(name = "quarkus.http.port") int httpPort) {
        this.config = config;
        this.demo = demo;
        this.adminToken = adminToken;
        this.httpPort = httpPort;
    }

    void ready(DemoCarrier carrier) {
        PrintStream out = System.out;
        String url = "http://localhost:" + httpPort;
        out.println();
        if (config.demo().enabled()) {
            out.println("  Dialler        " + url + "/");
            demo.accounts().forEach((user, password) -> out.println("  Sign in as     " + user + " / " + password));
        }
        if (carrier.running()) {
            out.println("  Call           +44 20 7946 0123 (answers), +44 20 7946 0101 (busy), echo123 (free)");
            out.println("  Be called      curl -X POST http://127.0.0.1:"
                    + config.demo().controlPort() + "/call -d '{\"to\":\"+442079460201\"}'");
        }
        demo.simulatedPayments()
                .ifPresent(api -> out.println("  Payments       " + api + " (simulated, no money moves)"));
        out.println("  Administration " + url + "/q/swagger-ui");
        if (adminToken.isNew()) {
            out.println("  Admin token    " + adminToken.value() + " (shown once; kept in " + adminToken.file() + ")");
        } else {
            out.println("  Admin token    in " + adminToken.file());
        }
        out.println();
        out.println("Tollgate is ready: " + url);
        out.flush();
    }
}
