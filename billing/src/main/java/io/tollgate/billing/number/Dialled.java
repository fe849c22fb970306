package io.tollgate.billing.number;

/** What a dialled text means. */
public sealed interface Dialled {

    /**
     * A number that can be looked up in a rate deck.
     *
     * @param number the number
     * @param region the country or territory it belongs to, ISO 3166-1 alpha-2, or {@code 001} for numbers that belong
     *     to no country
     * @param countryName the region's English name
     * @param kind what sort of line it is
     */
    @SuppressWarnings("AvoidCommonTypeNames") // always read as Dialled.Number; java.lang.Number has no place here
    record Number(E164 number, String region, String countryName, NumberKind kind) implements Dialled {

        private static final int REGIONAL_INDICATOR_A = 0x1F1E6;

        /** The region's flag as an emoji, a globe for numbers of no country. */
        public String flag() {
            if (!region.chars().allMatch(c -> c >= 'A' && c <= 'Z')) {
                return "\uD83C\uDF10";
            }
            int[] letters =
                    region.chars().map(c -> REGIONAL_INDICATOR_A + c - 'A').toArray();
            return new String(letters, 0, letters.length);
        }
    }

    /**
     * An emergency number. Tollgate does not know where the caller is and never passes it on as an ordinary call.
     *
     * @param digits the emergency number itself, such as {@code 112}, without a country code that was dialled before it
     */
    record Emergency(String digits) implements Dialled {}

    /**
     * A service on the overlay, free of charge.
     *
     * @param name {@code echo123}
     */
    record Service(String name) implements Dialled {}

    /**
     * Nothing that can be called.
     *
     * @param why a sentence for the caller that names what is wrong
     */
    record Invalid(String why) implements Dialled {}
}
