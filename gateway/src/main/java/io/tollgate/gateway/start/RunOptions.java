package io.tollgate.gateway.start;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The options of {@code ./tollgate run}; each is short for a configuration key, and wins over it. */
@Command(
        name = "run",
        description = "Starts login server, supernode, gateway, database and demo carrier.",
        sortOptions = false)
final class RunOptions {
    private static final int DEFAULT_HTTP_PORT = 8080;

    @Option(names = "--roles", paramLabel = "ROLES", description = "any of login,supernode,gateway (default: all)")
    @Nullable
    String roles;

    @Option(names = "--data", paramLabel = "DIR", description = "data folder (default: ./data)")
    @Nullable
    Path data;

    @Option(names = "--http-port", paramLabel = "N", description = "page, REST and overlay (default: 8080)")
    @Nullable
    Integer httpPort;

    @Option(names = "--sip-port", paramLabel = "N", description = "SIP over UDP (default: 5060)")
    @Nullable
    Integer sipPort;

    @Option(names = "--no-demo", description = "no demo carrier, accounts, numbers or rates")
    boolean noDemo;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "any configuration key, e.g. tollgate.media.overlay-port=41000; may be repeated")
    java.util.Map<String, String> settings = java.util.Map.of();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "this text")
    boolean help;

    Path data() {
        String fromEnvironment = System.getenv("TOLLGATE_DATA");
        return data != null ? data : Path.of(Objects.requireNonNullElse(fromEnvironment, "data"));
    }

    int httpPort() {
        return httpPort != null ? httpPort : DEFAULT_HTTP_PORT;
    }

    /** Hands the options to the configuration, where system properties win over everything else. */
    void apply() {
        settings.forEach(System::setProperty);
        System.setProperty("tollgate.data", data().toString());
        if (roles != null) {
            System.setProperty("tollgate.roles", roles.toLowerCase(Locale.ROOT));
        }
        if (httpPort != null) {
            System.setProperty("quarkus.http.port", httpPort.toString());
        }
        if (sipPort != null) {
            System.setProperty("tollgate.sip.port", sipPort.toString());
        }
        if (noDemo) {
            System.setProperty("tollgate.demo.enabled", "false");
        }
    }
}
