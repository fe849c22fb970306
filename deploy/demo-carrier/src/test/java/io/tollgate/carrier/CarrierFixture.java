package io.tollgate.carrier;

import io.tollgate.carrier.audio.Recording;
import io.tollgate.carrier.audio.Voices;
import io.tollgate.carrier.audio.Wav;
import io.tollgate.carrier.control.io.ControlServer;
import io.tollgate.carrier.control.io.Switchboard;
import io.tollgate.carrier.media.io.MediaLoop;
import io.tollgate.carrier.sip.io.SipEdge;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A carrier on free ports, with its recordings, its event feed and its control server. */
final class CarrierFixture implements AutoCloseable {
    static final Voices VOICES = Voices.load();

    final Path dir;
    final int sipPort = freeUdpPort();
    final int gatewayPort = freeUdpPort();
    private final Switchboard switchboard;
    private final ControlServer control;
    private final HttpClient http = HttpClient.newHttpClient();

    CarrierFixture(Path dir) throws IOException {
        this.dir = dir;
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        switchboard = Switchboard.open(
                new Switchboard.Config(
                        new SipEdge.Config(loopback, sipPort, new InetSocketAddress(loopback, gatewayPort)),
                        new MediaLoop.Ports(32_000, 32_199),
                        dir.resolve("calls"),
                        dir.resolve("events.json")),
                VOICES);
        control = ControlServer.start(new InetSocketAddress(loopback, 0), switchboard, VOICES);
    }

    static int freeUdpPort() {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    List<String> events() throws IOException {
        return Files.readAllLines(dir.resolve("events.json"));
    }

    /** Waits until the feed holds a line like this. */
    void awaitEvent(Predicate<String> wanted) throws IOException, InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (events().stream().noneMatch(wanted)) {
            if (System.nanoTime() - deadlineNs > 0 || never.await(50, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("not in the event feed: " + events());
            }
        }
    }

    /** The recording of the only call so far whose name ends like this. */
    Recording recording(String ending) throws IOException {
        try (Stream<Path> files = Files.list(dir.resolve("calls"))) {
            Path file =
                    files.filter(f -> f.toString().endsWith(ending)).findFirst().orElseThrow();
            if (Wav.parse(Files.readAllBytes(file)) instanceof Wav.Result.Read(Recording recording)) {
                return recording;
            }
            throw new AssertionError(file + " cannot be read");
        }
    }

    HttpResponse<String> post(String json, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri("/call")).POST(HttpRequest.BodyPublishers.ofString(json));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> request(String method, String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(uri(path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + control.address().getPort() + path);
    }

    @Override
    public void close() {
        control.close();
        switchboard.close();
        http.close();
    }
}
