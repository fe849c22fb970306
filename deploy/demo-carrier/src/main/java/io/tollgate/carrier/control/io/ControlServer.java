package io.tollgate.carrier.control.io;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tollgate.carrier.audio.Program;
import io.tollgate.carrier.audio.Recording;
import io.tollgate.carrier.audio.Voices;
import io.tollgate.carrier.audio.Wav;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The control interface: place, look at and end calls. */
public final class ControlServer implements AutoCloseable {
    private static final int MAX_BODY_BYTES = 4096;
    private static final long MAX_WAV_BYTES = 16L << 20;
    private static final int DEFAULT_SECONDS = 10;

    private final HttpServer server;
    private final ExecutorService threads;
    private final Switchboard switchboard;
    private final Voices voices;

    private ControlServer(HttpServer server, ExecutorService threads, Switchboard switchboard, Voices voices) {
        this.server = server;
        this.threads = threads;
        this.switchboard = switchboard;
        this.voices = voices;
    }

    /** A status and the JSON that goes with it. */
    private record Reply(int status, Object body) {
        static Reply wrong(int status, String why) {
            return new Reply(status, Map.of("error", why));
        }
    }

    /** What a POST asks to be played. */
    private sealed interface Choice {
        record Plays(Program program) implements Choice {}

        record Wrong(String why) implements Choice {}
    }

    /**
     * Listens.
     *
     * @throws IOException when the port is taken
     */
    public static ControlServer start(InetSocketAddress at, Switchboard switchboard, Voices voices) throws IOException {
        HttpServer server = HttpServer.create(at, 16);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        ControlServer control = new ControlServer(server, threads, switchboard, voices);
        server.setExecutor(threads);
        server.createContext("/", control::handle);
        server.start();
        return control;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Reply reply;
            try {
                reply = exchange.getRequestHeaders().containsKey("Origin")
                        ? Reply.wrong(403, "not for web pages")
                        : route(exchange);
            } catch (IOException e) {
                reply = Reply.wrong(503, String.valueOf(e.getMessage()));
            }
            byte[] body = (JsonText.of(reply.body()) + "\n").getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(reply.status(), body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    private Reply route(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        if (path.equals("/health") && method.equals("GET")) {
            return new Reply(200, Map.of("status", "UP"));
        }
        if (path.equals("/call") && method.equals("POST")) {
            return place(exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1));
        }
        if (path.equals("/calls") && method.equals("GET")) {
            return new Reply(200, switchboard.calls());
        }
        if (path.startsWith("/calls/")) {
            return one(method, path.substring("/calls/".length()));
        }
        return Reply.wrong(404, "there are POST /call, GET /calls, GET and DELETE /calls/{id}, GET /health");
    }

    private Reply one(String method, String id) throws IOException {
        boolean found = !method.equals("DELETE") || switchboard.hangUp(id);
        Optional<Map<String, Object>> call = found ? switchboard.call(id) : Optional.empty();
        return call.map(c -> new Reply(200, c)).orElseGet(() -> Reply.wrong(404, "no such call"));
    }

    private Reply place(byte[] body) throws IOException {
        Optional<Map<String, String>> read =
                body.length > MAX_BODY_BYTES ? Optional.empty() : JsonText.flatObject(body);
        if (read.isEmpty()) {
            return Reply.wrong(400, "the body must be a JSON object of strings and numbers");
        }
        Map<String, String> wishes = read.get();
        String to = wishes.getOrDefault("to", "");
        String from = wishes.getOrDefault("from", "anonymous");
        if (!isNumber(to) || !(isNumber(from) || from.equals("anonymous"))) {
            return Reply.wrong(400, "to must be a number, from a number or anonymous");
        }
        String seconds = wishes.getOrDefault("seconds", Integer.toString(DEFAULT_SECONDS));
        if (!seconds.matches("[0-9]{1,5}")) {
            return Reply.wrong(400, "seconds must be a whole number");
        }
        return switch (choice(wishes)) {
            case Choice.Wrong(String why) -> Reply.wrong(400, why);
            case Choice.Plays(Program program) ->
                new Reply(201, Map.of("call", switchboard.call(to, from, program, Long.parseLong(seconds) * 1000)));
        };
    }

    private Choice choice(Map<String, String> wishes) throws IOException {
        String file = wishes.get("play");
        if (file != null) {
            return playing(file);
        }
        Recording main = voices.voice(Voices.Name.MAIN);
        return switch (wishes.getOrDefault("voice", "main")) {
            case "main" -> new Choice.Plays(new Program.Loop(main, false));
            case "main+echo" -> new Choice.Plays(new Program.Loop(main, true));
            case "echo" -> new Choice.Plays(new Program.Echo());
            case "digits" -> new Choice.Plays(new Program.ReadDigits(voices));
            case "silence" -> new Choice.Plays(new Program.Once(Recording.silence(0)));
            default -> new Choice.Wrong("voice must be main, main+echo, echo, digits or silence");
        };
    }

    private static Choice playing(String file) throws IOException {
        Path path;
        try {
            path = Path.of(file);
        } catch (InvalidPathException e) {
            return new Choice.Wrong("play is not a path");
        }
        if (!Files.isReadable(path) || Files.size(path) > MAX_WAV_BYTES) {
            return new Choice.Wrong("the file to play cannot be read, or is beyond 16 MB");
        }
        return switch (Wav.parse(Files.readAllBytes(path))) {
            case Wav.Result.Read(Recording recording)
            when recording.length() > 0 -> new Choice.Plays(new Program.Loop(recording, false));
            case Wav.Result.Read r -> new Choice.Wrong("the file to play is empty");
            case Wav.Result.Unusable(String why) -> new Choice.Wrong("the file to play is " + why);
        };
    }

    private static boolean isNumber(String text) {
        return text.matches("\\+?[0-9]{2,20}");
    }
}
