package io.tollgate.billing.ledger.chain;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** A receipt as the file that a user downloads. What is written here is read back to the same receipt. */
public final class ReceiptJson {
    /** Receipts of more than this many characters are not read. */
    public static final int MAX_CHARACTERS = 64 << 20;

    private static final String FORMAT = "tollgate-receipt-1";
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(8).build())
            .build());

    private ReceiptJson() {}

    /** The file is no receipt; the message says why in one sentence. */
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable(String message) {
            super(message);
        }
    }

    public static String write(Receipt receipt) {
        ObjectNode root = JSON.createObjectNode();
        root.put("format", FORMAT);
        root.put("account", receipt.account());
        root.put("currency", receipt.currency());
        root.put("issued_at", receipt.issuedAt().toString());
        root.put("predecessor", receipt.predecessor());
        var entries = root.putArray("entries");
        for (ChainedEntry entry : receipt.entries()) {
            ObjectNode node = entries.addObject();
            node.put("number", entry.number());
            node.put("transfer_id", entry.transferId().toString());
            node.put("kind", entry.kind());
            node.put("amount_micros", entry.amountMicros());
            node.put("balance_micros", entry.balanceMicros());
            node.put("at", entry.at().toString());
            node.put("reference", entry.reference());
            node.put("reason", entry.reason());
            node.put("house_hash", entry.houseHash());
            node.put("hash", entry.hash());
        }
        root.put("head", receipt.head());
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
    }

    public static Receipt read(String text) throws Unreadable {
        if (text.length() > MAX_CHARACTERS) {
            throw new Unreadable("the file is larger than any receipt");
        }
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new Unreadable("the file is no JSON");
        }
        if (root == null || !root.path("format").asText().equals(FORMAT)) {
            throw new Unreadable("the file is no receipt: its format is not " + FORMAT);
        }
        List<ChainedEntry> entries = new ArrayList<>();
        for (JsonNode node : root.path("entries")) {
            entries.add(entry(node, entries.size()));
        }
        var receipt = new Receipt(
                text(root, "account", "the receipt"),
                text(root, "currency", "the receipt"),
                instant(root, "issued_at", "the receipt"),
                hash(root, "predecessor", "the receipt"),
                entries);
        if (!receipt.head().equals(hash(root, "head", "the receipt"))) {
            throw new Unreadable("the receipt's head is not the hash of its last entry");
        }
        return receipt;
    }

    private static ChainedEntry entry(JsonNode node, int index) throws Unreadable {
        String where = "entries[" + index + "]";
        try {
            return new ChainedEntry(
                    number(node, "number", where),
                    UUID.fromString(text(node, "transfer_id", where)),
                    text(node, "kind", where),
                    number(node, "amount_micros", where),
                    number(node, "balance_micros", where),
                    instant(node, "at", where),
                    text(node, "reference", where),
                    text(node, "reason", where),
                    hash(node, "house_hash", where),
                    hash(node, "hash", where));
        } catch (IllegalArgumentException e) {
            throw new Unreadable(where + " has no valid transfer_id");
        }
    }

    private static String text(JsonNode node, String field, String where) throws Unreadable {
        JsonNode value = node.path(field);
        if (!value.isTextual()) {
            throw new Unreadable(where + " has no " + field);
        }
        return value.textValue();
    }

    private static long number(JsonNode node, String field, String where) throws Unreadable {
        JsonNode value = node.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new Unreadable(where + " has no valid " + field);
        }
        return value.longValue();
    }

    private static String hash(JsonNode node, String field, String where) throws Unreadable {
        String text = text(node, field, where);
        if (!HASH.matcher(text).matches()) {
            throw new Unreadable(where + " has no valid " + field);
        }
        return text;
    }

    private static Instant instant(JsonNode node, String field, String where) throws Unreadable {
        try {
            return Instant.parse(text(node, field, where));
        } catch (DateTimeException e) {
            throw new Unreadable(where + " has no valid " + field);
        }
    }
}
