package io.tollgate.rtp.media;

/** Everything that the media plane counts, with what it means. */
public enum MediaCounter {
    OVERLAY_PACKETS_IN("Datagrams that arrived on a shared overlay port."),
    OVERLAY_PACKETS_OUT("Datagrams that left through a shared overlay port."),
    TRUNK_PACKETS_IN("Datagrams that arrived on a trunk port."),
    TRUNK_PACKETS_OUT("Datagrams that left through a trunk port."),
    DROPPED_TOO_LONG("Datagrams longer than 2048 bytes."),
    DROPPED_EMPTY("Datagrams without a byte in them."),
    DROPPED_UNKNOWN_PROTOCOL("Datagrams on the overlay port that are neither STUN, DTLS nor RTP by their first byte."),
    DROPPED_STUN_UNKNOWN("STUN packets whose user name belongs to no call."),
    DROPPED_STUN_IGNORED("STUN packets that their call's guard did not accept."),
    DROPPED_UNBOUND("DTLS and SRTP packets from an address that no STUN check has bound to a call."),
    ADDRESSES_UNBOUND("Addresses that a call gave up because valid STUN checks came from more than eight."),
    DROPPED_BEFORE_KEYS("SRTP packets that arrived before the keys of their call."),
    DROPPED_SRTP_AUTH("SRTP or SRTCP packets that were forged or damaged."),
    DROPPED_SRTP_REPLAY("SRTP or SRTCP packets that were seen before or lie behind the replay window."),
    DROPPED_SRTP_MALFORMED("Packets that cannot be SRTP or SRTCP."),
    DROPPED_RTP_MALFORMED("Packets that are no well-formed RTP."),
    DROPPED_RTCP_MALFORMED("RTCP datagrams that could not be read."),
    DROPPED_PAYLOAD_TYPE("RTP packets of a payload type that was not negotiated."),
    DROPPED_PAYLOAD("RTP packets whose payload is no audio of the codec named, or too long."),
    DROPPED_EVENT_MALFORMED("Telephone-event packets that could not be read."),
    DROPPED_NO_PARAMETERS("RTP packets on a port whose call has not yet said what to expect."),
    DROPPED_NOT_RECEIVING("RTP packets from a trunk that is on hold."),
    DROPPED_STRANGER("Packets on a trunk port from an address that is not the latched one."),
    DROPPED_PROBATION("Packets from a new source on a trunk port before it was latched to."),
    TRUNK_LATCHES("Trunk legs that latched to an address other than the negotiated one."),
    DROPPED_SEND_BUFFER_FULL("Datagrams that the socket would not take."),
    SEND_ERRORS("Datagrams that the socket refused with an error."),
    RECEIVE_ERRORS("Errors while receiving, such as an unreachable port reported by ICMP."),
    CALLS_OPENED("Calls that were opened."),
    CALLS_CLOSED("Calls that were closed."),
    CALLS_FAILED("Calls that were closed because of an exception of our own."),
    TICKS_LATE("Times that a worker was more than 100 ms behind and left out ticks."),
    RECORDING_OVERRUNS("Frames that were not recorded because the writer did not keep up."),
    PORTS_EXHAUSTED("Trunk ports asked for when none was free.");

    private final String meaning;

    MediaCounter(String meaning) {
        this.meaning = meaning;
    }

    /** One sentence for the metrics page. */
    public String meaning() {
        return meaning;
    }
}
