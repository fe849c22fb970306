package io.tollgate.billing.cdr;

import java.util.Optional;
import java.util.UUID;

/** Reads CDRs, and keeps those that no account pays for. Blocking; safe for concurrent use. */
public interface CdrStore {

    Optional<Cdr> find(UUID id);

    CdrPage list(CdrFilter filter);

    /**
     * Keeps the record of an attempt that belongs to no account, such as a call to an unassigned number. Those of users
     * are written by the ledger's settle and release.
     *
     * @return false when a record with this id exists already; it stays as it is
     * @throws IllegalArgumentException when the record names a user
     */
    boolean append(Cdr cdr);
}
