package io.tollgate.billing.ledger;

/** The store refused what a correct caller never asks. Nothing was booked; a repeat would fail again. */
public final class LedgerException extends RuntimeException {
    public LedgerException(String message, Throwable cause) {
        super(message, cause);
    }

    public LedgerException(String message) {
        super(message);
    }
}
