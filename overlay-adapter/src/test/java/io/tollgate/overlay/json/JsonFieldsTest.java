package io.tollgate.overlay.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFieldsTest {

    private static JsonFields parse(String text) {
        return JsonFields.parse(text.getBytes(StandardCharsets.UTF_8), 4096);
    }

    @Test
    void fieldsAreReadWithinTheirLimits() {
        JsonFields fields =
                parse("{\"t\":\"abc\",\"n\":7,\"d\":1.5,\"b\":true,\"o\":{\"x\":\"y\"},\"u\":null,\"?\":[]}");
        assertThat(fields.text("t", 3)).isEqualTo("abc");
        assertThat(fields.whole("n", 7, 7)).isEqualTo(7);
        assertThat(fields.real("d", 0, 2)).isEqualTo(1.5);
        assertThat(fields.real("n", 0, 9)).isEqualTo(7);
        assertThat(fields.flag("b")).isTrue();
        assertThat(fields.object("o").text("x", 1)).isEqualTo("y");
        assertThat(fields.optionalText("u", 1)).isNull();
        assertThat(fields.optionalText("absent", 1)).isNull();
        assertThat(fields.fault()).isNull();
    }

    @Test
    void theFirstFaultIsRemembered() {
        JsonFields fields = parse("{\"t\":\"abcd\",\"n\":\"7\"}");
        assertThat(fields.text("t", 3)).isEmpty();
        assertThat(fields.whole("n", 0, 9)).isZero();
        assertThat(fields.fault()).isEqualTo("t is longer than 3 characters");
    }

    @Test
    void aFaultInsideIsAFaultOutside() {
        JsonFields fields = parse("{\"o\":{}}");
        fields.object("o").text("x", 1);
        assertThat(fields.fault()).isEqualTo("o.x is missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "7",
                "[]",
                "{",
                "{}{}",
                "{} x",
                "{\"a\":1,\"a\":2}",
                "{'a':1}",
                "{\"a\":01}",
                "{\"a\":NaN}",
                "{\"a\":1e999999999999999999999}",
                "{\"a\":123456789012345678901}",
                "{\"a\":[[[[[[[[[[]]]]]]]]]]}",
                "{\"a\":\"\u0001\"}",
                "// {}",
            })
    void whatIsNoPlainObjectIsAFault(String text) {
        assertThat(parse(text).fault()).isNotNull();
    }

    @Test
    void brokenUtf8IsAFault() {
        byte[] text = {'{', '"', (byte) 0xc3, '"', ':', '1', '}'};
        assertThat(JsonFields.parse(text, 100).fault()).isEqualTo("not UTF-8");
    }

    @Test
    void wrongKindsAreFaults() {
        String text = "{\"t\":1,\"n\":1.5,\"d\":\"1\",\"b\":\"true\",\"o\":[],\"a\":{},\"e\":\"\"}";
        assertThat(faultOf(text, f -> f.text("t", 9))).isEqualTo("t is not a text");
        assertThat(faultOf(text, f -> f.text("e", 9))).isEqualTo("e is empty");
        assertThat(faultOf(text, f -> f.whole("n", 0, 9))).isEqualTo("n is not a whole number");
        assertThat(faultOf(text, f -> f.whole("t", 2, 9))).isEqualTo("t is out of range");
        assertThat(faultOf(text, f -> f.real("d", 0, 9))).isEqualTo("d is not a number");
        assertThat(faultOf(text, f -> f.flag("b"))).isEqualTo("b is not true or false");
        assertThat(faultOf(text, f -> f.object("o"))).isEqualTo("o is not an object");
        assertThat(faultOf(text, f -> f.objects("a", 9))).isEqualTo("a is not an array of 1 to 9 objects");
        assertThat(faultOf(text, f -> f.texts("o", 9, 9))).isEqualTo("o is not an array of 1 to 9 texts");
        assertThat(faultOf(text, f -> f.onlyFields(Set.of("t")))).isEqualTo("a field that is not allowed here");
    }

    private static String faultOf(String text, Consumer<JsonFields> read) {
        JsonFields fields = parse(text);
        read.accept(fields);
        return String.valueOf(fields.fault());
    }
}
