package io.tollgate.overlay.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object from the network, read with limits.
 *
 * <p>Reading never throws: a missing or ill-formed field yields a harmless placeholder and leaves a {@link #fault()},
 * which the caller must look at before using anything that was read. Fields that nobody asks for are ignored.
 */
public final class JsonFields {

    /** Objects and arrays nested deeper than this are refused; the deepest message of the protocol needs four. */
    private static final int MAX_DEPTH = 8;

    private static final int MAX_NUMBER_DIGITS = 20;
    private static final int MAX_NAME_CHARS = 64;

    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_DIGITS)
                            .maxNameLength(MAX_NAME_CHARS)
                            .maxStringLength(64 * 1024)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final ObjectNode EMPTY = MAPPER.createObjectNode();

    private final JsonNode node;
    private final String path;
    private final Fault fault;

    /** The first thing wrong, shared between an object and the objects inside it. */
    private static final class Fault {
        private @Nullable String words;

        void note(String what) {
            if (words == null) {
                words = what;
            }
        }
    }

    private JsonFields(JsonNode node, String path, Fault fault) {
        this.node = node;
        this.path = path;
        this.fault = fault;
    }

    /**
     * Parses one object.
     *
     * @param utf8 the text; must be well-formed UTF-8
     * @param maxBytes longer input is a fault
     */
    public static JsonFields parse(byte[] utf8, int maxBytes) {
        Fault fault = new Fault();
        if (utf8.length > maxBytes) {
            fault.note("longer than " + maxBytes + " octets");
            return new JsonFields(EMPTY, "", fault);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
            JsonNode root = MAPPER.readTree(text);
            if (root != null && root.isObject()) {
                return new JsonFields(root, "", fault);
            }
            fault.note("not a JSON object");
        } catch (CharacterCodingException e) {
            fault.note("not UTF-8");
        } catch (JsonProcessingException e) {
            fault.note("not well-formed JSON");
        }
        return new JsonFields(EMPTY, "", fault);
    }

    /** A new, empty object to fill and {@link #write}. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** The text of an object as UTF-8, without any white space. */
    public static byte[] write(ObjectNode object) {
        try {
            return MAPPER.writeValueAsBytes(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    /** What was wrong first, in words for a log, or null when everything that was asked for was there. */
    public @Nullable String fault() {
        return fault.words;
    }

    /** Notes a fault that the caller found. */
    public void fail(String what) {
        fault.note(path + what);
    }

    /** Whether the object has this field with a value other than null. */
    public boolean has(String name) {
        return node.hasNonNull(name);
    }

    /** Refuses fields outside {@code allowed}; for headers, where an unknown field may change the meaning. */
    public void onlyFields(Set<String> allowed) {
        node.fieldNames().forEachRemaining(name -> {
            if (!allowed.contains(name)) {
                fail("a field that is not allowed here");
            }
        });
    }

    /** A text of 1 to {@code maxChars} characters. */
    public String text(String name, int maxChars) {
        String value = optionalText(name, maxChars);
        if (value == null) {
            fail(name + " is missing");
            return "";
        }
        if (value.isEmpty()) {
            fail(name + " is empty");
        }
        return value;
    }

    /** A text of 0 to {@code maxChars} characters, or null when the field is absent or null. */
    public @Nullable String optionalText(String name, int maxChars) {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            fail(name + " is not a text");
            return "";
        }
        String text = value.textValue();
        if (text.length() > maxChars) {
            fail(name + " is longer than " + maxChars + " characters");
            return "";
        }
        return text;
    }

    /** A whole number between {@code min} and {@code max}. */
    public long whole(String name, long min, long max) {
        JsonNode value = node.get(name);
        if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
            fail(name + " is not a whole number");
            return min;
        }
        long number = value.longValue();
        if (number < min || number > max) {
            fail(name + " is out of range");
            return min;
        }
        return number;
    }

    /** A number in these bounds, of which 0 must be one; 0 when the field is absent or null. */
    public double optionalReal(String name, double min, double max) {
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? 0 : real(name, min, max);
    }

    /** A finite number between {@code min} and {@code max}. */
    public double real(String name, double min, double max) {
        JsonNode value = node.get(name);
        if (value == null || !value.isNumber()) {
            fail(name + " is not a number");
            return min;
        }
        double number = value.doubleValue();
        if (!(number >= min && number <= max)) {
            fail(name + " is out of range");
            return min;
        }
        return number;
    }

    /** A boolean. */
    public boolean flag(String name) {
        JsonNode value = node.get(name);
        if (value == null || !value.isBoolean()) {
            fail(name + " is not true or false");
            return false;
        }
        return value.booleanValue();
    }

    /** The object in this field; its faults are this object's faults. */
    public JsonFields object(String name) {
        JsonNode value = node.get(name);
        if (value == null || !value.isObject()) {
            fail(name + " is not an object");
            return new JsonFields(EMPTY, path + name + ".", fault);
        }
        return new JsonFields(value, path + name + ".", fault);
    }

    /** The 1 to {@code max} objects of the array in this field. */
    public List<JsonFields> objects(String name, int max) {
        JsonNode value = node.get(name);
        if (value == null || !value.isArray() || value.isEmpty() || value.size() > max) {
            fail(name + " is not an array of 1 to " + max + " objects");
            return List.of();
        }
        List<JsonFields> objects = new ArrayList<>(value.size());
        for (JsonNode element : value) {
            if (!element.isObject()) {
                fail(name + " holds something that is not an object");
                return List.of();
            }
            objects.add(new JsonFields(element, path + name + "[].", fault));
        }
        return objects;
    }

    /** The 1 to {@code max} texts of the array in this field, each of 1 to {@code maxChars} characters. */
    public List<String> texts(String name, int max, int maxChars) {
        JsonNode value = node.get(name);
        if (value == null || !value.isArray() || value.isEmpty() || value.size() > max) {
            fail(name + " is not an array of 1 to " + max + " texts");
            return List.of();
        }
        List<String> texts = new ArrayList<>(value.size());
        for (JsonNode element : value) {
            if (!element.isTextual()
                    || element.textValue().isEmpty()
                    || element.textValue().length() > maxChars) {
                fail(name + " holds something that is not a text of 1 to " + maxChars + " characters");
                return List.of();
            }
            texts.add(element.textValue());
        }
        return texts;
    }
}
