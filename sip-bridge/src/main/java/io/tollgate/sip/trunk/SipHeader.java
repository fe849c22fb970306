package io.tollgate.sip.trunk;

/** A header to be written: name and one value, without line ends. */
public record SipHeader(String name, String value) {
    public SipHeader {
        if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("a header value of one line");
        }
    }
}
