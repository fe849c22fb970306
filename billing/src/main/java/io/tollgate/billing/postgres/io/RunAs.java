package io.tollgate.billing.postgres.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * As whom PostgreSQL runs. It refuses to be root, so a Tollgate run by root starts it as {@code nobody}, or, where the
 * folder cannot be reached by others, as root in a user namespace of its own, which it takes for an ordinary user.
 *
 * @param uid owner of the cluster's files
 * @param prefix put before every command line
 */
record RunAs(int uid, int gid, List<String> prefix) {
    private static final String USER = "nobody";

    static int ownUid() throws IOException {
        return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }

    /** This process's own user, for whom nothing needs to change. */
    static RunAs self(int uid) throws IOException {
        return new RunAs(uid, (int) Files.getAttribute(Path.of("/proc/self"), "unix:gid"), List.of());
    }

    /** The unprivileged user, when this machine has one and root may become it. */
    static Stream<RunAs> nobody(Path folder) {
        OptionalInt uid = idOf("-u", folder);
        OptionalInt gid = idOf("-g", folder);
        if (uid.isEmpty() || gid.isEmpty() || uid.getAsInt() == 0) {
            return Stream.empty();
        }
        List<String> prefix =
                List.of("setpriv", "--reuid=" + uid.getAsInt(), "--regid=" + gid.getAsInt(), "--clear-groups", "--");
        return Stream.of(new RunAs(uid.getAsInt(), gid.getAsInt(), prefix));
    }

    /** Root without its name: owns the files, reaches every folder that root owns, and is not uid 0 to PostgreSQL. */
    static RunAs namelessRoot() {
        return new RunAs(0, 0, List.of("unshare", "--user", "--"));
    }

    private static OptionalInt idOf(String flag, Path folder) {
        Programs.Finished finished = Programs.run(List.of(), folder, "id", flag, USER);
        return finished.succeeded()
                ? OptionalInt.of(Integer.parseInt(finished.output().strip()))
                : OptionalInt.empty();
    }

    /** Whether a program run so can enter the folder; asked of the kernel, who alone knows. */
    boolean reaches(Path folder) {
        return Programs.run(prefix, Path.of("/"), "test", "-x", folder.toString())
                .succeeded();
    }

    /** Gives a file or a whole tree to this user. */
    void own(Path root) throws IOException {
        if (ownUid() != 0) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.toList()) {
                if ((int) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS) != uid) {
                    Files.setAttribute(file, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
                    Files.setAttribute(file, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
                }
            }
        }
    }

    /** The outermost folder on the way to {@code folder} that others may not enter, for the operator's message. */
    static Path barrier(Path folder) throws IOException {
        Path barrier = folder;
        for (Path place = folder; place != null; place = place.getParent()) {
            String mode = PosixFilePermissions.toString(Files.getFileAttributeView(place, PosixFileAttributeView.class)
                    .readAttributes()
                    .permissions());
            if (!mode.endsWith("x")) {
                barrier = place;
            }
        }
        return barrier;
    }
}
