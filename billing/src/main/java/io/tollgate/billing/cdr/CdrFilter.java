package io.tollgate.billing.cdr;

import io.tollgate.billing.cdr.Cdr.Direction;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which CDRs to list; null means any.
 *
 * @param from earliest start, inclusive
 * @param to latest start, exclusive
 * @param before cursor of the previous page, see {@link CdrPage#next()}
 * @param limit rows per page, 1..{@link #MAX_LIMIT}
 */
public record CdrFilter(
        @Nullable String user,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Direction direction,
        @Nullable String cause,
        @Nullable CdrCursor before,
        int limit) {

    /** A page beyond this is slower to send than to ask for twice. */
    public static final int MAX_LIMIT = 1000;

    public CdrFilter {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be between 1 and " + MAX_LIMIT);
        }
    }

    /** The newest CDRs of everyone. */
    public static CdrFilter newest(int limit) {
        return new CdrFilter(null, null, null, null, null, null, limit);
    }

    /** The newest CDRs of one user. */
    public static CdrFilter ofUser(String user, int limit) {
        return new CdrFilter(user, null, null, null, null, null, limit);
    }

    /** The same selection, continued after a page. */
    public CdrFilter continuedAfter(CdrCursor cursor) {
        return new CdrFilter(user, from, to, direction, cause, cursor, limit);
    }
}
