package io.tollgate.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.tollgate.billing.cdr.CallAttempt.Kind;
import io.tollgate.billing.cdr.Cdr;
import io.tollgate.gateway.call.CallEnd;
import io.tollgate.gateway.call.Cause;
import io.tollgate.gateway.call.EndSide;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AttemptLogTest {
    private static final Instant START = Instant.parse("2026-11-30T10:00:00.1234Z");
    private static final UUID CALL = UUID.fromString("11111111-2222-4333-8444-555555555555");
    private static final Cdr.Numbers NUMBERS = new Cdr.Numbers("020 7946 0123", "+442079460123", "+4930123456");
    private static final CallEnd HUNG_UP = CallEnd.of(EndSide.CALLER, Cause.NORMAL, "");

    private final AttemptLog log = new AttemptLog();

    private static Instant after(long ms) {
        return START.plusMillis(ms);
    }

    private ArrayNode written() {
        ArrayNode list = new ObjectMapper().createArrayNode();
        log.writeTo(
                list,
                new Cdr.Quality(
                        null,
                        null,
                        null,
                        new Cdr.Stream(1, 1.0, null, null, null, null, null, null, 4.0),
                        new Cdr.Stream(1, 2.0, null, 3.0, null, null, null, null, 3.5),
                        null));
        return list;
    }

    @Test
    void aTrunkThatFailsAndTheOneThatAnswersHaveEachItsOwnEnd() {
        AttemptLog.Attempt first = log.begin(CALL, Kind.TRUNK, "a", NUMBERS, START);
        first.failed(after(300), CallEnd.fromTrunk(503, 34, "no"));
        AttemptLog.Attempt second = log.begin(CALL, Kind.TRUNK, "b", NUMBERS, after(310));
        second.ringing(after(1_310));
        second.ringing(after(2_000));
        second.answered(after(5_310), "PCMU/8000");
        second.failed(after(65_000), CallEnd.of(EndSide.CALLEE, Cause.NORMAL, ""));
        log.ended(after(65_310), HUNG_UP);
        ArrayNode list = written();

        JsonNode failed = list.get(0);
        assertThat(failed.get("sip_status").asInt()).isEqualTo(503);
        assertThat(failed.get("ended_at").asText()).isEqualTo("2026-11-30T10:00:00.423Z");
        assertThat(failed.has("pdd_ms")).isFalse();
        assertThat(failed.has("mos")).isFalse();
        JsonNode answered = list.get(1);
        assertThat(answered.get("ordinal").asInt()).isEqualTo(2);
        assertThat(answered.get("pdd_ms").asLong()).isEqualTo(1_000);
        assertThat(answered.get("talk_ms").asLong()).isEqualTo(60_000);
        assertThat(answered.get("side").asText()).isEqualTo("caller");
        assertThat(answered.get("codec").asText()).isEqualTo("PCMU/8000");
        assertThat(answered.get("mos").asDouble()).isEqualTo(3.5);
        assertThat(answered.get("sent").asText()).isEqualTo("+442079460123");
        assertThat(answered.get("id")).isNotEqualTo(failed.get("id"));
    }

    @Test
    void devicesRingAtTheSameTimeAndTheOthersEndAsAnsweredElsewhere() {
        log.begin(CALL, Kind.DEVICE, "phone", NUMBERS, START);
        log.begin(CALL, Kind.DEVICE, "laptop", NUMBERS, START);
        log.to("laptop").orElseThrow().failed(after(900), CallEnd.of(EndSide.CALLEE, Cause.ANSWERED_ELSEWHERE, ""));
        assertThat(log.to("laptop")).isEmpty();
        log.to("phone").orElseThrow().answered(after(1_000), "opus");
        log.ended(after(2_000), HUNG_UP);

        assertThat(written().findValuesAsText("cause")).containsExactly("normal", "answered-elsewhere");
        assertThat(written().get(0).get("mos").asDouble()).isEqualTo(4.0);
        assertThat(written().get(1).get("talk_ms").asLong()).isZero();
    }

    @Test
    void anAttemptsIdFollowsFromItsCallAndPlace() {
        UUID one = id();
        assertThat(id()).isEqualTo(one);
    }

    private static UUID id() {
        AttemptLog log = new AttemptLog();
        log.begin(CALL, Kind.TRUNK, "a", NUMBERS, START);
        log.ended(START, HUNG_UP);
        ArrayNode list = new ObjectMapper().createArrayNode();
        log.writeTo(list, Cdr.Quality.UNMEASURED);
        return UUID.fromString(list.get(0).get("id").asText());
    }
}
