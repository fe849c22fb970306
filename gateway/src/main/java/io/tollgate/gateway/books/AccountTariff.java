package io.tollgate.gateway.books;

import io.tollgate.billing.rating.AccountTerms;
import io.tollgate.billing.rating.Rating;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * How an account's calls are priced.
 *
 * @param deckName the deck of this name prices them; null: the one of the account's currency that was activated last
 * @param terms discount and class
 * @param zone the caller's, by whose clock bands go; null: that of the home country
 * @param maxSeconds longest call, 1 to {@link Rating#MAX_TALK_SECONDS}
 */
public record AccountTariff(
        @Nullable String deckName,
        AccountTerms terms,
        @Nullable ZoneId zone,
        long maxSeconds) {
    /** What holds for an account without an agreement. */
    public static final AccountTariff USUAL = new AccountTariff(null, AccountTerms.NONE, null, Rating.MAX_TALK_SECONDS);
}
