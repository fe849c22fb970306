package io.tollgate.billing.postgres.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs short programs and waits for them. Output goes to a file, since a daemon would keep a pipe open for ever. */
final class Programs {
    private static final long LIMIT_S = 180;
    private static final int TOLD = 2000;

    private Programs() {}

    record Finished(int exitCode, String output) {
        boolean succeeded() {
            return exitCode == 0;
        }

        /** The last lines, for an error message. */
        String tail() {
            return output.length() <= TOLD
                    ? output.strip()
                    : output.substring(output.length() - TOLD).strip();
        }
    }

    static Finished run(List<String> prefix, Path folder, String... command) {
        List<String> line = new ArrayList<>(prefix);
        line.addAll(List.of(command));
        try {
            Path output = Files.createTempFile("tollgate-", ".out");
            try {
                ProcessBuilder builder = new ProcessBuilder(line)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
                builder.environment().put("LC_ALL", "C");
                builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
                Process process = builder.start();
                process.getOutputStream().close();
                if (!process.waitFor(LIMIT_S, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    return new Finished(-1, command[0] + " did not finish within " + LIMIT_S + " s");
                }
                return new Finished(process.exitValue(), Files.readString(output));
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            return new Finished(-1, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Finished(-1, "interrupted while " + command[0] + " was running");
        }
    }
}
