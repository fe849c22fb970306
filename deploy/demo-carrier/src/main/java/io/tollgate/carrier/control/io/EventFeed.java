package io.tollgate.carrier.control.io;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One line of JSON per event, appended to a file and flushed at once. Owned by the switchboard's thread. */
final class EventFeed implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(EventFeed.class.getName());

    private @Nullable BufferedWriter out;

    private EventFeed(@Nullable BufferedWriter out) {
        this.out = out;
    }

    /** A feed into this file, or one that tells nobody. */
    static EventFeed open(@Nullable Path file) throws IOException {
        return new EventFeed(
                file == null
                        ? null
                        : Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    void tell(String event, String call, String number, Map<String, Object> more) {
        if (out == null) {
            return;
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", Instant.now());
        line.put("event", event);
        line.put("call", call);
        line.put("number", number);
        line.putAll(more);
        try {
            out.write(JsonText.of(line));
            out.newLine();
            out.flush();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the event feed ends here", e);
            out = null;
        }
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            out.close();
        }
    }
}
