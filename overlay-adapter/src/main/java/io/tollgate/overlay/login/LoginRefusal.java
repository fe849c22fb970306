package io.tollgate.overlay.login;

/** Why a login was refused. */
public enum LoginRefusal {
    /** The body is not what the protocol says. */
    MALFORMED(400, "Bad Request", "The request is not a login request."),
    /** Unknown user, closed account or wrong password: deliberately one. */
    WRONG(401, "Unauthorized", "The user name or the password is wrong."),
    /** The old credential is not valid, or the proof is not by its key. */
    NOT_RENEWABLE(401, "Unauthorized", "This credential cannot be renewed. Sign in again."),
    /** Too many attempts for this user or from this source. */
    TOO_OFTEN(429, "Too Many Requests", "Too many attempts. Wait a little and try again."),
    /** Too many passwords are being checked right now. */
    BUSY(503, "Service Unavailable", "Too many people sign in right now. Try again in a few seconds.");

    private final int status;
    private final String title;
    private final String words;

    LoginRefusal(int status, String title, String words) {
        this.status = status;
        this.title = title;
        this.words = words;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The status in words. */
    public String title() {
        return title;
    }

    /** One sentence for the user. */
    public String words() {
        return words;
    }
}
