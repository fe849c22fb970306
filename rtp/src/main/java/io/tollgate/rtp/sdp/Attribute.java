package io.tollgate.rtp.sdp;

import org.jspecify.annotations.Nullable;

/**
 * One {@code a=} line. Unknown ones are kept, so that what was read can be written again.
 *
 * @param value null for a property attribute such as {@code a=rtcp-mux}
 */
public record Attribute(String name, @Nullable String value) {
    static Attribute flag(String name) {
        return new Attribute(name, null);
    }

    static Attribute of(String name, String value) {
        return new Attribute(name, value);
    }

    /** Keys and passwords must not get into logs by way of a string. */
    @Override
    public String toString() {
        boolean secret = name.equals("crypto") || name.equals("ice-pwd");
        return "Attribute[" + (secret ? name + ":hidden" : line().substring(2)) + "]";
    }

    String line() {
        return value == null ? "a=" + name : "a=" + name + ":" + value;
    }
}
