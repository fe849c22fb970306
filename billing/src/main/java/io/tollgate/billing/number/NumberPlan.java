package io.tollgate.billing.number;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import com.google.i18n.phonenumbers.ShortNumberInfo;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From dialled text to number, by the numbering plan of the caller's home country.
 *
 * <p>Understood are international notation (a plus, 00, or the home country's own prefix such as 011), national
 * notation, the common separators, {@code tel:}, {@code sip:} and {@code callto:} URIs, digits of any script, and
 * vanity letters.
 *
 * <p>Emergency numbers are those of the home country and, everywhere, the ones that people know by heart from
 * elsewhere: 112, 911, 999 and 000. They are recognised with a country code in front as well ({@code +44112}), unless
 * that happens to be a real subscriber's number: somebody who dials this needs the emergency answer, not a lesson
 * about lengths.
 */
public final class NumberPlan {

    private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();
    private static final ShortNumberInfo SHORT_NUMBERS = ShortNumberInfo.getInstance();
    private static final Set<String> EMERGENCY_EVERYWHERE = Set.of("112", "911", "999", "000");
    private static final String NO_COUNTRY = "001";
    private static final int SHORT_CODE_DIGITS = 6;
    private static final int EMERGENCY_WITH_PREFIX_DIGITS = 4;
    private static final int NORTH_AMERICA = 1;
    private static final int MEXICO = 52;
    private static final Pattern MEXICAN_MOBILE_MARK = Pattern.compile("(?:1|044|045)([2-9][0-9]{9})");
    private static final Pattern NORTH_AMERICAN = Pattern.compile("[2-9][0-9]{2}[2-9][0-9]{6}");

    private NumberPlan() {}

    /** Whether {@code region} can be an account's home country: an ISO 3166-1 alpha-2 code with a numbering plan. */
    public static boolean isHomeCountry(String region) {
        return PLANS.getSupportedRegions().contains(region);
    }

    /** Whether a country or a global network has this calling code, such as 44 or 881. */
    public static boolean isCallingCode(int code) {
        return !PLANS.getRegionCodesForCountryCode(code).isEmpty();
    }

    /**
     * What {@code dialled} means to somebody at home in {@code homeCountry}.
     *
     * @param dialled the text as typed, pasted or received
     * @param homeCountry ISO 3166-1 alpha-2 code, such as {@code GB}
     * @throws IllegalArgumentException when {@link #isHomeCountry} says no
     */
    public static Dialled normalise(String dialled, String homeCountry) {
        if (!isHomeCountry(homeCountry)) {
            throw new IllegalArgumentException("\"" + homeCountry + "\" is not a country with a numbering plan");
        }
        return switch (DialString.of(dialled)) {
            case DialString.Refused(String why) -> new Dialled.Invalid(why);
            case DialString.Echo() -> new Dialled.Service(DialString.ECHO);
            case DialString.Digits text -> numbered(text, homeCountry);
        };
    }

    /** The region's English name; what the number is for when it belongs to no country. */
    static String nameOf(String region, int countryCode) {
        if (!region.equals(NO_COUNTRY)) {
            return Locale.of("", region).getDisplayCountry(Locale.ENGLISH);
        }
        return switch (countryCode) {
            case 800 -> "International freephone";
            case 808 -> "International shared cost";
            case 870 -> "Inmarsat satellite";
            case 878 -> "Universal personal numbers";
            case 881 -> "Satellite networks";
            case 882, 883 -> "International networks";
            case 888 -> "Disaster relief";
            case 979 -> "International premium rate";
            default -> "No country";
        };
    }

    private static Dialled numbered(DialString.Digits text, String home) {
        if (!text.international() && isEmergency(text.digits(), home)) {
            return new Dialled.Emergency(text.digits());
        }
        Optional<PhoneNumber> parsed = parsed(text, home);
        if (parsed.isEmpty()) {
            return unparsable(text, home);
        }
        PhoneNumber number = parsed.get();
        boolean valid = PLANS.isValidNumber(number);
        String national = PLANS.getNationalSignificantNumber(number);
        if (!valid && isEmergency(national, PLANS.getRegionCodeForCountryCode(number.getCountryCode()))) {
            return new Dialled.Emergency(national);
        }
        if (!valid && !text.international() && isEmergencyBehindOneDigit(text.digits(), home)) {
            return new Dialled.Emergency(text.digits().substring(1));
        }
        if (!valid && !text.international() && text.digits().length() <= SHORT_CODE_DIGITS && isShortCode(text, home)) {
            return new Dialled.Invalid("Short codes such as " + text.digits()
                    + " belong to a phone company's own network and cannot be reached from here.");
        }
        String country =
                "(" + nameOf(PLANS.getRegionCodeForCountryCode(number.getCountryCode()), number.getCountryCode())
                        + ", +" + number.getCountryCode() + ")";
        return switch (PLANS.isPossibleNumberWithReason(number)) {
            case IS_POSSIBLE -> possible(number, valid, national);
            case IS_POSSIBLE_LOCAL_ONLY ->
                new Dialled.Invalid("This number is too short: its area code is missing " + country + ".");
            case TOO_SHORT ->
                new Dialled.Invalid("This number is too short for its country " + country + "." + hint(text));
            case TOO_LONG ->
                new Dialled.Invalid("This number is too long for its country " + country + "." + hint(text));
            case INVALID_LENGTH ->
                new Dialled.Invalid(
                        "No number of its country " + country + " has " + national.length() + " digits." + hint(text));
            case INVALID_COUNTRY_CODE ->
                new Dialled.Invalid("No country has the code +" + number.getCountryCode() + ".");
        };
    }

    /** The home country's reading; failing that, 00 as the international prefix that it is nearly everywhere. */
    private static Optional<PhoneNumber> parsed(DialString.Digits text, String home) {
        Optional<PhoneNumber> first = parsed(text.international() ? "+" + text.digits() : text.digits(), home);
        if (text.international() || !text.digits().startsWith("00")) {
            return first;
        }
        if (first.isPresent() && PLANS.isValidNumber(first.get())) {
            return first;
        }
        Optional<PhoneNumber> second = parsed("+" + text.digits().substring(2), home);
        return second.isPresent() ? second : first;
    }

    private static Optional<PhoneNumber> parsed(String text, String home) {
        try {
            PhoneNumber number = PLANS.parse(text, home);
            return Optional.of(number.getCountryCode() == MEXICO ? withoutMobileMark(number) : number);
        } catch (NumberParseException notANumber) {
            return Optional.empty();
        }
    }

    /** Mexico's 1, 044 and 045 before mobile numbers went away in 2019; address books have not noticed. */
    private static PhoneNumber withoutMobileMark(PhoneNumber number) {
        Matcher old = MEXICAN_MOBILE_MARK.matcher(PLANS.getNationalSignificantNumber(number));
        if (!old.matches()) {
            return number;
        }
        return new PhoneNumber().setCountryCode(MEXICO).setNationalNumber(Long.parseLong(old.group(1)));
    }

    private static Dialled unparsable(DialString.Digits text, String home) {
        if (!text.international() && isShortCode(text, home)) {
            return new Dialled.Invalid("Short codes such as " + text.digits()
                    + " belong to a phone company's own network and cannot be reached from here.");
        }
        if (text.international() && text.digits().startsWith("0")) {
            return new Dialled.Invalid("After the plus comes a country code, and none begins with 0.");
        }
        String digits = text.digits();
        if (digits.length() > 15) {
            return new Dialled.Invalid("This number is too long: no phone number has " + digits.length() + " digits.");
        }
        if (digits.length() < 4) {
            return new Dialled.Invalid("This number is too short.");
        }
        return new Dialled.Invalid(
                text.international() || digits.startsWith("00")
                        ? "No country has this code. After the plus comes the country code, then the area code."
                        : "This is not a number that can be dialled in " + nameOf(home, 0) + "." + hint(text));
    }

    private static Dialled possible(PhoneNumber number, boolean valid, String national) {
        if (!valid
                && number.getCountryCode() == NORTH_AMERICA
                && !NORTH_AMERICAN.matcher(national).matches()) {
            return new Dialled.Invalid("No North American number has this area code or exchange.");
        }
        if (!valid && (number.isItalianLeadingZero() || isOneDigitOff(number))) {
            return new Dialled.Invalid("This number seems to have a digit too few or too many.");
        }
        String e164 = PLANS.format(number, PhoneNumberFormat.E164);
        if (!E164.isE164(e164)) {
            return new Dialled.Invalid(
                    "This number is too long: a number has at most 15 digits with its country code.");
        }
        String exact = PLANS.getRegionCodeForNumber(number);
        String region = exact == null ? PLANS.getRegionCodeForCountryCode(number.getCountryCode()) : exact;
        return new Dialled.Number(
                new E164(e164), region, nameOf(region, number.getCountryCode()), kindOf(number, national));
    }

    /**
     * Whether a number that no range holds becomes valid with one digit more, or without its last. A zero that
     * was not taken off as trunk prefix says the same: the rest was no number.
     */
    private static boolean isOneDigitOff(PhoneNumber number) {
        long national = number.getNationalNumber();
        PhoneNumber other = new PhoneNumber().mergeFrom(number);
        if (PLANS.isValidNumber(other.setNationalNumber(national / 10))) {
            return true;
        }
        for (int digit = 0; digit <= 9; digit++) {
            if (PLANS.isValidNumber(other.setNationalNumber(national * 10 + digit))) {
                return true;
            }
        }
        return false;
    }

    private static NumberKind kindOf(PhoneNumber number, String national) {
        return switch (number.getCountryCode()) {
            case 870, 881 -> NumberKind.SATELLITE;
            case 882 ->
                national.startsWith("16") || national.startsWith("13")
                        ? NumberKind.SATELLITE
                        : NumberKind.INTERNATIONAL_NETWORK;
            case 883 -> NumberKind.INTERNATIONAL_NETWORK;
            case 979 -> NumberKind.PREMIUM;
            default -> kindOf(PLANS.getNumberType(number));
        };
    }

    private static NumberKind kindOf(PhoneNumberUtil.PhoneNumberType type) {
        return switch (type) {
            case FIXED_LINE -> NumberKind.FIXED;
            case MOBILE -> NumberKind.MOBILE;
            case FIXED_LINE_OR_MOBILE -> NumberKind.FIXED_OR_MOBILE;
            case TOLL_FREE -> NumberKind.FREEPHONE;
            case PREMIUM_RATE -> NumberKind.PREMIUM;
            case SHARED_COST -> NumberKind.SHARED_COST;
            case VOIP -> NumberKind.VOIP;
            case PERSONAL_NUMBER -> NumberKind.PERSONAL;
            case PAGER -> NumberKind.PAGER;
            case UAN -> NumberKind.COMPANY;
            case VOICEMAIL -> NumberKind.VOICEMAIL;
            case UNKNOWN -> NumberKind.UNKNOWN;
        };
    }

    private static boolean isEmergency(String digits, String region) {
        return EMERGENCY_EVERYWHERE.contains(digits)
                || (digits.length() <= SHORT_CODE_DIGITS && SHORT_NUMBERS.isEmergencyNumber(digits, region));
    }

    /** An outside line's 9 or 0, or a trunk prefix, before the emergency number. */
    private static boolean isEmergencyBehindOneDigit(String digits, String home) {
        return digits.length() == EMERGENCY_WITH_PREFIX_DIGITS
                && "019".indexOf(digits.charAt(0)) >= 0
                && isEmergency(digits.substring(1), home);
    }

    private static boolean isShortCode(DialString.Digits text, String home) {
        String digits = text.digits();
        if (digits.length() < 2 || digits.length() > SHORT_CODE_DIGITS) {
            return false;
        }
        try {
            PhoneNumber number = PLANS.parse(digits, home);
            return SHORT_NUMBERS.isValidShortNumberForRegion(number, home);
        } catch (NumberParseException tooShortToParse) {
            return false;
        }
    }

    private static String hint(DialString.Digits text) {
        return text.international() ? "" : " For another country begin with + and its country code.";
    }
}
