package io.tollgate.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.billing.number.E164;
import io.tollgate.gateway.trunks.TrunkMedia;
import io.tollgate.gateway.trunks.TrunkTable;
import io.tollgate.rtp.media.TrunkSettings;
import io.tollgate.rtp.media.TrunkSettings.InbandDigits;
import io.tollgate.rtp.sdp.AudioCodec;
import io.tollgate.rtp.sdp.SrtpPolicy;
import io.tollgate.rtp.sdp.TrunkFeatures;
import io.tollgate.sip.trunk.Trunk;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class TrunksTest extends ApiTest {
    @Inject
    TrunkTable table;

    private static String fresh() {
        return "trunk-" + UUID.randomUUID();
    }

    private static String trunk(String id, String more) {
        return "{\"id\":\"%s\",\"host\":\"sip.example.net\",\"sources\":[\"192.0.2.0/24\"]%s}".formatted(id, more);
    }

    @Test
    void aTrunkIsInServiceWhenTheAnswerComesAndItsPasswordIsNeverTold() {
        String id = fresh();
        Api.Answer answer = admin().post(
                        "/api/v1/trunks",
                        trunk(id, ",\"auth_user\":\"tollgate\",\"auth_password\":\"s3cret\",\"codecs\":[\"pcma\"]"));

        JsonNode added = answer.is(201);
        assertThat(answer.body()).doesNotContain("s3cret");
        assertThat(added.get("has_password").asBoolean()).isTrue();
        assertThat(added.get("transport").asText()).isEqualTo("udp");
        assertThat(added.get("caller_id_style").asText()).isEqualTo("asserted");
        Trunk inService = table.find(id).orElseThrow();
        assertThat(inService.codecs()).containsExactly("PCMA");
        assertThat(Objects.requireNonNull(inService.auth()).password()).isEqualTo("s3cret");
        assertThat(inService.sources().getFirst().contains(InetAddress.ofLiteral("192.0.2.77"), 5060))
                .isTrue();
        assertThat(admin().get("/api/v1/trunks").body()).contains(id).doesNotContain("s3cret");
        assertThat(admin().post("/api/v1/trunks", trunk(id, "")).problem(409)).contains(id);
    }

    @Test
    void aChangeIsInForceAtOnceAndWhatItDoesNotNameStays() {
        String id = fresh();
        admin().post("/api/v1/trunks", trunk(id, ",\"auth_user\":\"tollgate\",\"auth_password\":\"s3cret\""))
                .is(201);

        admin().patch("/api/v1/trunks/" + id, "{\"port\":5062,\"caller_id_style\":\"remote-party\"}")
                .is(200);
        Trunk changed = table.find(id).orElseThrow();
        assertThat(changed.port()).isEqualTo(5062);
        assertThat(changed.host()).isEqualTo("sip.example.net");
        assertThat(changed.auth()).isNotNull();

        admin().patch("/api/v1/trunks/" + id, "{\"auth_user\":null,\"auth_password\":null}")
                .is(200);
        assertThat(table.find(id).orElseThrow().auth()).isNull();
        assertThat(admin().patch("/api/v1/trunks/" + id, "{\"sources\":[\"192.0.2.1/24\"]}")
                        .problem(422))
                .contains("host bits");
        assertThat(admin().get("/api/v1/trunks/" + id)
                        .is(200)
                        .get("sources")
                        .get(0)
                        .asText())
                .isEqualTo("192.0.2.0/24");
        admin().patch("/api/v1/trunks/" + id, "{\"enabled\":false}").is(200);
        assertThat(table.find(id)).isEmpty();
        JsonNode status = admin().get("/api/v1/trunks/" + id + "/status").is(200);
        assertThat(status.get("in_service").asBoolean()).isFalse();
        assertThat(status.get("channels_in_use").asInt()).isZero();
        assertThat(status.get("counters").get("invites_out").asLong()).isZero();
        admin().patch("/api/v1/trunks/" + fresh(), "{}").problem(404);
        admin().get("/api/v1/trunks/" + fresh() + "/status").problem(404);
    }

    @Test
    void aTrunkAboutWhichNothingIsSaidSoundsAsUsual() {
        String id = fresh();
        JsonNode media = admin().post("/api/v1/trunks", trunk(id, "")).is(201).get("media");
        assertThat(media)
                .hasToString("{\"ptime_ms\":20,\"comfort_noise\":false,\"silence_suppression\":false,\"srtp\":\"off\","
                        + "\"rtcp_mux\":false,\"echo_cancellation\":false,\"echo_tail_ms\":64,"
                        + "\"gain_control\":false,\"dtmf\":\"auto\"}");
        assertThat(table.mediaOf(id)).isEqualTo(TrunkMedia.USUAL);
        assertThat(TrunkMedia.USUAL)
                .isEqualTo(new TrunkMedia(
                        List.of(AudioCodec.PCMU, AudioCodec.PCMA),
                        20,
                        TrunkFeatures.DEFAULT,
                        SrtpPolicy.OFF,
                        new TrunkSettings(false, false, 0, false, InbandDigits.WHEN_NO_EVENTS),
                        null));
    }

    @Test
    void everyMediaSettingIsInForceAtOnceAndStaysWhenNotNamed() {
        String id = fresh();
        admin().post(
                        "/api/v1/trunks",
                        trunk(
                                id,
                                ",\"codecs\":[\"gsm\",\"G722\",\"l16\"],\"media\":{\"ptime_ms\":30,\"comfort_noise\":true,"
                                        + "\"silence_suppression\":true,\"srtp\":\"required\",\"rtcp_mux\":true,"
                                        + "\"echo_cancellation\":true,\"echo_tail_ms\":32,\"gain_control\":true,"
                                        + "\"dtmf\":\"inband\",\"country\":\"GB\"}"))
                .is(201);
        TrunkMedia set = new TrunkMedia(
                List.of(AudioCodec.GSM, AudioCodec.G722, AudioCodec.L16),
                30,
                new TrunkFeatures(true, true, false),
                SrtpPolicy.REQUIRED,
                new TrunkSettings(true, true, 32, true, InbandDigits.ALWAYS),
                "GB");
        assertThat(table.mediaOf(id)).isEqualTo(set);

        JsonNode changed = admin().patch(
                        "/api/v1/trunks/" + id,
                        "{\"media\":{\"echo_cancellation\":false,\"country\":null,\"dtmf\":\"rfc4733\"}}")
                .is(200)
                .get("media");

        assertThat(changed.get("echo_tail_ms").asInt()).isEqualTo(32);
        assertThat(changed.has("country")).isFalse();
        assertThat(changed.get("srtp").asText()).isEqualTo("required");
        TrunkMedia inForce = table.mediaOf(id);
        assertThat(inForce.settings()).isEqualTo(new TrunkSettings(true, true, 0, true, InbandDigits.NEVER));
        assertThat(inForce.features()).isEqualTo(new TrunkFeatures(true, true, true));
        assertThat(inForce.country()).isNull();
        assertThat(admin().patch("/api/v1/trunks/" + id, "{\"port\":5070}")
                        .is(200)
                        .get("media")
                        .get("ptime_ms")
                        .asInt())
                .isEqualTo(30);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "host":"no host"                    | 422 | host
            "sources":["example.net"]           | 422 | address block
            "sources":["192.0.2.0/99"]          | 422 | prefix length
            "sources":["::1#99999"]             | 422 | port
            "transport":"carrier-pigeon"        | 400 | transport
            "codecs":["opus"]                   | 400 | codecs
            "codecs":[]                         | 400 | codecs
            "codecs":["PCMU","pcmu"]            | 400 | twice
            "media":{"ptime_ms":25}             | 400 | ptime_ms
            "media":{"ptime_ms":70}             | 400 | ptime_ms
            "media":{"srtp":"sometimes"}        | 400 | srtp
            "media":{"echo_tail_ms":500}        | 400 | echo_tail_ms
            "media":{"dtmf":"smoke"}            | 400 | dtmf
            "media":{"country":"gb"}            | 400 | country
            "media":{"comfort_noise":"yes"}     | 400 | comfort_noise
            "media":{"volume":11}               | 400 | volume
            "port":0                            | 400 | port
            "max_channels":0                    | 400 | max_channels
            "auth_user":"lonely"                | 400 | auth_password
            "auth_user":"a\\"b","auth_password":"x" | 400 | auth_user
            "from_domain":"a b"                 | 400 | from_domain
            "caller_id_style":"loud"            | 400 | caller_id_style
            "enabled":"yes"                     | 400 | enabled
            """)
    void noTrunkIsStoredThatCouldNotWork(String fields, int status, String word) {
        String id = fresh();
        String body = fields.startsWith("\"host\"")
                ? "{\"id\":\"%s\",%s}".formatted(id, fields)
                : "{\"id\":\"%s\",\"host\":\"sip.example.net\",%s}".formatted(id, fields);
        assertThat(admin().post("/api/v1/trunks", body).problem(status)).contains(word);
        admin().get("/api/v1/trunks/" + id).problem(404);
    }

    @Test
    void routesDecideWhereNumbersGoAndKeepTheirTrunk() {
        String id = fresh();
        admin().post("/api/v1/trunks", trunk(id, "")).is(201);
        String route = "{\"prefix\":\"8835100\",\"trunk\":\"" + id + "\",\"weight\":3}";

        JsonNode added = admin().post("/api/v1/routes", route).is(201);

        assertThat(table.trunksFor(new E164("+883510012345"))).contains(id);
        assertThat(admin().post("/api/v1/routes", route).problem(409)).contains("already");
        assertThat(admin().delete("/api/v1/trunks/" + id).problem(409)).contains("Routes point");
        String path = "/api/v1/routes/" + added.get("id").asLong();
        assertThat(admin().patch(path, "{\"priority\":7}").is(200).get("weight").asInt())
                .isEqualTo(3);
        admin().patch(path, "{\"enabled\":false}").is(200);
        assertThat(table.trunksFor(new E164("+883510012345"))).doesNotContain(id);
        assertThat(admin().patch(path, "{\"weight\":0}").problem(400)).contains("weight");
        admin().delete(path).is(204);
        admin().get(path).problem(404);
        admin().delete("/api/v1/trunks/" + id).is(204);
        assertThat(table.find(id)).isEmpty();
        assertThat(admin().post("/api/v1/routes", route).problem(422)).contains("no such trunk");
        assertThat(admin().post("/api/v1/routes", "{\"prefix\":\"+44\",\"trunk\":\"x\"}")
                        .problem(400))
                .contains("prefix");
    }
}
