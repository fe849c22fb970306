package io.tollgate.overlay.peer.cli;

import io.tollgate.overlay.client.io.LoginClient;
import io.tollgate.overlay.client.io.LoginResult;
import io.tollgate.overlay.identity.DeviceKeys;
import io.tollgate.overlay.identity.io.DeviceKeyFile;
import io.tollgate.overlay.json.JsonFields;
import io.tollgate.overlay.peer.io.PeerException;
import io.tollgate.overlay.peer.io.PeerSession;
import java.io.Console;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Who we are and where the server is: the options that all commands share. */
final class AccountOptions {
    private static final Pattern FILE_SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");
    private static final int MAX_DEMO_BYTES = 64 * 1024;

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec spec;

    @Option(names = "--as", required = true, paramLabel = "USER", description = "the account's user name")
    String user = "";

    @Option(
            names = "--server",
            paramLabel = "URL",
            defaultValue = "http://localhost:8080",
            description = "the login server (default: ${DEFAULT-VALUE})")
    URI server = URI.create("http://localhost:8080");

    @Option(
            names = "--password",
            paramLabel = "PASSWORD",
            description = "the account's password; without it: the environment variable TOLLGATE_PASSWORD, then a login"
                    + " that the login command kept, then demo-accounts.json in a demo's data folder, then a prompt")
    @Nullable
    String password;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "where a demo on this computer keeps its data (default: TOLLGATE_DATA, or ./data)")
    @Nullable
    Path data;

    @Option(
            names = "--keys",
            paramLabel = "FILE",
            description = "this device's keys (default: ~/.config/tollgate/<server>/<user>.json)")
    @Nullable
    Path keys;

    private final SecureRandom random = new SecureRandom();
    private final Clock clock = Clock.systemUTC();

    /** Signs in and connects. */
    PeerSession connect(Consumer<String> watcher, PeerSession.@Nullable RingListener rings)
            throws PeerException, InterruptedException {
        DeviceKeys device = deviceKeys();
        LoginResult.LoggedIn login = login(device);
        return PeerSession.open(server, user, device, login, random, clock, watcher, rings);
    }

    /** Signs in: with the login that was kept while it lasts, else with a password. */
    private LoginResult.LoggedIn login(DeviceKeys device) throws PeerException, InterruptedException {
        String given = given();
        if (given == null) {
            Optional<LoginResult.LoggedIn> kept = SavedLogin.load(keptLogin(), device, clock.instant());
            if (kept.isPresent()) {
                return kept.get();
            }
        }
        return loginByPassword(device, given);
    }

    /** Signs in with a password and keeps the login for later commands. */
    LoginResult.LoggedIn loginAndKeep() throws PeerException, InterruptedException {
        DeviceKeys device = deviceKeys();
        LoginResult.LoggedIn login = loginByPassword(device, given());
        try {
            SavedLogin.save(login, keptLogin());
        } catch (IOException e) {
            throw new PeerException(PeerException.Kind.LOCAL, "The login could not be kept: " + e.getMessage() + ".");
        }
        return login;
    }

    private LoginResult.LoggedIn loginByPassword(DeviceKeys device, @Nullable String given)
            throws PeerException, InterruptedException {
        String secret = given != null ? given : demoOrPrompt();
        try (HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
            LoginClient client = new LoginClient(server, http, clock);
            return switch (client.login(user, secret, device, deviceName())) {
                case LoginResult.LoggedIn loggedIn -> loggedIn;
                case LoginResult.Refused refused ->
                    throw new PeerException(PeerException.Kind.NOT_SIGNED_IN, refused.words());
                case LoginResult.Unreachable unreachable ->
                    throw new PeerException(PeerException.Kind.NETWORK, unreachable.words());
            };
        }
    }

    private @Nullable String given() {
        return password != null ? password : System.getenv("TOLLGATE_PASSWORD");
    }

    private String demoOrPrompt() throws PeerException {
        Optional<String> demo = demoPassword(dataFolder().resolve("demo-accounts.json"), user);
        if (demo.isPresent()) {
            return demo.get();
        }
        Console console = Objects.requireNonNull(System.console(), "JDK 22 and later always have a console");
        char[] typed = console.isTerminal() ? console.readPassword("Password of %s at %s: ", user, server) : null;
        if (typed == null) {
            throw new PeerException(
                    PeerException.Kind.NOT_SIGNED_IN,
                    "There is no password for " + user + ": give --password or TOLLGATE_PASSWORD.");
        }
        return new String(typed);
    }

    /** The password of a demo account, as the demo wrote it. */
    static Optional<String> demoPassword(Path file, String user) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            JsonFields accounts = JsonFields.parse(Files.readAllBytes(file), MAX_DEMO_BYTES);
            String secret = accounts.has(user) ? accounts.text(user, 200) : "";
            return accounts.fault() == null && !secret.isEmpty() ? Optional.of(secret) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Path dataFolder() {
        if (data != null) {
            return data;
        }
        String fromEnvironment = System.getenv("TOLLGATE_DATA");
        return fromEnvironment != null ? Path.of(fromEnvironment) : Path.of("data");
    }

    DeviceKeys deviceKeys() throws PeerException {
        checkArguments();
        try {
            return DeviceKeyFile.loadOrCreate(keyFile(), random);
        } catch (IOException e) {
            throw new PeerException(
                    PeerException.Kind.LOCAL, "This device's keys cannot be used: " + e.getMessage() + ".");
        }
    }

    private void checkArguments() {
        String scheme = server.getScheme() == null ? "" : server.getScheme().toLowerCase(Locale.ROOT);
        if (server.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw usage("--server takes a URL such as http://localhost:8080");
        }
        if (!FILE_SAFE.matcher(user).matches() && keys == null) {
            throw usage("for a user name with such characters, say where its keys are with --keys");
        }
    }

    private ParameterException usage(String message) {
        if (spec == null) {
            throw new IllegalStateException("the command line was not parsed");
        }
        return new ParameterException(spec.commandLine(), message);
    }

    Path keyFile() {
        if (keys != null) {
            return keys;
        }
        String configured = System.getenv("XDG_CONFIG_HOME");
        Path base = configured != null && !configured.isEmpty()
                ? Path.of(configured)
                : Path.of(System.getProperty("user.home"), ".config");
        String host = server.getHost() + (server.getPort() < 0 ? "" : "_" + server.getPort());
        return base.resolve("tollgate")
                .resolve(host.replaceAll("[^A-Za-z0-9._-]", "-"))
                .resolve(user + ".json");
    }

    private Path keptLogin() {
        Path file = keyFile();
        return file.resolveSibling(file.getFileName() + ".login");
    }

    private static String deviceName() {
        try {
            return "command line on " + InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "command line";
        }
    }
}
