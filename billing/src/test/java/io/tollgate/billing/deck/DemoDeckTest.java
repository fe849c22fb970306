package io.tollgate.billing.deck;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import io.tollgate.billing.number.E164;
import io.tollgate.billing.rating.Rate;
import io.tollgate.billing.rating.RateDeck;
import io.tollgate.billing.rating.RateLookup;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoDeckTest {

    /** Codes of no country that the deck leaves out: freephone, shared cost, personal numbers, disaster relief. */
    private static final Set<Integer> DELIBERATELY_UNLISTED = Set.of(800, 808, 878, 888);

    private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();
    private static final RateDeck DECK = DemoDeck.load("demo");

    @ParameterizedTest
    @CsvSource({
        "+541123456789, Argentina - Buenos Aires",
        "+61212345678, Australia",
        "+43158858, Austria",
        "+3221234567, Belgium",
        "+14165550123, Canada",
        "+56221234567, Chile",
        "+4532123456, Denmark",
        "+33123456789, France",
        "+493012345678, Germany",
        "+35312345678, Ireland",
        "+390612345678, Italy",
        "+525512345678, Mexico - Mexico City",
        "+528112345678, Mexico - Monterrey",
        "+31201234567, Netherlands",
        "+6491234567, New Zealand",
        "+4721234567, Norway",
        "+351212345678, Portugal",
        "+74951234567, Russia - Moscow",
        "+74991234567, Russia - Moscow",
        "+78121234567, Russia - St. Petersburg",
        "+34912345678, Spain",
        "+46812345678, Sweden",
        "+442079460123, United Kingdom",
        "+12125550123, United States",
        "+390669812345, Vatican"
    })
    void theGlobalRateOfTheSourcesIs17ThousandthsOfAEuro(String number, String destination) {
        Rate rate = priced(number);
        assertThat(rate.perMinuteMicros()).isEqualTo(17_000);
        assertThat(rate.group()).isEqualTo("Global Rate");
        assertThat(rate.destination()).isEqualTo(destination);
        assertThat(rate.note()).startsWith("source: Global Rate list");
    }

    @ParameterizedTest
    @CsvSource({"+543435551212, 26000", "+68221234, 1080000"})
    void theIndividualRatesThatTheSourcesNameAreThere(String number, long micros) {
        assertThat(priced(number).perMinuteMicros()).isEqualTo(micros);
        assertThat(priced(number).note()).isEqualTo("source: individual rate");
    }

    @ParameterizedTest
    @CsvSource({
        "+19075550123, United States - Alaska",
        "+18085550123, United States - Hawaii",
        "+18765550123, Jamaica",
        "+17872345678, Puerto Rico",
        "+77012345678, Kazakhstan - mobile",
        "+79123456789, Russia - mobile",
        "+441481960123, Guernsey",
        "+447400123456, United Kingdom - mobile",
        "+393401234567, Italy - mobile",
        "+5491123456789, Argentina - mobile",
        "+41212345678, Switzerland"
    })
    void whatTheSourcesDoNotPriceIsMarkedAsADemoValue(String number, String destination) {
        assertThat(priced(number).destination()).isEqualTo(destination);
        assertThat(priced(number).note()).startsWith("demo value");
    }

    @Test
    void everyRowIsFromTheSourcesOrADemoValueBetweenTheirLowestAndHighest() {
        for (Rate rate : DECK.rates()) {
            assertThat(rate.note()).as(rate.toString()).matches("(source: |demo value).*");
            if (!rate.blocked() && rate.note().startsWith("demo value")) {
                assertThat(rate.perMinuteMicros()).as(rate.toString()).isBetween(26_000L, 1_080_000L);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "+881612345678",
        "+870773123456",
        "+8821612345678",
        "+883510001234567",
        "+979123456789",
        "+449098790123",
        "+19005550123",
        "+447012345678",
        "+499001123456"
    })
    void satelliteAndPremiumNumbersAreBlocked(String number) {
        assertThat(DECK.lookup(new E164(number))).isInstanceOf(RateLookup.Blocked.class);
    }

    @Test
    void everyCountrysExampleNumbersAreListed() {
        Set<String> unlisted = new TreeSet<>();
        for (String region : PLANS.getSupportedRegions()) {
            for (PhoneNumberType type : PLANS.getSupportedTypesForRegion(region)) {
                PhoneNumber example = PLANS.getExampleNumberForType(region, type);
                if (example != null && lookup(example) instanceof RateLookup.Unlisted) {
                    unlisted.add(region + " " + type + " " + PLANS.format(example, PhoneNumberFormat.E164));
                }
            }
        }
        assertThat(unlisted).isEmpty();
    }

    @Test
    void everyCountrysExamplePremiumNumberIsBlocked() {
        Set<String> open = new TreeSet<>();
        for (String region : PLANS.getSupportedRegions()) {
            PhoneNumber example = PLANS.getExampleNumberForType(region, PhoneNumberType.PREMIUM_RATE);
            if (example != null && !(lookup(example) instanceof RateLookup.Blocked)) {
                open.add(region + " " + PLANS.format(example, PhoneNumberFormat.E164));
            }
        }
        assertThat(open).isEmpty();
    }

    @Test
    void everyCountrysExampleLandlineAndMobileNumberCanBeCalled() {
        Set<String> blocked = new TreeSet<>();
        for (String region : PLANS.getSupportedRegions()) {
            for (PhoneNumberType type : List.of(PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE)) {
                PhoneNumber example = PLANS.getExampleNumberForType(region, type);
                if (example != null && !(lookup(example) instanceof RateLookup.Priced)) {
                    blocked.add(region + " " + type + " " + PLANS.format(example, PhoneNumberFormat.E164));
                }
            }
        }
        // Chile's 600 numbers share their cost between caller and callee, though the plan counts them as landlines.
        assertThat(blocked).containsExactly("CL FIXED_LINE +56600123456");
    }

    @Test
    void codesOfNoCountryAreBlockedOrDeliberatelyUnlisted() {
        for (int code : PLANS.getSupportedGlobalNetworkCallingCodes()) {
            RateLookup found = lookup(PLANS.getExampleNumberForNonGeoEntity(code));
            if (DELIBERATELY_UNLISTED.contains(code)) {
                assertThat(found).as("+" + code).isInstanceOf(RateLookup.Unlisted.class);
            } else {
                assertThat(found).as("+" + code).isInstanceOf(RateLookup.Blocked.class);
            }
        }
    }

    private static RateLookup lookup(PhoneNumber number) {
        return DECK.lookup(new E164(PLANS.format(number, PhoneNumberFormat.E164)));
    }

    private static Rate priced(String number) {
        return ((RateLookup.Priced) DECK.lookup(new E164(number))).rate();
    }
}
