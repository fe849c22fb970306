package io.tollgate.gateway.start;

import io.smallrye.config.ConfigValidationException;
import io.tollgate.sip.io.SipStartException;
import java.net.BindException;

/** Finds the sentence that an operator can act on in what a failed start threw. */
final class StartFailure {
    private StartFailure() {}

    static String sentence(Throwable failure) {
        Throwable last = failure;
        for (Throwable at = failure; at != null; at = at.getCause()) {
            last = at;
            switch (at) {
                case CannotStart e -> {
                    return message(e);
                }
                case SipStartException e -> {
                    return message(e);
                }
                case ConfigValidationException e -> {
                    return "A setting is wrong: " + e.getProblem(0).getMessage() + ".";
                }
                case BindException e -> {
                    return "A port is in use: " + message(e) + ".";
                }
                default -> {}
            }
        }
        return "It did not start: " + message(last) + ".";
    }

    private static String message(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
