package io.tollgate.billing.ledger.chain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * What the hashes cover. A field is written as the length of its UTF-8 bytes in decimal, a colon, the bytes and a comma
 * (a netstring), so that no two records have the same bytes.
 *
 * <ul>
 *   <li>house hash = SHA-256 of the fields: salt (UUID), actor, then account, amount and currency of each entry of the
 *       transfer on other accounts, in the order of their booking
 *   <li>entry hash = SHA-256 of: the 32 bytes of the hash before it (zeros before the first), then the fields {@code
 *       tollgate-entry-1}, account, currency, number, transfer id, kind, amount, balance, instant in milliseconds since
 *       1970, reference, reason, house hash (hexadecimal)
 * </ul>
 *
 * Numbers are decimal, UUIDs and hashes in lower case. The database's {@code ledger_entry_hash} does the same.
 */
public final class EntryChain {
    /** What stands before an account's first entry. */
    public static final String GENESIS = "0".repeat(64);

    private static final String FORMAT = "tollgate-entry-1";
    private static final HexFormat HEX = HexFormat.of();

    private EntryChain() {}

    /** An entry of a transfer on an account other than the user's. */
    public record OtherSide(String account, long amountMicros, String currency) {}

    /** The hash of what a user is not shown. */
    public static String houseHash(UUID salt, String actor, List<OtherSide> sides) {
        MessageDigest digest = sha256();
        field(digest, salt.toString());
        field(digest, actor);
        for (OtherSide side : sides) {
            field(digest, side.account());
            field(digest, Long.toString(side.amountMicros()));
            field(digest, side.currency());
        }
        return HEX.formatHex(digest.digest());
    }

    /**
     * What an entry's hash must be; the one that it carries is ignored.
     *
     * @param previous the hash before it, or {@link #GENESIS}
     */
    public static String hash(String previous, String account, String currency, ChainedEntry entry) {
        MessageDigest digest = sha256();
        digest.update(HEX.parseHex(previous));
        field(digest, FORMAT);
        field(digest, account);
        field(digest, currency);
        field(digest, Long.toString(entry.number()));
        field(digest, entry.transferId().toString());
        field(digest, entry.kind());
        field(digest, Long.toString(entry.amountMicros()));
        field(digest, Long.toString(entry.balanceMicros()));
        field(digest, Long.toString(entry.at().toEpochMilli()));
        field(digest, entry.reference());
        field(digest, entry.reason());
        field(digest, entry.houseHash());
        return HEX.formatHex(digest.digest());
    }

    /** The entry with its hash. */
    public static ChainedEntry chained(String previous, String account, String currency, ChainedEntry entry) {
        return entry.withHash(hash(previous, account, currency, entry));
    }

    private static void field(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
        digest.update((byte) ',');
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
