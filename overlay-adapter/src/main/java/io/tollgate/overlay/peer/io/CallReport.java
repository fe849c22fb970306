package io.tollgate.overlay.peer.io;

import io.tollgate.overlay.peer.MediaSummary;
import io.tollgate.overlay.peer.PeerResult;

/** Everything about a call that is over. */
public record CallReport(PeerResult result, MediaSummary media) {}
