package io.tollgate.billing.deck;

import java.io.IOException;

/** A spreadsheet that cannot be read, or that should not be; the message can follow "the file" in a sentence. */
final class XlsxFault extends IOException {
    private static final long serialVersionUID = 1;

    XlsxFault(String why) {
        super(why);
    }
}
