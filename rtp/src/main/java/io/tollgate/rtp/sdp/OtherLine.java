package io.tollgate.rtp.sdp;

/** A line that carries nothing we act on ({@code i= u= e= p= b= t= r= z= k=}), kept for writing it again. */
public record OtherLine(char type, String value) {
    String line() {
        return type + "=" + value;
    }
}
