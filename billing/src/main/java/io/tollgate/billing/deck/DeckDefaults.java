package io.tollgate.billing.deck;

import io.tollgate.billing.money.Money;
import java.util.Optional;

/**
 * What holds where the file does not say.
 *
 * @param currency the deck's currency; when given, a file in another one is refused; when empty, the file must say it
 * @param firstSeconds shortest billed time
 * @param incrementSeconds steps after it
 */
public record DeckDefaults(Optional<String> currency, int firstSeconds, int incrementSeconds) {

    /** @throws IllegalArgumentException for an unknown currency or seconds below 1 */
    public DeckDefaults {
        if (firstSeconds < 1 || incrementSeconds < 1) {
            throw new IllegalArgumentException("increments " + firstSeconds + "/" + incrementSeconds);
        }
        currency.ifPresent(Money::zero);
    }

    /** A deck in this currency, billed by the minute (60/60) where the file does not say otherwise. */
    public static DeckDefaults perMinute(String currency) {
        return new DeckDefaults(Optional.of(currency), 60, 60);
    }
}
