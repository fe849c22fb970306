package io.tollgate.rtp.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.rtp.bench.CallFile.Call;
import io.tollgate.rtp.bench.CallFile.Codec;
import io.tollgate.rtp.srtp.SrtpProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallFileTest {
    private static final String KEY = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNk";
    private static final String LINE = "c0 127.0.0.1:61000 127.0.0.1:10018 AES_CM_128_HMAC_SHA1_80 " + KEY + " " + KEY
            + " opus 111 127.0.0.1:61002 127.0.0.1:10000 - - - pcmu 0";

    @TempDir
    Path folder;

    private CallFile read(String text) throws IOException {
        return CallFile.read(Files.writeString(folder.resolve("calls.txt"), text));
    }

    @Test
    void aLineHasTheGeneratorsView() throws IOException {
        Call call = read("# a comment\n\n" + LINE + "\n").calls().getFirst();
        assertThat(call.id()).isEqualTo("c0");
        assertThat(call.a().local().getPort()).isEqualTo(61_000);
        assertThat(call.a().remote().getPort()).isEqualTo(10_018);
        assertThat(call.a().codec()).isEqualTo(Codec.OPUS);
        assertThat(call.a().payloadType()).isEqualTo(111);
        assertThat(call.a().tx()).isNotNull().isEqualTo(call.a().rx());
        assertThat(call.b().tx()).isNull();
        assertThat(call.b().codec()).isEqualTo(Codec.PCMU);
    }

    @ParameterizedTest
    @EnumSource(
            value = SrtpProfile.class,
            names = {"AES_CM_128_HMAC_SHA1_80", "AES_256_CM_HMAC_SHA1_80", "AEAD_AES_128_GCM", "AEAD_AES_256_GCM"})
    void whatIsWrittenIsReadBack(SrtpProfile profile) throws IOException {
        CallFile made = new CallPlan(87, true, profile, 2, 18_000, 20_000, 61_000).file();
        Path file = folder.resolve("made.txt");
        made.write(file);
        assertThat(CallFile.read(file)).isEqualTo(made);
        assertThat(made.calls().stream()
                        .map(call -> call.a().remote().getPort())
                        .distinct())
                .containsExactly(18_000, 18_001);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c0 127.0.0.1:61000",
                "c0 x y z k k opus 111 127.0.0.1:1 127.0.0.1:2 - - - pcmu 0",
                "c0 127.0.0.1:1 127.0.0.1:2 - - - speex 111 127.0.0.1:1 127.0.0.1:2 - - - pcmu 0",
                "c0 127.0.0.1:1 127.0.0.1:2 - - - opus 128 127.0.0.1:1 127.0.0.1:2 - - - pcmu 0",
                "c0 127.0.0.1:1 127.0.0.1:2 AEAD_AES_256_GCM AAAA AAAA opus 111 127.0.0.1:1 127.0.0.1:2 - - - pcmu 0",
                "c0 127.0.0.1:1 127.0.0.1:99999 - - - opus 111 127.0.0.1:1 127.0.0.1:2 - - - pcmu 0"
            })
    void whatIsNoCallIsRefusedWithItsLine(String line) {
        assertThatThrownBy(() -> read(LINE + "\n" + line))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("line 2");
    }
}
