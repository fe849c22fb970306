package io.tollgate.rtp.sdp;

/** What became of reading a description. */
public sealed interface SdpResult {
    /** The description was understood. */
    record Parsed(SessionDescription description) implements SdpResult {}

    /**
     * It was not.
     *
     * @param line counted from 1; 0 when the description as a whole is at fault
     * @param why one phrase for the log and for the Warning header
     */
    record Malformed(int line, String why) implements SdpResult {}
}
