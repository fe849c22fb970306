package io.tollgate.billing.rating;

import java.util.Objects;

/**
 * What an account's own agreement changes about the price of its calls.
 *
 * @param discountBasisPoints taken off all prices, in hundredths of a percent (500 is 5 %), 0 to 10000
 * @param discountGroup the destination group that the discount is for; empty for all destinations
 * @param accountClass the account's class, such as {@code standard}; it does not change the price
 */
public record AccountTerms(int discountBasisPoints, String discountGroup, String accountClass) {

    /** The deck's prices as they are. */
    public static final AccountTerms NONE = new AccountTerms(0, "", "standard");

    /** @throws IllegalArgumentException for a discount outside its range */
    public AccountTerms {
        if (discountBasisPoints < 0 || discountBasisPoints > 10_000) {
            throw new IllegalArgumentException(
                    "discount of " + discountBasisPoints + " basis points is outside 0 to 10000");
        }
        Objects.requireNonNull(discountGroup);
        Objects.requireNonNull(accountClass);
    }
}
