package io.tollgate.rtp.sdp;

import io.tollgate.rtp.srtp.SrtpKeys;

/**
 * The keys of both directions. Compare them with those in use: a direction whose key is equal goes on with its stream
 * state (RFC 4568 section 7.1.4), one whose key differs is keyed anew.
 *
 * @param send protects what we send
 * @param receive opens what we receive
 */
public record TrunkKeys(SrtpKeys send, SrtpKeys receive) {}
