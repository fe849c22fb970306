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
import io.tollgate.gateway.books.Subscriber;
import io.tollgate.gateway.books.Tariffs;
import io.tollgate.gateway.call.Cause;
import jakarta.inject.Singleton;
import java.time.Instant;

/** Reads a dialled text for a subscriber. Blocking: it asks the ledger for the balance. */
@Singleton
public class Quotes {
    /** Numbers with a plus read the same from everywhere. */
    private static final String ANY_COUNTRY = "GB";

    private final Tariffs tariffs;
    private final Ledger ledger;

    Quotes(Tariffs tariffs, PostgresLedger ledger) {
        this.tariffs = tariffs;
        this.ledger = ledger;
    }

    /**
     * What dialling this text would do, in the order in which a call is refused: number, policy, rate.
     *
     * @param at when the call would begin
     */
    public Quote of(Subscriber subscriber, String dialled, Instant at) {
        String home = subscriber.homeCountry();
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
        return switch (tariffs.price(subscriber.currency(), number.number(), start)) {
            case Tariffs.Priced.Blocked blocked ->
                new Quote.RefusedNumber(
                        number,
                        Cause.BLOCKED_DESTINATION,
                        "Calls to " + blocked.rate().destination() + " are blocked.");
            case Tariffs.Priced.Unlisted() ->
                new Quote.RefusedNumber(number, Cause.UNKNOWN_DESTINATION, Cause.UNKNOWN_DESTINATION.words());
            case Tariffs.Priced.At at -> {
                long available = ledger.balance(subscriber.user())
                        .map(Balance::availableMicros)
                        .orElse(0L);
                yield new Quote.Callable(
                        number, at.tariff(), available, at.tariff().talkTime(available));
            }
        };
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
