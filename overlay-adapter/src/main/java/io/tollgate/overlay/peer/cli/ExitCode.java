package io.tollgate.overlay.peer.cli;

import io.tollgate.overlay.peer.PeerResult;
import io.tollgate.overlay.peer.io.PeerException;

/** What the commands tell a script by their exit code; documented in {@code --help}. */
final class ExitCode {
    static final int OK = 0;
    static final int USAGE = 1;
    static final int NOT_SIGNED_IN = 2;
    static final int REFUSED = 3;
    static final int NOT_ANSWERED = 4;
    static final int FAILED = 5;
    static final int NO_MEDIA = 6;

    static int of(PeerResult.Outcome outcome) {
        return switch (outcome) {
            case ANSWERED -> OK;
            case REFUSED -> REFUSED;
            case NOT_ANSWERED -> NOT_ANSWERED;
            case FAILED -> FAILED;
            case NO_MEDIA -> NO_MEDIA;
        };
    }

    static int of(PeerException.Kind kind) {
        return switch (kind) {
            case NOT_SIGNED_IN -> NOT_SIGNED_IN;
            case NETWORK -> FAILED;
            case LOCAL -> USAGE;
        };
    }

    private ExitCode() {}
}
