package io.tollgate.billing.rating;

import io.tollgate.billing.money.Money;
import java.util.Objects;

/**
 * What a deck is, apart from its rows.
 *
 * @param id the deck's id, the same over all its versions
 * @param version counts up with each change, from 1
 * @param name for the operator
 * @param currency ISO 4217 code of all its prices
 * @param taxBasisPoints the tax, in hundredths of a percent (2000 is 20 %), 0 to 10000; the terms say whether the prices
 *     include it
 * @param terms side, tax, rounding, clock and time of effect
 */
public record DeckHeader(String id, int version, String name, String currency, int taxBasisPoints, DeckTerms terms) {

    /** @throws IllegalArgumentException for an unknown currency or a number outside its range */
    public DeckHeader {
        if (id.isBlank() || version < 1) {
            throw new IllegalArgumentException("deck \"" + id + "\" version " + version);
        }
        if (!Money.isCurrency(currency)) {
            throw new IllegalArgumentException("\"" + currency + "\" is not an ISO 4217 currency code");
        }
        if (taxBasisPoints < 0 || taxBasisPoints > 10_000) {
            throw new IllegalArgumentException("tax of " + taxBasisPoints + " basis points is outside 0 to 10000");
        }
        Objects.requireNonNull(terms);
    }

    /** A deck of {@link DeckTerms#USUAL usual} terms. */
    public DeckHeader(String id, int version, String name, String currency, int taxBasisPoints) {
        this(id, version, name, currency, taxBasisPoints, DeckTerms.USUAL);
    }
}
