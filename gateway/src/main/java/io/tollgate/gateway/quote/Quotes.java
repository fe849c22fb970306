package io.tollgate.gateway.quote;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import io.tollgate.billing.ledger.Balance;
import io.tollgate.billing.ledger.Ledger;
import io.tollgate.billing.ledger.jdbc.PostgresLedger;
import io.tollgate.billing.number.Dialled;
import io.tollgate.billing.number.E164;
import io.tollgate.billing.number.NumberPlan;
import io.tollgate.billing.policy.Policy;
import io.tollgate.billing.policy.PolicyDecision;
import io.tollgate.billing.policy.PolicyLimits;
import io.tollgate.billing.rating.CallTariff;
import io.tollgate.gateway.books.Subscriber;
import io.tollgate.gateway.books.Tariffs;
import io.tollgate.gateway.call.Cause;
import io.tollgate.gateway.config.EmergencyPolicy;
import io.tollgate.gateway.config.TollgateConfig;
import io.tollgate.gateway.policy.CallPolicy;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/** Reads a dialled text for a subscriber. Blocking: it asks the ledger for the balance. */
@Singleton
public class Quotes {
    /** Numbers with a plus read the same from everywhere. */
    private static final String ANY_COUNTRY = "GB";

    private final Tariffs tariffs;
    private final Ledger ledger;
    private final PackageSeconds packages;
    private final CallPolicy policy;
    private final EmergencyPolicy emergencies;

    Quotes(Tariffs tariffs, PostgresLedger ledger, PackageSeconds packages, CallPolicy policy, TollgateConfig config) {
        this.tariffs = tariffs;
        this.ledger = ledger;
        this.packages = packages;
        this.policy = policy;
        this.emergencies = config.emergency().policy();
    }

    /**
     * What becomes of this text if it is an emergency number: asked before anything else about the account, whose state has
     * no say in it. Empty when it is none.
     *
     * @param homeCountry in which it is read; the numbers known everywhere are understood without
     */
    public Optional<Quote> emergency(String homeCountry, String dialled) {
        String home = NumberPlan.isHomeCountry(homeCountry) ? homeCountry : ANY_COUNTRY;
        return NumberPlan.normalise(dialled, home) instanceof Dialled.Emergency(String digits)
                ? Optional.of(
                        switch (emergencies) {
                            case REFUSE -> new Quote.Refused(Cause.EMERGENCY, Cause.EMERGENCY.words());
                            case PASS -> new Quote.Emergency(digits, home);
                        })
                : Optional.empty();
    }

    /**
     * What dialling this text would do, in the order in which a call is refused: number, rate, rules, credit.
     *
     * @param at when the call would begin
     */
    public Quote of(Subscriber subscriber, String dialled, Instant at) {
        String home = subscriber.homeCountry();
        Optional<Quote> emergency = emergency(home, dialled);
        if (emergency.isPresent()) {
            return emergency.get();
        }
        if (!NumberPlan.isHomeCountry(home)) {
            if (!dialled.strip().startsWith("+")) {
                return new Quote.Refused(
                        Cause.INVALID_NUMBER, "This account has no home country: dial + and the country code.");
            }
            home = ANY_COUNTRY;
        }
        return switch (NumberPlan.normalise(dialled, home)) {
            case Dialled.Service service -> new Quote.Service(service.name());
            case Dialled.Emergency ignored -> new Quote.Refused(Cause.EMERGENCY, Cause.EMERGENCY.words());
            case Dialled.Invalid invalid -> new Quote.Refused(Cause.INVALID_NUMBER, invalid.why());
            case Dialled.Number number -> priced(subscriber, number, at);
        };
    }

    private Quote priced(Subscriber subscriber, Dialled.Number number, Instant start) {
        return switch (tariffs.price(subscriber, number, start)) {
            case Tariffs.Priced.Blocked blocked ->
                new Quote.RefusedNumber(
                        number,
                        Cause.BLOCKED_DESTINATION,
                        "Calls to " + blocked.rate().destination() + " are blocked.");
            case Tariffs.Priced.Unlisted() ->
                new Quote.RefusedNumber(number, Cause.UNKNOWN_DESTINATION, Cause.UNKNOWN_DESTINATION.words());
            case Tariffs.Priced.At at -> allowed(subscriber, number, at.tariff());
        };
    }

    private Quote allowed(Subscriber subscriber, Dialled.Number number, CallTariff priced) {
        PolicyLimits limits = policy.limitsOf(subscriber.user());
        if (Policy.destination(
                        limits, number.number(), number.kind(), priced.rate().perMinuteMicros())
                instanceof PolicyDecision.Refused refused) {
            return new Quote.Denied(number, priced, refused);
        }
        Integer longest = limits.maxCallSeconds();
        CallTariff tariff = packages.quoted(subscriber.user(), longest == null ? priced : priced.atMost(longest));
        long available =
                ledger.balance(subscriber.user()).map(Balance::availableMicros).orElse(0L);
        return new Quote.Callable(number, tariff, available, tariff.placeableTime(available), limits);
    }

    /** A number with the spaces that people of its country put into it, e.g. {@code +44 20 7946 0123}. */
    public static String formatted(E164 number) {
        PhoneNumberUtil plan = PhoneNumberUtil.getInstance();
        try {
            return plan.format(plan.parse(number.digits(), "ZZ"), PhoneNumberFormat.INTERNATIONAL);
        } catch (NumberParseException e) {
            return number.digits();
        }
    }
}
