package io.tollgate.rtp.sdp;

/** Our answer to a trunk's offer and what follows from it. */
public record TrunkAnswer(Negotiated media, SessionDescription description) {}
