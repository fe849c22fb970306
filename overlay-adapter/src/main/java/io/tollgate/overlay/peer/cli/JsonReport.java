package io.tollgate.overlay.peer.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.overlay.json.JsonFields;
import io.tollgate.overlay.peer.MediaSummary;
import io.tollgate.overlay.peer.PeerResult;
import io.tollgate.overlay.peer.io.CallReport;
import io.tollgate.overlay.peer.io.PeerException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The one line of JSON about a call. Its fields are an interface: scripts read them. */
final class JsonReport {
    static String of(CallReport report) {
        PeerResult result = report.result();
        MediaSummary media = report.media();
        return line(
                state(result.outcome()),
                result.cause(),
                result.sipStatus(),
                result.setupMs(),
                result.ringMs(),
                result.talkMs(),
                media,
                result.price(),
                result.balance(),
                result.number(),
                result.side().word(),
                result.text());
    }

    /** For a call that did not come to be. */
    static String of(PeerException failure, @Nullable String number) {
        String state = switch (failure.kind()) {
            case NOT_SIGNED_IN -> "not-signed-in";
            case NETWORK, LOCAL -> "failed";
        };
        String cause = switch (failure.kind()) {
            case NOT_SIGNED_IN -> "not-signed-in";
            case NETWORK -> "unreachable";
            case LOCAL -> "local";
        };
        String text = failure.getMessage();
        return line(
                state, cause, 0, 0, 0, 0, MediaSummary.NOTHING, null, null, number, "caller", text == null ? "" : text);
    }

    private static String state(PeerResult.Outcome outcome) {
        return switch (outcome) {
            case ANSWERED -> "answered";
            case REFUSED -> "refused";
            case NOT_ANSWERED -> "not-answered";
            case FAILED -> "failed";
            case NO_MEDIA -> "no-media";
        };
    }

    private static String line(
            String state,
            String cause,
            int sipStatus,
            long setupMs,
            long ringMs,
            long talkMs,
            MediaSummary media,
            PeerResult.@Nullable Amount price,
            PeerResult.@Nullable Amount balance,
            @Nullable String number,
            String side,
            String text) {
        ObjectNode json = JsonFields.object()
                .put("state", state)
                .put("cause", cause)
                .put("sip_status", sipStatus)
                .put("setup_ms", setupMs)
                .put("ring_ms", ringMs)
                .put("talk_ms", talkMs)
                .put("codec", media.codec())
                .put("packets", media.packets())
                .put("lost", media.lost())
                .put("jitter_ms", BigDecimal.valueOf(media.jitterMs()).setScale(1, RoundingMode.HALF_UP))
                .put("price", price == null ? null : price.toString())
                .put("balance", balance == null ? null : balance.toString())
                .put("number", number)
                .put("side", side)
                .put("text", text);
        return new String(JsonFields.write(json), StandardCharsets.UTF_8);
    }

    private JsonReport() {}
}
