package io.tollgate.gateway.system;

import io.tollgate.rtp.audio.WavFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** baresip, which nobody here wrote, as a carrier's telephone: answers at once, plays a voice and records what it hears. */
final class Baresip implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(20);

    private final Process process;
    private final Path folder;
    private final Path log;

    private Baresip(Process process, Path folder, Path log) {
        this.process = process;
        this.folder = folder;
        this.log = log;
    }

    /**
     * Starts it and waits until it takes calls.
     *
     * @param account what its account says besides its address, in the words of baresip's own file of them
     * @param more options, such as {@code -e} with a command
     */
    static Baresip start(Path parent, int sipPort, String number, String account, Path voice, String... more)
            throws IOException {
        Path folder = Files.createTempDirectory(parent, "baresip-");
        Files.writeString(
                folder.resolve("config"),
                template()
                        .replace("@SIP@", Integer.toString(sipPort))
                        .replace("@VOICE@", voice.toString())
                        .replace("@DIR@", folder.toString())
                        .replace("aufile.so", "aufile.so\nmodule                  srtp.so"));
        Files.writeString(
                folder.resolve("accounts"),
                "<sip:" + number + "@127.0.0.1:" + sipPort + ">;regint=0;answermode=auto;" + account + "\n");
        Path log = folder.resolve("baresip.log");
        List<String> command = new ArrayList<>(List.of("baresip", "-4", "-f", folder.toString(), "-t", "60"));
        command.addAll(Arrays.asList(more));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Baresip baresip = new Baresip(process, folder, log);
        Await.until("baresip is ready", READY, () -> baresip.words().contains("baresip is ready"));
        return baresip;
    }

    private static String template() throws IOException {
        try (InputStream in = Baresip.class.getResourceAsStream("/system/baresip.conf")) {
            if (in == null) {
                throw new AssertionError("the test resource system/baresip.conf is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** What it has told so far. */
    String words() throws IOException {
        return Files.readString(log);
    }

    /** What it decoded, complete once it is closed. */
    WavFile heard() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            return WavFile.read(all.stream()
                    .filter(file -> file.getFileName().toString().endsWith("dec.wav"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("baresip recorded nothing: " + all)));
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
