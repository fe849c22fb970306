package io.tollgate.sip.io;

import io.tollgate.sip.io.SipCounters.OfPort;
import io.tollgate.sip.io.SipCounters.OfTrunk;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Writes every datagram of a known call into that call's ladder. */
final class WireTap {

    private record Entry(SipLadder ladder, String trunkId) {}

    private final Map<String, Entry> byCallId = new ConcurrentHashMap<>();
    private final SipCounters counters;
    private final int ladderLines;
    private final Clock clock;

    WireTap(SipCounters counters, int ladderLines, Clock clock) {
        this.counters = counters;
        this.ladderLines = ladderLines;
        this.clock = clock;
    }

    SipLadder open(String callId, String trunkId) {
        return byCallId.computeIfAbsent(callId, id -> new Entry(new SipLadder(ladderLines), trunkId))
                .ladder();
    }

    void close(String callId) {
        byCallId.remove(callId);
    }

    void sent(byte[] data, int offset, int length) {
        counters.count(OfPort.SENT);
        note(new String(data, offset, length, StandardCharsets.UTF_8), true);
    }

    void received(byte[] data, int length) {
        note(new String(data, 0, length, StandardCharsets.UTF_8), false);
    }

    /** A message whose call was unknown when its datagram came. */
    void received(String message) {
        note(message, false);
    }

    private void note(String message, boolean sent) {
        String callId = header(message, "\ncall-id:", "\ni:");
        Entry entry = byCallId.get(callId);
        if (entry != null) {
            int lineEnd = message.indexOf('\r');
            String first = message.substring(0, lineEnd < 0 ? message.indexOf('\n') : lineEnd);
            String reason = header(message, "\nreason:", "\nreason:");
            String summary =
                    "CSeq " + header(message, "\ncseq:", "\ncseq:") + (reason.isEmpty() ? "" : ", Reason " + reason);
            int hash = Arrays.hashCode(message.toCharArray());
            if (entry.ladder().add(clock.instant(), sent, first, summary, hash)) {
                counters.count(entry.trunkId(), OfTrunk.RETRANSMISSIONS);
            }
        }
    }

    private static String header(String message, String name, String shortName) {
        int headerEnd = message.indexOf("\r\n\r\n");
        String head = (headerEnd < 0 ? message : message.substring(0, headerEnd));
        String folded = head.toLowerCase(Locale.ROOT);
        int at = folded.indexOf(name);
        int skip = name.length();
        if (at < 0) {
            at = folded.indexOf(shortName);
            skip = shortName.length();
        }
        if (at < 0) {
            return "";
        }
        int end = head.indexOf('\n', at + skip);
        return head.substring(at + skip, end < 0 ? head.length() : end).strip();
    }
}
