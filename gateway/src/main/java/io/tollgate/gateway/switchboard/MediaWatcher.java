package io.tollgate.gateway.switchboard;

import io.tollgate.gateway.call.EndSide;
import io.tollgate.rtp.media.MediaConfig;
import io.tollgate.rtp.media.MediaEvents;
import io.tollgate.rtp.media.Side;
import java.util.function.BiConsumer;

/**
 * Turns what the media worker reports into the loss of a leg.
 *
 * <p>A device is lost when its transport is, or when nothing has come from it for a while although browsers send without
 * pause. A trunk may be silent for long on purpose (hold, silence suppression), so it is given much more time.
 */
final class MediaWatcher implements MediaEvents {
    private static final long DEVICE_SILENT_MS = 2 * MediaConfig.SILENT_AFTER_MS;
    private static final long TRUNK_SILENT_MS = 30 * MediaConfig.SILENT_AFTER_MS;

    private final EndSide overlaySide;
    private final Lost lost;
    private final BiConsumer<Side, Character> dtmf;

    /** Takes the news; called on the media worker, so it only posts. */
    interface Lost {
        void lost(EndSide side, long silentMs, String why);
    }

    MediaWatcher(EndSide overlaySide, Lost lost, BiConsumer<Side, Character> dtmf) {
        this.overlaySide = overlaySide;
        this.lost = lost;
        this.dtmf = dtmf;
    }

    @Override
    public void onConnected(Side side) {}

    @Override
    public void onDtmf(Side from, char digit, int durationMs) {
        dtmf.accept(from, digit);
    }

    @Override
    public void onSilent(Side side, long silentMs) {
        if (silentMs >= (side == Side.OVERLAY ? DEVICE_SILENT_MS : TRUNK_SILENT_MS)) {
            lost.lost(sideOf(side), silentMs, "no media for " + silentMs / 1000 + " s");
        }
    }

    @Override
    public void onTransportLost(Side side, String why) {
        lost.lost(sideOf(side), 0, why);
    }

    private EndSide sideOf(Side side) {
        if (side == Side.OVERLAY) {
            return overlaySide;
        }
        return overlaySide == EndSide.CALLER ? EndSide.CALLEE : EndSide.CALLER;
    }
}
