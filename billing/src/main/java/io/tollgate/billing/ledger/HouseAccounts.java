package io.tollgate.billing.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names of the house's accounts and the cut of its side, as the database's {@code ledger_book} makes them. */
final class HouseAccounts {
    private static final int LONGEST_NAME = 128;
    private static final int KEPT_OF_LONG_NAME = 95;

    private HouseAccounts() {}

    /** One side of the house. */
    record Side(String account, long amountMicros, String currency) {}

    /** The house's sides of a posting of {@code amountMicros} to a user, by account, in the order of their booking. */
    static Map<String, Side> sides(String purpose, String currency, long amountMicros, Split split) {
        String of = "";
        if (purpose.equals("revenue") && (split.trunk() != null || split.destination() != null)) {
            of = ":" + orDash(split.trunk()) + ":" + orDash(split.destination());
        }
        Map<String, Side> sides = new LinkedHashMap<>();
        put(sides, purpose, currency, of, -amountMicros - split.taxMicros() - split.roundingMicros());
        put(sides, "tax", currency, "", split.taxMicros());
        put(sides, "rounding", currency, "", split.roundingMicros());
        String carriers = split.carrierCurrency() == null ? currency : split.carrierCurrency();
        put(sides, "carrier-cost", carriers, of, -split.carrierCostMicros());
        put(sides, "carrier-payable", carriers, ":" + orDash(split.trunk()), split.carrierCostMicros());
        return sides;
    }

    private static void put(Map<String, Side> sides, String purpose, String currency, String of, long amountMicros) {
        if (amountMicros != 0) {
            String name = name("house:" + purpose + ":" + currency + of);
            sides.put(name, new Side(name, amountMicros, currency));
        }
    }

    private static String orDash(@Nullable String text) {
        return text == null ? "-" : text;
    }

    private static String name(String full) {
        if (full.codePointCount(0, full.length()) <= LONGEST_NAME) {
            return full;
        }
        String kept = full.substring(0, full.offsetByCodePoints(0, KEPT_OF_LONG_NAME));
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(full.getBytes(StandardCharsets.UTF_8));
            return kept + "#" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }
}
