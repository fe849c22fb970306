package io.tollgate.gateway.start;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.tollgate.billing.postgres.io.EmbeddedPostgres;
import io.tollgate.billing.postgres.io.EmbeddedPostgresException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Entry point of {@code ./tollgate run}.
 *
 * <p>The database has to be there before the application's data source is configured, so it starts here, outside of the
 * container, and stops after it.
 */
@QuarkusMain
public final class Main {
    /** The arguments could not be read. */
    public static final int USAGE = 1;
    /** Something that the start needs is missing; one sentence said what. */
    public static final int CANNOT_START = 2;

    private static final int APPLICATION_STOP_S = 15;

    private Main() {}

    /** Starts the roles and waits until they are stopped. */
    public static void main(String... args) {
        RunOptions options = new RunOptions();
        CommandLine line = new CommandLine(options);
        try {
            line.parseArgs(args);
        } catch (ParameterException e) {
            complain(e.getMessage());
            line.usage(System.err);
            System.exit(USAGE);
        }
        if (options.help) {
            line.usage(System.out);
            return;
        }
        try {
            options.apply();
            Path data = prepared(options.data());
            checkPort(options.httpPort());
            run(data);
        } catch (CannotStart | EmbeddedPostgresException e) {
            complain(e.getMessage());
            System.exit(CANNOT_START);
        }
    }

    private static void run(Path data) {
        String external = System.getenv("TOLLGATE_DB_URL");
        if (external != null && !external.isBlank()) {
            DatabaseUrl.parse(external).apply();
            Quarkus.run(App.class, Main::ended);
            return;
        }
        EmbeddedPostgres database = EmbeddedPostgres.start(data.resolve("postgres"), 0);
        System.setProperty("quarkus.datasource.jdbc.url", DatabaseUrl.quiet(database.jdbcUrl()));
        System.setProperty("quarkus.datasource.username", database.user());
        System.setProperty("quarkus.datasource.password", database.password());
        CountDownLatch applicationGone = new CountDownLatch(1);
        // The virtual machine does not wait for the handler below, only for its hooks: this one outlasts the
        // application.
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("database-stop").unstarted(() -> {
                    awaitQuietly(applicationGone);
                    database.close();
                }));
        Quarkus.run(App.class, (code, failure) -> {
            applicationGone.countDown();
            ended(code, failure);
        });
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            if (!latch.await(APPLICATION_STOP_S, TimeUnit.SECONDS)) {
                complain("The application has not stopped in time; the database stops without it.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A failed start says one sentence; the stack trace is in the log for whoever asks for it. */
    private static void ended(Integer code, Throwable failure) {
        if (failure != null) {
            complain(StartFailure.sentence(failure));
            System.exit(CANNOT_START);
        }
        System.exit(code);
    }

    private static Path prepared(Path data) {
        try {
            Files.createDirectories(data);
            Path probe = Files.createTempFile(data, ".probe", "");
            Files.delete(probe);
            return data;
        } catch (IOException e) {
            throw new CannotStart("The data folder " + data.toAbsolutePath()
                    + " cannot be written: choose another with --data or change its permissions.");
        }
    }

    /** Says it before the database starts and before the framework says it in its own way. */
    private static void checkPort(int port) {
        if (port == 0) {
            return;
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new CannotStart("TCP port " + port
                    + " is in use: stop the program that listens there, or choose another with --http-port.");
        }
    }

    private static void complain(@Nullable String sentence) {
        System.err.println("tollgate: " + sentence);
    }
}
