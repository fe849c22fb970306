package io.tollgate.overlay.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Plays the impaired Opus streams of a folder to Chromium and keeps what it heard. Arguments: folder with {@code
 * NAME.opus.rtpdump}, folder for the result, seconds, how many at once. Writes for each {@code NAME.pcm} (16 bit, 8 kHz,
 * little endian) and {@code NAME.json} with the browser's own statistics.
 */
public final class ChromiumListener {
    private static final String SUFFIX = ".opus.rtpdump";
    private static final long STARTING_S = 60;

    private final Path streams;
    private final Path result;
    private final int seconds;
    private final int atOnce;
    private final List<String> names;
    private final Map<String, WebRtcSender> senders = new ConcurrentHashMap<>();
    private final CountDownLatch done = new CountDownLatch(1);

    private ChromiumListener(Path streams, Path result, int seconds, int atOnce) throws IOException {
        this.streams = streams;
        this.result = Files.createDirectories(result);
        this.seconds = seconds;
        this.atOnce = atOnce;
        try (Stream<Path> files = Files.list(streams)) {
            names = files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(SUFFIX))
                    .map(file -> file.substring(0, file.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        }
    }

    public static void main(String[] args) throws Exception {
        new ChromiumListener(Path.of(args[0]), Path.of(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]))
                .run();
        System.exit(0); // the browser's and the handshakes' threads need not be waited for
    }

    private void run() throws IOException, InterruptedException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        Path profile = Files.createTempDirectory("tollgate-chromium-");
        Process browser = new ProcessBuilder(
                        browser(profile, server.getAddress().getPort()))
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("log").toFile())
                .start();
        try {
            long rounds = (names.size() + atOnce - 1L) / atOnce;
            if (!done.await(STARTING_S + rounds * (seconds + 20), TimeUnit.SECONDS)) {
                throw new IOException("the browser did not come to an end; its log is " + profile.resolve("log"));
            }
        } finally {
            browser.destroy();
            browser.waitFor(10, TimeUnit.SECONDS);
            senders.values().forEach(WebRtcSender::close);
            server.stop(0);
        }
        delete(profile);
    }

    private static List<String> browser(Path profile, int port) {
        return List.of(
                System.getProperty("chromium", "chromium"),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream",
                "--autoplay-policy=no-user-gesture-required",
                "--allow-loopback-in-peer-connection",
                "--disable-features=WebRtcHideLocalIpsWithMdns",
                "--disable-renderer-backgrounding",
                "--disable-background-timer-throttling",
                "--user-data-dir=" + profile,
                "http://localhost:" + port + "/");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String query = exchange.getRequestURI().getRawQuery();
            String name = query == null ? "" : URLDecoder.decode(query, StandardCharsets.UTF_8);
            String reply = switch (exchange.getRequestURI().getPath()) {
                case "/" -> page();
                case "/plan" -> plan();
                case "/offer" -> offer(name, body);
                case "/start" -> start(name);
                case "/result" -> keep(name, body);
                case "/done" -> end(body);
                default -> "";
            };
            byte[] bytes = reply.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("content-type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static String page() throws IOException {
        try (InputStream in = ChromiumListener.class.getResourceAsStream("/bench/listener.html")) {
            if (in == null) {
                throw new IOException("bench/listener.html is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String plan() {
        return "{\"names\":[\"" + String.join("\",\"", names) + "\"],\"seconds\":" + seconds + ",\"atOnce\":" + atOnce
                + "}";
    }

    private String offer(String name, String sdp) throws IOException {
        WebRtcSender sender = WebRtcSender.open(sdp, streams.resolve(name + SUFFIX));
        senders.put(name, sender);
        return sender.answer();
    }

    private String start(String name) {
        WebRtcSender sender = senders.get(name);
        if (sender != null) {
            sender.start();
        }
        return "";
    }

    private String keep(String name, String body) throws IOException {
        int line = body.indexOf('\n');
        Files.writeString(result.resolve(name + ".json"), body.substring(0, line) + "\n");
        Files.write(result.resolve(name + ".pcm"), Base64.getDecoder().decode(body.substring(line + 1)));
        WebRtcSender sender = senders.remove(name);
        if (sender != null) {
            sender.close();
        }
        return "";
    }

    private String end(String trouble) {
        if (!trouble.isEmpty()) {
            System.err.println("the page says: " + trouble);
        }
        done.countDown();
        return "";
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(all::add);
        }
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }
}
