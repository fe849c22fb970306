package io.tollgate.overlay.message;

import io.tollgate.overlay.identity.DeviceId;
import io.tollgate.overlay.jose.Base64Url;
import io.tollgate.overlay.json.JsonFields;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads call messages from JSON that a peer or a gateway wrote, with a limit on everything. */
public final class CallMessageReader {

    /** The longest message: an SDP of {@link #MAX_SDP_CHARS} and the rest. */
    public static final int MAX_BYTES = 24 * 1024;

    /** The longest SDP. A browser's audio-only offer has some 2,000 characters. */
    public static final int MAX_SDP_CHARS = 16 * 1024;

    static final int MAX_NAME_CHARS = 80;
    static final int MAX_WORDS_CHARS = 400;

    private static final int MAX_NUMBER_CHARS = 32;
    private static final int MAX_DIALLED_CHARS = 64;
    private static final int MAX_DIGITS = 32;
    private static final int MAX_FINGERPRINTS = 4;
    private static final int MAX_ID_CHARS = 64;
    private static final long MAX_SEQ = 1L << 53;
    private static final long MAX_MS = 1000L * 60 * 60 * 24 * 366;
    private static final long MAX_S = MAX_MS / 1000;

    /** A thousand million currency units. */
    private static final long MAX_MICROS = 1_000_000_000_000_000L;

    /** The year 2100 in seconds. */
    private static final long MAX_EPOCH_S = 4_102_444_800L;

    private static final Pattern DIGITS = Pattern.compile("[0-9*#A-D]+");
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final Pattern CAUSE = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private CallMessageReader() {}

    /** What a text turned out to be. */
    public sealed interface Reading {}

    /** A message. */
    public record Understood(MessageHead head, CallMessage message) implements Reading {}

    /** A message of a type that this version does not know; to be skipped. */
    public record UnknownType(MessageHead head, String type) implements Reading {}

    /** No message; {@code why} is for a log. */
    public record Malformed(String why) implements Reading {}

    /** Reads one message. */
    public static Reading read(byte[] json) {
        JsonFields fields = JsonFields.parse(json, MAX_BYTES);
        String type = fields.text("type", 32);
        MessageHead head = readHead(fields);
        if (fields.fault() != null || head == null) {
            return malformed(fields);
        }
        CallMessage message = readBody(type, head.direction(), fields);
        if (fields.fault() != null) {
            return malformed(fields);
        }
        return message == null ? new UnknownType(head, type) : new Understood(head, message);
    }

    private static Malformed malformed(JsonFields fields) {
        String fault = fields.fault();
        return new Malformed(fault == null ? "unreadable" : fault);
    }

    private static @Nullable MessageHead readHead(JsonFields fields) {
        String call = fields.text("call", 36);
        if (!UUID_TEXT.matcher(call).matches()) {
            fields.fail("call is not a UUID");
        }
        Direction direction = word(fields, "dir", Direction.values(), Direction::word);
        long seq = fields.whole("seq", 1, MAX_SEQ);
        DeviceId audience = null;
        String audienceText = fields.optionalText("aud", MAX_ID_CHARS);
        if (audienceText != null) {
            audience = DeviceId.parse(audienceText).orElse(null);
            if (audience == null) {
                fields.fail("aud is not a device id");
            }
        }
        return fields.fault() == null ? new MessageHead(UUID.fromString(call), direction, seq, audience) : null;
    }

    private static @Nullable CallMessage readBody(String type, Direction direction, JsonFields fields) {
        return switch (direction) {
            case TO_GATEWAY -> readToGateway(type, fields);
            case TO_PEER -> readToPeer(type, fields);
        };
    }

    private static @Nullable CallMessage readToGateway(String type, JsonFields fields) {
        return switch (type) {
            case "call" ->
                new CallMessage.Call(
                        fields.object("orig").text("user", MAX_NAME_CHARS),
                        fields.object("dest").text("dialled", MAX_DIALLED_CHARS),
                        seconds(fields, "iat"),
                        fields.text("jti", MAX_ID_CHARS),
                        key(fields),
                        fingerprints(fields),
                        fields.text("sdp", MAX_SDP_CHARS));
            case "accept" ->
                new CallMessage.Accept(
                        fields.object("orig").text("user", MAX_NAME_CHARS),
                        seconds(fields, "iat"),
                        fields.text("jti", MAX_ID_CHARS),
                        fingerprints(fields),
                        fields.text("sdp", MAX_SDP_CHARS));
            case "hangup" -> new CallMessage.Hangup();
            case "dtmf" -> new CallMessage.Dtmf(matching(fields, "digits", MAX_DIGITS, DIGITS));
            case "ringing" -> new CallMessage.DeviceRinging();
            case "decline" ->
                new CallMessage.Decline(
                        word(fields, "reason", CallMessage.DeclineReason.values(), CallMessage.DeclineReason::word));
            default -> null;
        };
    }

    private static @Nullable CallMessage readToPeer(String type, JsonFields fields) {
        return switch (type) {
            case "accepted" ->
                new CallMessage.Accepted(
                        fields.text("number", MAX_NUMBER_CHARS),
                        words(fields, "destination", MAX_NAME_CHARS),
                        price(fields.object("price")),
                        fields.whole("max_talk_s", 0, MAX_S));
            case "answer-sdp" ->
                new CallMessage.AnswerSdp(fields.text("sdp", MAX_SDP_CHARS), fields.text("codec", MAX_NAME_CHARS));
            case "ringing" -> new CallMessage.Ringing(fields.flag("early_media"));
            case "answered" -> new CallMessage.Answered(instant(fields, "at"));
            case "tick" -> tick(fields);
            case "warning" -> new CallMessage.Warning(fields.whole("remaining_s", 0, MAX_S), warningReason(fields));
            case "ended" -> ended(fields);
            case "ring" -> ring(fields);
            case "stop-ringing" ->
                new CallMessage.StopRinging(
                        word(fields, "reason", CallMessage.StopReason.values(), CallMessage.StopReason::word));
            default -> null;
        };
    }

    /** Gateways said nothing before there was more than one reason; a reason of tomorrow is a warning all the same. */
    private static CallMessage.WarningReason warningReason(JsonFields fields) {
        String text = fields.optionalText("reason", MAX_NAME_CHARS);
        return Arrays.stream(CallMessage.WarningReason.values())
                .filter(reason -> reason.word().equals(text))
                .findFirst()
                .orElse(CallMessage.WarningReason.CREDIT);
    }

    private static CallMessage ring(JsonFields fields) {
        JsonFields from = fields.object("from");
        return new CallMessage.Ring(
                from.optionalText("number", MAX_NUMBER_CHARS),
                from.optionalText("name", MAX_NAME_CHARS),
                fields.object("to").text("number", MAX_NUMBER_CHARS),
                seconds(fields, "iat"),
                fields.text("jti", MAX_ID_CHARS),
                key(fields));
    }

    private static CallMessage tick(JsonFields fields) {
        JsonFields quality = fields.object("quality");
        return new CallMessage.Tick(
                fields.whole("talk_ms", 0, MAX_MS),
                fields.whole("cost_micros", 0, MAX_MICROS),
                matching(fields, "currency", 3, CURRENCY),
                fields.whole("balance_micros", -MAX_MICROS, MAX_MICROS),
                fields.whole("remaining_s", 0, MAX_S),
                new Quality(
                        quality.real("loss_pct", 0, 100),
                        quality.real("jitter_ms", 0, 100_000),
                        quality.real("rtt_ms", 0, 100_000),
                        quality.real("mos", 0, 5),
                        quality.real("kbps", 0, 1_000_000),
                        Objects.requireNonNullElse(quality.optionalText("verdict", MAX_NAME_CHARS), ""),
                        Objects.requireNonNullElse(quality.optionalText("cause", MAX_WORDS_CHARS), ""),
                        quality.optionalReal("heard_loss_pct", 0, 100),
                        quality.optionalReal("heard_mos", 0, 5),
                        quality.optionalReal("delay_ms", 0, 100_000)));
    }

    private static CallMessage ended(JsonFields fields) {
        return new CallMessage.Ended(
                matching(fields, "cause", MAX_NAME_CHARS, CAUSE),
                word(fields, "side", CallMessage.EndSide.values(), CallMessage.EndSide::word),
                words(fields, "text", MAX_WORDS_CHARS),
                (int) fields.whole("sip_status", 0, 699),
                (int) fields.whole("q850", 0, 127),
                fields.whole("ring_ms", 0, MAX_MS),
                fields.whole("talk_ms", 0, MAX_MS),
                fields.whole("setup_ms", 0, MAX_MS),
                fields.whole("price_micros", 0, MAX_MICROS),
                matching(fields, "currency", 3, CURRENCY),
                fields.whole("balance_micros", -MAX_MICROS, MAX_MICROS),
                fields.optionalText("number", MAX_DIALLED_CHARS),
                fields.optionalText("cdr", MAX_ID_CHARS));
    }

    private static Price price(JsonFields price) {
        return new Price(
                price.whole("per_minute_micros", 0, MAX_MICROS),
                matching(price, "currency", 3, CURRENCY),
                price.whole("connection_fee_micros", 0, MAX_MICROS),
                (int) price.whole("increment_s", 1, 3600),
                (int) price.whole("first_s", 0, 3600));
    }

    private static List<Fingerprint> fingerprints(JsonFields fields) {
        return fields.objects("mky", MAX_FINGERPRINTS).stream()
                .map(entry -> {
                    Fingerprint fingerprint = new Fingerprint(
                            entry.text("alg", Fingerprint.MAX_ALGORITHM_CHARS),
                            entry.text("dig", Fingerprint.MAX_DIGEST_CHARS));
                    if (!fingerprint.isWellFormed()) {
                        entry.fail("dig is not a fingerprint");
                    }
                    return fingerprint;
                })
                .toList();
    }

    private static CallKey key(JsonFields fields) {
        byte[] octets = Base64Url.decode(fields.text("key", 43));
        if (octets == null || octets.length != CallKey.BYTES) {
            fields.fail("key is not 32 octets");
            return new CallKey(new byte[CallKey.BYTES]);
        }
        return new CallKey(octets);
    }

    private static Instant seconds(JsonFields fields, String name) {
        return Instant.ofEpochSecond(fields.whole(name, 0, MAX_EPOCH_S));
    }

    private static Instant instant(JsonFields fields, String name) {
        try {
            return Instant.parse(fields.text(name, 40));
        } catch (DateTimeException e) {
            fields.fail(name + " is not an instant");
            return Instant.EPOCH;
        }
    }

    /** Words for people: may be empty, but must be there. */
    private static String words(JsonFields fields, String name, int maxChars) {
        String text = fields.optionalText(name, maxChars);
        if (text == null) {
            fields.fail(name + " is missing");
            return "";
        }
        return text;
    }

    private static String matching(JsonFields fields, String name, int maxChars, Pattern pattern) {
        String text = fields.text(name, maxChars);
        if (!pattern.matcher(text).matches()) {
            fields.fail(name + " has characters that do not belong there");
        }
        return text;
    }

    private static <E extends Enum<E>> E word(JsonFields fields, String name, E[] values, Function<E, String> words) {
        String text = fields.text(name, 32);
        for (E value : values) {
            if (words.apply(value).equals(text)) {
                return value;
            }
        }
        fields.fail(name + " is not one of its words");
        return values[0];
    }
}
