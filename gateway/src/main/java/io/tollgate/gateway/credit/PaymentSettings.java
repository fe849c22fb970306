package io.tollgate.gateway.credit;

import io.tollgate.billing.money.Amount;
import io.tollgate.billing.money.Money;
import io.tollgate.billing.payment.stripe.MinorUnits;
import io.tollgate.gateway.config.TollgateConfig;
import io.tollgate.gateway.start.CannotStart;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What users can buy, and with whose secrets the provider's messages are signed.
 *
 * @param amounts by currency, in micro-units
 * @param webhookSecrets empty: no message is believed
 */
public record PaymentSettings(Map<String, List<Long>> amounts, List<String> webhookSecrets) {

    /** Reads the configuration; a wrong amount stops the start. */
    static PaymentSettings of(TollgateConfig config) {
        return new PaymentSettings(
                config.payments().amounts().stream()
                        .map(PaymentSettings::amount)
                        .collect(Collectors.groupingBy(
                                Money::currency, Collectors.mapping(Money::micros, Collectors.toList()))),
                config.payments().stripeWebhookSecrets().orElse(List.of()).stream()
                        .filter(secret -> !secret.isBlank())
                        .map(String::strip)
                        .toList());
    }

    private static Money amount(String text) {
        String[] parts = text.strip().split(" +");
        if (parts.length == 2
                && Money.isCurrency(parts[0])
                && Amount.read(parts[1], '.') instanceof Amount.Exact(long micros)
                && micros > 0
                && MinorUnits.isWhole(micros, parts[0])) {
            return new Money(micros, parts[0]);
        }
        throw new CannotStart("tollgate.payments.amounts holds \"" + text
                + "\", which is not a currency and an amount that a card can be charged with, such as EUR 10.");
    }

    /** What can be bought for accounts of a currency; empty: nothing. */
    public List<Long> of(String currency) {
        return amounts.getOrDefault(currency, List.of());
    }
}
