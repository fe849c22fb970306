package io.tollgate.carrier;

import static io.tollgate.carrier.CarrierFixture.VOICES;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.carrier.audio.G711;
import io.tollgate.carrier.audio.Voices;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that the carrier places, with SIPp in the gateway's place, ordered over HTTP. */
class CallsToGatewayTest {
    @TempDir
    Path dir;

    private CarrierFixture carrier;

    @BeforeAll
    static void sippIsThere() {
        Sipp.require();
    }

    @BeforeEach
    void open() throws Exception {
        carrier = new CarrierFixture(dir);
    }

    @AfterEach
    void close() {
        carrier.close();
    }

    @Test
    void a_call_is_answered_hears_the_voice_and_is_hung_up_after_its_seconds() throws Exception {
        try (Phone phone = Phone.open(G711.PCMU)) {
            String scenario = Sipp.receiveRequest("INVITE")
                    + Sipp.respond("180 Ringing", "", "")
                    + Sipp.pause(200)
                    + Sipp.respond("200 OK", "", Sipp.sdp(phone.port(), "0"))
                    + Sipp.receiveRequest("ACK")
                    + Sipp.receiveRequest("BYE")
                    + Sipp.respondInDialog("200 OK");
            Sipp.Running gateway = Sipp.gateway(dir, carrier.gatewayPort, scenario);
            String id = place("{\"to\":\"+442079460202\",\"from\":\"+442079460999\",\"seconds\":3}");
            gateway.succeeds();
            short[] main = Arrays.copyOf(VOICES.voice(Voices.Name.MAIN).toArray(), 16_000);
            Phone.Match match = Phone.find(main, phone.heard());
            assertThat(match.correlation()).as("%s", match).isGreaterThan(0.99);
            assertThat(awaitEnd(id)).contains("\"side\":\"carrier\"", "\"status\":200", "\"codec\":\"PCMU\"");
        }
    }

    @Test
    void a_refusal_of_an_anonymous_call_keeps_status_and_cause() throws Exception {
        String scenario = "<recv request=\"INVITE\"><action>"
                + "<ereg regexp=\"anonymous.invalid\" search_in=\"hdr\" header=\"From:\" check_it=\"true\""
                + " assign_to=\"1\"/><ereg regexp=\"id\" search_in=\"hdr\" header=\"Privacy:\" check_it=\"true\""
                + " assign_to=\"2\"/></action></recv><Reference variables=\"1,2\"/>\n"
                + Sipp.respond("486 Busy Here", "Reason: Q.850;cause=17;text=\"User busy\"\n", "")
                + Sipp.receiveRequest("ACK");
        Sipp.Running gateway = Sipp.gateway(dir, carrier.gatewayPort, scenario);
        String id = place("{\"to\":\"+442079460202\",\"from\":\"anonymous\"}");
        gateway.succeeds();
        assertThat(awaitEnd(id)).contains("\"status\":486", "\"q850\":17", "\"reason\":\"User busy\"");
    }

    @Test
    void deleting_a_ringing_call_cancels_it() throws Exception {
        String scenario = Sipp.receiveRequest("INVITE")
                + Sipp.respond("180 Ringing", "", "")
                + Sipp.receiveRequest("CANCEL")
                + Sipp.respondInDialog("200 OK")
                + Sipp.respond("487 Request Terminated", "", "").replace("[last_CSeq:]", "CSeq: 1 INVITE")
                + Sipp.receiveRequest("ACK");
        Sipp.Running gateway = Sipp.gateway(dir, carrier.gatewayPort, scenario);
        String id = place("{\"to\":\"+442079460202\",\"from\":\"+442079460999\"}");
        carrier.awaitEvent(e -> e.contains("\"ringing\""));
        assertThat(carrier.request("DELETE", "/calls/" + id).statusCode()).isEqualTo(200);
        gateway.succeeds();
        assertThat(awaitEnd(id)).contains("\"status\":487", "\"side\":\"carrier\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"to\":\"x\"}",
                "{\"to\":\"+4420\",\"from\":\"nobody\"}",
                "{\"to\":\"+4420\",\"seconds\":\"long\"}",
                "{\"to\":\"+4420\",\"voice\":\"opera\"}",
                "{\"to\":\"+4420\",\"play\":\"/nowhere.wav\"}",
                "{\"to\":{}}"
            })
    void an_order_that_makes_no_sense_is_refused_with_words(String body) throws Exception {
        HttpResponse<String> response = carrier.post(body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("\"error\"");
    }

    @Test
    void the_control_server_tells_its_health_and_refuses_web_pages() throws Exception {
        assertThat(carrier.request("GET", "/health").body()).contains("UP");
        assertThat(carrier.request("GET", "/calls").body()).isEqualTo("[]\n");
        assertThat(carrier.request("GET", "/calls/none").statusCode()).isEqualTo(404);
        assertThat(carrier.request("DELETE", "/calls/none").statusCode()).isEqualTo(404);
        assertThat(carrier.post("{\"to\":\"+4420\"}", "Origin", "http://evil.example")
                        .statusCode())
                .isEqualTo(403);
    }

    private String place(String order) throws IOException, InterruptedException {
        HttpResponse<String> response = carrier.post(order);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        Matcher id = Pattern.compile("\"call\":\"([^\"]+)\"").matcher(response.body());
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    private String awaitEnd(String id) throws IOException, InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        String shown = "";
        for (int tries = 0; tries < 100 && !shown.contains("\"state\":\"ended\""); tries++) {
            shown = carrier.request("GET", "/calls/" + id).body();
            assertThat(never.await(50, TimeUnit.MILLISECONDS)).isFalse();
        }
        return shown;
    }
}
