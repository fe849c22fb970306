package io.tollgate.overlay.supernode;

/** Names one connection to this supernode; chosen by the owner of the sockets, never used twice. */
public record ConnectionId(long value) {

    @Override
    public String toString() {
        return "c" + value;
    }
}
