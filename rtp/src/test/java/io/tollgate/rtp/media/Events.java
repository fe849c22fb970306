package io.tollgate.rtp.media;

import java.util.ArrayList;
import java.util.List;

/** Collects a call's events as lines. */
final class Events implements MediaEvents {
    private final List<String> lines = new ArrayList<>();

    private synchronized void add(String line) {
        lines.add(line);
    }

    @Override
    public void onConnected(Side side) {
        add("connected " + side);
    }

    @Override
    public void onDtmf(Side from, char digit, int durationMs) {
        add("dtmf " + from + " " + digit);
    }

    @Override
    public void onSilent(Side side, long silentMs) {
        add("silent " + side);
    }

    @Override
    public void onTransportLost(Side side, String why) {
        add("lost " + side + " " + why);
    }

    synchronized long count(String beginning) {
        return lines.stream().filter(line -> line.startsWith(beginning)).count();
    }

    /** Waits until there is a line that begins so. */
    boolean await(String beginning) {
        return Poll.until(() -> count(beginning) > 0);
    }
}
