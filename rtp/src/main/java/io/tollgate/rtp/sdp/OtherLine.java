package io.tollgate.rtp.sdp;

/** A line that carries nothing we act on ({@code i= u= e= p= b= t= r= z= k=}), kept for writing it again. */
public record OtherLine(char type, String value) {
    /** {@code k=} holds a key, which must not get into logs by way of a string. */
    @Override
    public String toString() {
        return "OtherLine[" + (type == 'k' ? "k=hidden" : line()) + "]";
    }

    String line() {
        return type + "=" + value;
    }
}
