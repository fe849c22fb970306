package io.tollgate.overlay.message;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.overlay.identity.DeviceId;
import io.tollgate.overlay.jose.Base64Url;
import io.tollgate.overlay.json.JsonFields;
import io.tollgate.overlay.message.CallMessage.Accept;
import io.tollgate.overlay.message.CallMessage.Accepted;
import io.tollgate.overlay.message.CallMessage.AnswerSdp;
import io.tollgate.overlay.message.CallMessage.Answered;
import io.tollgate.overlay.message.CallMessage.Call;
import io.tollgate.overlay.message.CallMessage.Decline;
import io.tollgate.overlay.message.CallMessage.DeviceRinging;
import io.tollgate.overlay.message.CallMessage.Dtmf;
import io.tollgate.overlay.message.CallMessage.Ended;
import io.tollgate.overlay.message.CallMessage.Hangup;
import io.tollgate.overlay.message.CallMessage.Offer;
import io.tollgate.overlay.message.CallMessage.Ring;
import io.tollgate.overlay.message.CallMessage.Ringing;
import io.tollgate.overlay.message.CallMessage.Signed;
import io.tollgate.overlay.message.CallMessage.StopRinging;
import io.tollgate.overlay.message.CallMessage.Tick;
import io.tollgate.overlay.message.CallMessage.Warning;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes call messages as JSON. {@link CallMessageReader} is the way back and holds the limits. */
public final class CallMessages {

    private CallMessages() {}

    /**
     * The message as JSON in UTF-8. Words for people (a destination, a caller's name, why a call ended) are cut at the
     * reader's limit; everything else must already be within it.
     *
     * @throws IllegalArgumentException when the result is longer than {@link CallMessageReader#MAX_BYTES}
     */
    public static byte[] write(MessageHead head, CallMessage message) {
        ObjectNode json = JsonFields.object()
                .put("type", message.type())
                .put("call", head.call().toString())
                .put("dir", head.direction().word())
                .put("seq", head.seq());
        DeviceId audience = head.audience();
        if (audience != null) {
            json.put("aud", audience.value());
        }
        if (message instanceof Signed signed) {
            json.put("iat", signed.issuedAt().getEpochSecond()).put("jti", signed.id());
        }
        if (message instanceof Offer offer) {
            json.putObject("orig").put("user", offer.user());
            writeFingerprints(json.putArray("mky"), offer.fingerprints());
            json.put("sdp", offer.sdp());
        }
        writeBody(json, message);
        byte[] text = JsonFields.write(json);
        if (text.length > CallMessageReader.MAX_BYTES) {
            throw new IllegalArgumentException("a message of " + text.length + " octets is too long");
        }
        return text;
    }

    private static void writeBody(ObjectNode json, CallMessage message) {
        switch (message) {
            case Call call -> {
                json.putObject("dest").put("dialled", call.dialled());
                json.put("key", Base64Url.encode(call.key().octets()));
            }
            case Accepted accepted -> writeAccepted(json, accepted);
            case AnswerSdp answer -> json.put("sdp", answer.sdp()).put("codec", answer.codec());
            case Ringing ringing -> json.put("early_media", ringing.earlyMedia());
            case Answered answered -> json.put("at", answered.at().toString());
            case Tick tick -> writeTick(json, tick);
            case Warning warning ->
                json.put("remaining_s", warning.remainingS())
                        .put("reason", warning.reason().word());
            case Ended ended -> writeEnded(json, ended);
            case Dtmf dtmf -> json.put("digits", dtmf.digits());
            case Ring ring -> {
                json.putObject("from")
                        .put("number", ring.fromNumber())
                        .put("name", clip(ring.fromName(), CallMessageReader.MAX_NAME_CHARS));
                json.putObject("to").put("number", ring.toNumber());
                json.put("key", Base64Url.encode(ring.key().octets()));
            }
            case Decline decline -> json.put("reason", decline.reason().word());
            case StopRinging stop -> json.put("reason", stop.reason().word());
            case Hangup hangup -> {}
            case DeviceRinging ringing -> {}
            case Accept accept -> {}
        }
    }

    private static void writeFingerprints(ArrayNode mky, List<Fingerprint> fingerprints) {
        for (Fingerprint fingerprint : fingerprints) {
            mky.addObject().put("alg", fingerprint.algorithm()).put("dig", fingerprint.digest());
        }
    }

    private static void writeAccepted(ObjectNode json, Accepted accepted) {
        json.put("number", accepted.number())
                .put("destination", clip(accepted.destination(), CallMessageReader.MAX_NAME_CHARS))
                .put("max_talk_s", accepted.maxTalkS());
        Price price = accepted.price();
        json.putObject("price")
                .put("per_minute_micros", price.perMinuteMicros())
                .put("currency", price.currency())
                .put("connection_fee_micros", price.connectionFeeMicros())
                .put("increment_s", price.incrementS())
                .put("first_s", price.firstS());
    }

    private static void writeTick(ObjectNode json, Tick tick) {
        json.put("talk_ms", tick.talkMs())
                .put("cost_micros", tick.costMicros())
                .put("currency", tick.currency())
                .put("balance_micros", tick.balanceMicros())
                .put("remaining_s", tick.remainingS());
        Quality quality = tick.quality();
        ObjectNode told = json.putObject("quality")
                .put("loss_pct", quality.lossPct())
                .put("jitter_ms", quality.jitterMs())
                .put("rtt_ms", quality.rttMs())
                .put("mos", quality.mos())
                .put("kbps", quality.kbps());
        if (!quality.verdict().isEmpty()) {
            told.put("verdict", quality.verdict())
                    .put("cause", clip(quality.cause(), CallMessageReader.MAX_WORDS_CHARS))
                    .put("heard_loss_pct", quality.heardLossPct())
                    .put("heard_mos", quality.heardMos())
                    .put("delay_ms", quality.delayMs());
        }
    }

    private static void writeEnded(ObjectNode json, Ended ended) {
        json.put("cause", ended.cause())
                .put("side", ended.side().word())
                .put("text", clip(ended.text(), CallMessageReader.MAX_WORDS_CHARS))
                .put("sip_status", ended.sipStatus())
                .put("q850", ended.q850())
                .put("ring_ms", ended.ringMs())
                .put("talk_ms", ended.talkMs())
                .put("setup_ms", ended.setupMs())
                .put("price_micros", ended.priceMicros())
                .put("currency", ended.currency())
                .put("balance_micros", ended.balanceMicros())
                .put("number", ended.number())
                .put("cdr", ended.cdr());
    }

    private static @Nullable String clip(@Nullable String words, int maxChars) {
        return words == null || words.length() <= maxChars ? words : words.substring(0, maxChars - 1) + "…";
    }
}
