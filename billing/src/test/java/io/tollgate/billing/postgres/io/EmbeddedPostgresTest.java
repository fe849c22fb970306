package io.tollgate.billing.postgres.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tollgate.billing.postgres.jdbc.Database;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbeddedPostgresTest {
    /** A cluster that holds the number 1, made once: making one takes seconds. */
    private static Path model = Path.of("");

    private Path top = Path.of("");

    @BeforeAll
    static void makeModel() throws IOException {
        model = openFolderNamed("model");
        try (EmbeddedPostgres server = EmbeddedPostgres.start(model, 0)) {
            keep(server, 1);
        }
    }

    @AfterAll
    static void deleteModel() throws IOException {
        Binaries.deleteTree(model);
    }

    private static Path openFolderNamed(String name) throws IOException {
        Path folder = Files.createTempDirectory("tollgate-pg-test-" + name);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        return folder;
    }

    private static Path copyOfModel(Path home) {
        Programs.Finished copied = Programs.run(List.of(), Path.of("/"), "cp", "-a", model.toString(), home.toString());
        assertThat(copied.succeeded()).as(copied.tail()).isTrue();
        return home;
    }

    @BeforeEach
    void openFolder() throws IOException {
        top = openFolderNamed("one");
    }

    @AfterEach
    void clean() throws IOException {
        Binaries.deleteTree(top);
    }

    private static List<Integer> numbers(EmbeddedPostgres server) {
        return new Database(server.dataSource()).list("select n from kept order by n", row -> row.getInt(1));
    }

    private static void keep(EmbeddedPostgres server, int number) {
        var database = new Database(server.dataSource());
        database.update("create table if not exists kept (n int primary key)");
        database.update("insert into kept values (?)", number);
    }

    private static String setting(EmbeddedPostgres server, String name) {
        return new Database(server.dataSource())
                .first("select current_setting(?)", row -> row.getString(1), name)
                .orElseThrow();
    }

    @Test
    void theClusterIsMadeKeptAndRestartedWithinASecond() throws IOException {
        Path home = top.resolve("data/db");
        try (EmbeddedPostgres server = EmbeddedPostgres.start(home, 0)) {
            keep(server, 1);
            assertThat(setting(server, "fsync")).isEqualTo("on");
            assertThat(setting(server, "synchronous_commit")).isEqualTo("on");
            assertThat(setting(server, "listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(setting(server, "is_superuser")).isEqualTo("off");
            assertThat(setting(server, "TimeZone")).isEqualTo("Etc/UTC");
            for (String secret : List.of("password", "superuser-password")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(secret))))
                        .isEqualTo("rw-------");
            }
            assertThat(Files.readString(home.resolve("cluster/data18/pg_hba.conf"))
                            .lines()
                            .filter(line -> !line.startsWith("#") && !line.isBlank()))
                    .isNotEmpty()
                    .allMatch(line -> line.endsWith("scram-sha-256"));
        }
        long began = System.nanoTime();
        try (EmbeddedPostgres server = EmbeddedPostgres.start(home, 0)) {
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
            assertThat(numbers(server)).containsExactly(1);
        }
        assertThat(Orphans.of(home.resolve("cluster/data18").toRealPath())).isEmpty();
    }

    @Test
    void twoCannotUseOneFolderNorOnePort() throws IOException {
        Path home = copyOfModel(top.resolve("db"));
        try (EmbeddedPostgres server = EmbeddedPostgres.start(home, 0)) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(home, 0))
                    .isInstanceOf(EmbeddedPostgresException.class)
                    .hasMessage("The database folder " + home + " is in use by another running Tollgate.");
            assertThat(numbers(server)).containsExactly(1);
        }
        try (var taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(home, taken.getLocalPort()))
                    .isInstanceOf(EmbeddedPostgresException.class)
                    .hasMessage(
                            "The embedded database cannot listen on port " + taken.getLocalPort() + ": it is in use.");
        }
        try (EmbeddedPostgres server = EmbeddedPostgres.start(home, 0)) {
            assertThat(numbers(server)).containsExactly(1);
        }
    }

    @Test
    void anUnwritableFolderIsOneSentence() throws IOException {
        Path file = Files.writeString(top.resolve("file"), "not a folder");
        assertThatThrownBy(() -> EmbeddedPostgres.start(file, 0))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageStartingWith("The database folder " + file + " cannot be written (")
                .hasMessageNotContaining("\n");
    }

    @Test
    void aFolderThatOnlyRootMayEnterWorksToo() throws IOException {
        assumeTrue(RunAs.ownUid() == 0, "only root meets this");
        Files.setPosixFilePermissions(top, PosixFilePermissions.fromString("rwx------"));
        Path home = top.resolve("db");
        try (EmbeddedPostgres server = EmbeddedPostgres.start(home, 0)) {
            keep(server, 1);
        }
        try (EmbeddedPostgres server = EmbeddedPostgres.start(home, 0)) {
            assertThat(numbers(server)).containsExactly(1);
        }
    }

    @Test
    void whereNoUserNamespaceIsAllowedTheClusterLiesElsewhereAndTheFolderSaysWhere() throws Exception {
        assumeTrue(RunAs.ownUid() == 0, "only root meets this");
        Path programs = Files.createDirectory(top.resolve("programs"));
        Path refusing = Files.writeString(programs.resolve("unshare"), "#!/bin/sh\nexit 1\n");
        Files.setPosixFilePermissions(refusing, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(top, PosixFilePermissions.fromString("rwx------"));
        Path home = top.resolve("db");
        Process first = startElsewhere(home, programs + ":" + System.getenv("PATH"));
        first.destroyForcibly();
        assertThat(first.waitFor(20, TimeUnit.SECONDS)).isTrue();
        Path elsewhere =
                Path.of(Files.readString(home.resolve("cluster-location")).strip());
        try (EmbeddedPostgres server = EmbeddedPostgres.start(home, 0)) {
            assertThat(server.data()).startsWith(elsewhere);
            assertThat(numbers(server)).containsExactly(42);
        } finally {
            Binaries.deleteTree(elsewhere);
        }
        assertThatThrownBy(() -> EmbeddedPostgres.start(home, 0))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("should be in " + elsewhere + ", which is gone");
    }

    @Test
    void anOrdinaryUserRunsItAsItselfAndRootTakesItOver() throws Exception {
        RunAs ordinary = RunAs.namelessRoot();
        assumeTrue(RunAs.ownUid() == 0 && ordinary.reaches(top), "needs root, and user namespaces to lose its name");
        Path home = top.resolve("db");
        Process process = start(ordinary.prefix(), home, System.getenv("PATH"));
        process.destroyForcibly();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        try (EmbeddedPostgres server = EmbeddedPostgres.start(home, 0)) {
            assertThat(numbers(server)).containsExactly(42);
        }
    }

    @Test
    void aClusterThatChangesItsOwnerIsTakenAlong() throws IOException {
        assumeTrue(RunAs.ownUid() == 0, "only root meets this");
        Path home = copyOfModel(top.resolve("db"));
        Files.setPosixFilePermissions(top, PosixFilePermissions.fromString("rwx------"));
        try (EmbeddedPostgres server = EmbeddedPostgres.start(home, 0)) {
            assertThat(numbers(server)).containsExactly(1);
        }
    }

    @Test
    void aServerLeftBehindByAKilledRunIsStoppedAndItsDataKept() throws Exception {
        Path home = copyOfModel(top.resolve("db"));
        Process killed = startElsewhere(home);
        Path data = home.resolve("cluster/data18").toRealPath();
        killed.destroyForcibly();
        assertThat(killed.waitFor(20, TimeUnit.SECONDS)).isTrue();
        List<ProcessHandle> orphans = Orphans.of(data);
        assertThat(orphans).isNotEmpty();
        try (EmbeddedPostgres server = EmbeddedPostgres.start(home, 0)) {
            assertThat(Orphans.of(data)).isNotEmpty().doesNotContainAnyElementsOf(orphans);
            assertThat(numbers(server)).containsExactly(1, 42);
        }
    }

    @Test
    void afterAKillOfTheServerAndItsRunTheDataIsKept() throws Exception {
        Path home = copyOfModel(top.resolve("db"));
        Process killed = startElsewhere(home);
        killed.destroyForcibly();
        Path data = home.resolve("cluster/data18").toRealPath();
        long postmaster = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
        ProcessHandle.of(postmaster).orElseThrow().destroyForcibly();
        assertThat(killed.waitFor(20, TimeUnit.SECONDS)).isTrue();
        try (EmbeddedPostgres server = EmbeddedPostgres.start(home, 0)) {
            assertThat(numbers(server)).containsExactly(1, 42);
        }
    }

    /** Another JVM that starts the cluster, commits a row, says so and waits to be killed. */
    private static Process startElsewhere(Path home) throws IOException {
        return start(List.of(), home, System.getenv("PATH"));
    }

    private static Process startElsewhere(Path home, String path) throws IOException {
        return start(List.of(), home, path);
    }

    private static Process start(List<String> prefix, Path home, String path) throws IOException {
        List<String> line = new ArrayList<>(prefix);
        line.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                home.toString()));
        ProcessBuilder builder = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("PATH", path);
        Process process = builder.start();
        try {
            var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            assertThat(output.readLine()).isEqualTo("committed");
        } catch (IOException e) {
            process.destroyForcibly();
            throw new UncheckedIOException(e);
        }
        return process;
    }

    /** The program of that JVM. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) throws Exception {
            EmbeddedPostgres server = EmbeddedPostgres.start(Path.of(arguments[0]), 0);
            keep(server, 42);
            System.out.println("committed");
            Thread.currentThread().join();
        }
    }

    @Test
    void aProcessNumberGivenToSomebodyElseDoesNotBlockTheStart() throws IOException {
        Path home = copyOfModel(top.resolve("db"));
        Path pid = home.resolve("cluster/data18/postmaster.pid");
        Files.writeString(pid, ProcessHandle.current().pid() + "\n" + pid.getParent() + "\n1\n5432\n\n127.0.0.1\n");
        try (EmbeddedPostgres server = EmbeddedPostgres.start(home, 0)) {
            assertThat(numbers(server)).containsExactly(1);
        }
    }

    @Test
    void aBrokenUnpackingAndABrokenCreationAreBegunAnew() throws IOException {
        Path home = top.resolve("db");
        Files.createDirectories(home.resolve("postgresql-" + Binaries.VERSION + ".partial/bin"));
        Files.createDirectories(home.resolve("cluster/data18.partial/base"));
        try (EmbeddedPostgres server = EmbeddedPostgres.start(home, 0)) {
            keep(server, 1);
        }
        try (Stream<Path> files = Files.list(home)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "cluster", "lock", "password", "postgresql-" + Binaries.VERSION, "superuser-password");
        }
    }
}
