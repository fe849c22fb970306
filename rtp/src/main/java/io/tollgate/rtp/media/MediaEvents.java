package io.tollgate.rtp.media;

/** What a call hears from its media. Called on the media worker: implementations only post elsewhere. */
public interface MediaEvents {
    /** The first authentic media packet of this side has come in. */
    void onConnected(Side side);

    /** A complete DTMF digit ({@code 0-9 * # A-D}) came from this side, once. */
    void onDtmf(Side from, char digit, int durationMs);

    /** Nothing has come from this side for so long; repeated each time {@link MediaConfig#SILENT_AFTER_MS} goes by. */
    void onSilent(Side side, long silentMs);

    /** The side's transport cannot be used any more, with the reason in words. At most once for a side. */
    void onTransportLost(Side side, String why);
}
