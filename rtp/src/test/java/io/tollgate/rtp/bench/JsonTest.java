package io.tollgate.rtp.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void everyKindOfValueIsWritten() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("text", "a \"quoted\" \\ line\n");
        object.put("whole", 100L);
        object.put("part", 1.2345);
        object.put("round", 100.0);
        object.put("none", Double.NaN);
        object.put("list", List.of(true, Map.of()));
        assertThat(Json.of(object))
                .isEqualTo("{\"text\":\"a \\\"quoted\\\" \\\\ line\\u000a\",\"whole\":100,\"part\":1.235,\"round\":100,"
                        + "\"none\":null,\"list\":[true,{}]}");
    }
}
