package io.tollgate.billing.postgres.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * The folder that the operator named, locked for this process, and the place of the cluster: that folder itself, or,
 * when PostgreSQL's user cannot reach it, another whose path is written down in it.
 */
final class ClusterHome implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ClusterHome.class);
    private static final Path STATE_FOLDER = Path.of("/var/lib");
    private static final String ELSEWHERE = "cluster-location";

    private final Path home;
    private final FileChannel lock;

    private ClusterHome(Path home, FileChannel lock) {
        this.home = home;
        this.lock = lock;
    }

    /** Where the cluster lies and as whom it runs. */
    record Place(Path folder, RunAs runAs) {}

    /** Creates the folder where needed and takes its lock. */
    static ClusterHome lock(Path home) {
        try {
            Files.createDirectories(home);
            FileChannel lock =
                    FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!tryLock(lock)) {
                lock.close();
                throw new EmbeddedPostgresException(
                        "The database folder " + home + " is in use by another running Tollgate.");
            }
            return new ClusterHome(home, lock);
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "The database folder " + home + " cannot be written (" + reason(e) + ").", e);
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock taken = channel.tryLock();
            return taken != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    static String reason(IOException e) {
        String name = e.getClass().getSimpleName().replace("Exception", "").replaceAll("(?<=[a-z])(?=[A-Z])", " ");
        return name + ": " + e.getMessage();
    }

    /** Chooses the place, or takes up the earlier choice. */
    Place place() throws IOException {
        int uid = RunAs.ownUid();
        if (uid != 0) {
            return new Place(home, RunAs.self(uid));
        }
        Path pointer = home.resolve(ELSEWHERE);
        if (Files.exists(pointer)) {
            return elsewhere(Path.of(Files.readString(pointer).strip()));
        }
        if (Files.getAttribute(home, "unix:uid").equals(0)) {
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        List<RunAs> nobody = RunAs.nobody(home).toList();
        for (RunAs runAs : nobody) {
            if (runAs.reaches(home)) {
                return new Place(home, runAs);
            }
        }
        if (RunAs.namelessRoot().reaches(home)) {
            return new Place(home, RunAs.namelessRoot());
        }
        if (nobody.isEmpty()) {
            throw new EmbeddedPostgresException(
                    "PostgreSQL does not run as root, and this machine lets root become no one"
                            + " else (no user nobody, no user namespaces); run Tollgate as an ordinary user or set TOLLGATE_DB_URL.");
        }
        Path chosen = createElsewhere();
        Files.writeString(pointer, chosen + "\n");
        LOG.infof(
                "PostgreSQL's user cannot enter %s, so the database lies in %s, as %s says",
                RunAs.barrier(home), chosen, pointer);
        return elsewhere(chosen);
    }

    private Place elsewhere(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new EmbeddedPostgresException(
                    "The database of " + home + " should be in " + folder + ", which is gone; restore it, or delete "
                            + home.resolve(ELSEWHERE) + " to begin with an empty one.");
        }
        return RunAs.nobody(home)
                .filter(runAs -> runAs.reaches(folder))
                .map(runAs -> new Place(folder, runAs))
                .findFirst()
                .orElseThrow(() -> new EmbeddedPostgresException("PostgreSQL's user nobody can enter neither " + home
                        + " nor " + folder + "; choose a data folder whose parents are open to all (mode 755)."));
    }

    /** A new folder with a name nobody can guess, where the state of services belongs, else among temporary files. */
    private static Path createElsewhere() throws IOException {
        Path folder = Files.isWritable(STATE_FOLDER)
                ? Files.createTempDirectory(STATE_FOLDER, "tollgate-")
                : Files.createTempDirectory("tollgate-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        return folder;
    }

    /** A secret of 192 random bits, kept in a file that only its owner reads; made at the first call. */
    static String secret(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n");
            Files.move(fresh, file);
        }
        return Files.readString(file).strip();
    }

    /** Releases the lock. */
    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warnf("the lock of %s was not released cleanly: %s", home, e.getMessage());
        }
    }
}
