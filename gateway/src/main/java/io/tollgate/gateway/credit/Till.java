package io.tollgate.gateway.credit;

import io.tollgate.billing.payment.PaymentProvider;
import io.tollgate.billing.payment.stripe.io.StripeApi;
import io.tollgate.gateway.config.TollgateConfig;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The payment provider that is configured, if there is one; the demo may bring a simulated one. */
@Singleton
public class Till {
    private final PaymentSettings settings;
    private volatile @Nullable PaymentProvider provider;
    private volatile @Nullable String simulatedSecret;

    Till(TollgateConfig config) {
        settings = PaymentSettings.of(config);
        provider = config.payments()
                .stripeSecretKey()
                .filter(key -> !key.isBlank())
                .map(key -> new StripeApi(config.payments().stripeApi(), key.strip()))
                .orElse(null);
    }

    /** Whether a real provider is configured. */
    public boolean isConfigured() {
        return provider != null && simulatedSecret == null;
    }

    /** Uses a simulation of the provider from now on. */
    public void simulate(URI api, String secretKey, String webhookSecret) {
        simulatedSecret = webhookSecret;
        provider = new StripeApi(api, secretKey);
    }

    public Optional<PaymentProvider> provider() {
        return Optional.ofNullable(provider);
    }

    /** Secrets under any of which a message may be signed. */
    public List<String> webhookSecrets() {
        List<String> secrets = new ArrayList<>(settings.webhookSecrets());
        String simulated = simulatedSecret;
        if (simulated != null) {
            secrets.add(simulated);
        }
        return secrets;
    }

    /** What can be bought for accounts of a currency, in micro-units. */
    public List<Long> amounts(String currency) {
        return settings.of(currency);
    }
}
