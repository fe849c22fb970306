package io.tollgate.carrier.control.io;

import io.tollgate.carrier.call.CallState;
import io.tollgate.carrier.media.io.MediaSession;
import io.tollgate.carrier.rtp.Sdp;
import io.tollgate.carrier.sip.io.SipLeg;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One call's place on the switchboard. Owned by its thread. */
final class Call {
    final String id;
    final SipLeg leg;
    final String direction;
    final String number;
    final String from;
    final Instant started = Instant.now();
    final @Nullable MediaSession media;
    final StringBuilder digits = new StringBuilder();

    CallState state;
    Sdp.@Nullable Audio audio;

    @Nullable
    Instant answered;

    @Nullable
    Instant ended;

    @Nullable
    Future<?> alarm;

    Call(
            String id,
            SipLeg leg,
            String direction,
            String number,
            String from,
            @Nullable MediaSession media,
            CallState state) {
        this.id = id;
        this.leg = leg;
        this.direction = direction;
        this.number = number;
        this.from = from;
        this.media = media;
        this.state = state;
    }

    /** The call as the control server shows it. */
    Map<String, Object> shown() {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("call", id);
        shown.put("sip_call_id", leg.sipCallId());
        shown.put("direction", direction);
        shown.put("number", number);
        shown.put("from", from);
        shown.put("state", state.word());
        shown.put("started", started);
        if (answered != null) {
            shown.put("answered", answered);
        }
        if (ended != null) {
            shown.put("ended", ended);
        }
        if (audio != null) {
            shown.put("codec", audio.codec().name());
        }
        shown.put("digits", digits);
        shown.putAll(counters());
        if (state instanceof CallState.Ended(var end)) {
            shown.put("side", end.side().name().toLowerCase(java.util.Locale.ROOT));
            shown.put("status", end.status());
            shown.put("q850", end.q850());
            shown.put("reason", end.text());
        }
        return shown;
    }

    /** What the media counted so far. */
    Map<String, Object> counters() {
        return media == null
                ? Map.of()
                : Map.of(
                        "packets_sent", media.packetsSent(),
                        "packets_received", media.packetsReceived(),
                        "packets_lost", media.packetsLost());
    }
}
