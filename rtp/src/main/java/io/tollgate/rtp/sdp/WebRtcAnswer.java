package io.tollgate.rtp.sdp;

/** Our answer to a browser's offer and what follows from it. */
public record WebRtcAnswer(NegotiatedWebRtc media, SessionDescription description) {}
