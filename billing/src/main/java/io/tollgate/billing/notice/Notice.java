package io.tollgate.billing.notice;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something to be told.
 *
 * @param id the same for the same cause
 * @param user whom it concerns; null: the operator alone
 * @param words one sentence for that person
 * @param detail for programs, names in snake case
 */
public record Notice(UUID id, @Nullable String user, Kind kind, String words, Map<String, String> detail, Instant at) {

    public Notice {
        detail = Map.copyOf(detail);
    }

    /** A notice whose id follows from its kind and cause: told again it is the same. */
    public static Notice of(
            Kind kind, @Nullable String user, String cause, String words, Map<String, String> detail, Instant at) {
        UUID id = UUID.nameUUIDFromBytes((kind.word() + " " + cause).getBytes(StandardCharsets.UTF_8));
        return new Notice(id, user, kind, words, new TreeMap<>(detail), at);
    }

    /** What it is about. */
    public enum Kind {
        TOPUP_CREDITED,
        TOPUP_HELD,
        TOPUP_FLAGGED,
        TOPUP_REVERSED,
        TOPUP_UNBOOKED,
        CARD_DECLINED,
        LOW_CREDIT,
        CREDIT_EXPIRES,
        CREDIT_EXPIRED,
        RECHARGE_SUSPENDED,
        ADJUSTMENT_PENDING,
        RENEWAL_SHORT,
        RENEWAL_SUSPENDED,
        RENEWAL_RESUMED,
        RENEWAL_ENDED;

        /** As programs are told: {@code low-credit}. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }
}
