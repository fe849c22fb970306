package io.tollgate.overlay.message;

/** Which way a message goes. */
public enum Direction {
    /** From a peer's device to the gateway. */
    TO_GATEWAY("to-gateway"),
    /** From the gateway to a peer's device. */
    TO_PEER("to-peer");

    private final String word;

    Direction(String word) {
        this.word = word;
    }

    /** The text of the {@code dir} field. */
    public String word() {
        return word;
    }

    /** The way back. */
    public Direction opposite() {
        return this == TO_GATEWAY ? TO_PEER : TO_GATEWAY;
    }
}
