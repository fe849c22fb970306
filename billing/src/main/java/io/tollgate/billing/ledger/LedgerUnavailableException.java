package io.tollgate.billing.ledger;

/** The store did not answer in time: whether the operation was done is unknown. Repeat it with the same ids. */
public final class LedgerUnavailableException extends RuntimeException {
    public LedgerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    public LedgerUnavailableException(String message) {
        super(message);
    }
}
