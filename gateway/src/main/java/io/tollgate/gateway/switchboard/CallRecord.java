package io.tollgate.gateway.switchboard;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.billing.cdr.Cdr;
import io.tollgate.gateway.call.CallEnd;
import io.tollgate.rtp.media.MediaStats;
import io.tollgate.rtp.media.SideStats;
import io.tollgate.sip.io.SipLadder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a call remembers of itself so that its record can explain it. Belongs to the call's loop. */
final class CallRecord {
    private static final int MAX_DECISIONS = 100;

    private record Decision(Instant at, String what) {}

    private final ObjectMapper json;
    private final List<Decision> decisions = new ArrayList<>();
    private final List<SipLadder> ladders = new ArrayList<>();
    private final AttemptLog attempts = new AttemptLog();
    private @Nullable MediaStats media;

    CallRecord(ObjectMapper json) {
        this.json = json;
    }

    /** One line of the story, in plain words. */
    void decided(Instant at, String what) {
        if (decisions.size() < MAX_DECISIONS) {
            decisions.add(new Decision(at, what));
        }
    }

    void ladder(SipLadder ladder) {
        ladders.add(ladder);
    }

    AttemptLog attempts() {
        return attempts;
    }

    void media(MediaStats stats) {
        media = stats;
    }

    /** Quality of both directions; unmeasured when there was no media. */
    Cdr.Quality quality() {
        MediaStats stats = media;
        return stats == null ? Cdr.Quality.UNMEASURED : CallQuality.of(stats).kept(stats);
    }

    static double lossPct(SideStats side) {
        long lost = Math.max(0, side.lost());
        long expected = side.packetsIn() + lost;
        return expected == 0 ? 0 : 100.0 * lost / expected;
    }

    @Nullable
    String codec(String trunkCodec) {
        MediaStats stats = media;
        if (stats == null) {
            return null;
        }
        return trunkCodec.isEmpty() ? "opus" : "opus/" + trunkCodec.toLowerCase(Locale.ROOT);
    }

    /** The explanation as a JSON object: decisions, attempts, SIP ladder, voice quality, pipeline and media counters. */
    String explanation(CallEnd end) {
        ObjectNode root = json.createObjectNode();
        root.put("cause", end.cause().word()).put("words", end.cause().words());
        if (!end.detail().isEmpty()) {
            root.put("detail", end.detail());
        }
        ArrayNode story = root.putArray("decisions");
        decisions.forEach(decision ->
                story.addObject().put("at", decision.at().toString()).put("what", decision.what()));
        ArrayNode sip = root.putArray("sip");
        for (SipLadder ladder : ladders) {
            for (SipLadder.Line line : ladder.lines()) {
                sip.addObject()
                        .put("at", line.at().toString())
                        .put("direction", line.sent() ? "sent" : "received")
                        .put("first_line", line.firstLine())
                        .put("summary", line.summary())
                        .put("repeated", line.repeated());
            }
        }
        if (!attempts.isEmpty()) {
            attempts.writeTo(root.putArray("attempts"), quality());
        }
        MediaStats stats = media;
        if (stats != null) {
            root.set("quality", json.valueToTree(CallQuality.of(stats)));
            ObjectNode pipeline = root.putObject("media").put("pipeline", stats.pipeline());
            pipeline.set("overlay", json.valueToTree(stats.overlay()));
            pipeline.set("trunk", json.valueToTree(stats.trunk()));
        }
        return root.toString();
    }
}
