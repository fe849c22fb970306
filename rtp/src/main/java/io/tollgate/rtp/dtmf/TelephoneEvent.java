package io.tollgate.rtp.dtmf;

/** Digits and the event numbers of RFC 4733 section 3.2. */
public final class TelephoneEvent {
    /** Bytes of an event's payload. */
    public static final int PAYLOAD_LENGTH = 4;

    private static final String DIGITS = "0123456789*#ABCD";

    private TelephoneEvent() {}

    /** The digit of an event number, or 0 when it is no DTMF digit (flash hook, fax and modem tones). */
    public static char digit(int event) {
        return event >= 0 && event < DIGITS.length() ? DIGITS.charAt(event) : 0;
    }

    /** The event number of a digit, small letters included, or -1. */
    public static int event(char digit) {
        return DIGITS.indexOf(Character.toUpperCase(digit));
    }

    /** Whether a text consists of digits that can be sent. */
    public static boolean allDigits(String text) {
        return text.chars().allMatch(c -> event((char) c) >= 0);
    }
}
