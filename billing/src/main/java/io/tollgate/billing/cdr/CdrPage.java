package io.tollgate.billing.cdr;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of CDRs, newest first, and where the next page begins; null when this was the last. */
public record CdrPage(List<Cdr> cdrs, @Nullable CdrCursor next) {
    public CdrPage {
        cdrs = List.copyOf(cdrs);
    }

    /** Cuts a page of {@code limit} off a list that was fetched with one row more than that. */
    public static CdrPage of(List<Cdr> found, int limit) {
        if (found.size() <= limit) {
            return new CdrPage(found, null);
        }
        Cdr last = found.get(limit - 1);
        return new CdrPage(found.subList(0, limit), new CdrCursor(last.times().started(), last.id()));
    }
}
