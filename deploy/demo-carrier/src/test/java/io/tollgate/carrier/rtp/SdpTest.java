package io.tollgate.carrier.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tollgate.carrier.audio.G711;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SdpTest {
    private static final InetSocketAddress LOCAL = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 30_000);
    private static final String HEAD = "v=0\r\no=- 1 1 IN IP4 10.0.0.9\r\ns=-\r\nc=IN IP4 10.0.0.9\r\nt=0 0\r\n";

    @Test
    void the_first_codec_of_the_offer_that_we_speak_is_taken() {
        assertThat(usable(HEAD + "m=audio 4000 RTP/AVP 9 8 0\r\n").codec()).isEqualTo(G711.PCMA);
        assertThat(usable(HEAD + "m=audio 4000 RTP/AVP 18 0 8\r\n").codec()).isEqualTo(G711.PCMU);
    }

    @Test
    void telephone_events_keep_the_number_of_the_offer() {
        Sdp.Audio audio = usable(HEAD + "m=audio 4000 RTP/AVP 0 96 97\r\na=rtpmap:96 telephone-event/48000\r\n"
                + "a=rtpmap:97 telephone-event/8000\r\n");
        assertThat(audio.telephoneEventPt()).isEqualTo(97);
        assertThat(Sdp.answer(audio, LOCAL, 5))
                .contains("m=audio 30000 RTP/AVP 0 97\r\n", "a=rtpmap:97 telephone-event/8000\r\n", "a=ptime:20\r\n");
    }

    @Test
    void the_stream_s_own_address_wins_and_a_listener_only_is_not_sent_to() {
        Sdp.Audio audio = usable(HEAD + "m=audio 4000 RTP/AVP 0\r\nc=IN IP4 10.0.0.7\r\na=sendonly\r\n");
        assertThat(audio.rtp()).isEqualTo(new InetSocketAddress(InetAddress.ofLiteral("10.0.0.7"), 4000));
        assertThat(audio.send()).isFalse();
        assertThat(Sdp.answer(audio, LOCAL, 5)).contains("a=recvonly");
    }

    @Test
    void other_streams_are_refused_in_their_place() {
        Sdp.Audio audio = usable(HEAD + "m=video 5000 RTP/AVP 99\r\nm=audio 4000 RTP/AVP 0\r\n");
        assertThat(Sdp.answer(audio, LOCAL, 5)).containsSubsequence("m=video 0 RTP/AVP 99", "m=audio 30000 RTP/AVP 0");
    }

    @Test
    void what_cannot_be_used_is_a_reason() {
        assertThat(Sdp.read("")).isInstanceOf(Sdp.Result.Unusable.class);
        assertThat(Sdp.read(HEAD + "m=audio 4000 RTP/AVP 18\r\n")).isInstanceOf(Sdp.Result.Unusable.class);
        assertThat(Sdp.read(HEAD + "m=audio 4000 RTP/SAVP 0\r\n")).isInstanceOf(Sdp.Result.Unusable.class);
        assertThat(Sdp.read("m=audio 4000 RTP/AVP 0\r\nc=IN IP4 example.com\r\n"))
                .isInstanceOf(Sdp.Result.Unusable.class);
        assertThat(Sdp.read("x".repeat(Sdp.MAX_CHARS + 1))).isInstanceOf(Sdp.Result.Unusable.class);
    }

    @Test
    void our_own_offer_can_be_read() {
        Sdp.Audio audio = usable(Sdp.offer(LOCAL, 5));
        assertThat(audio.rtp()).isEqualTo(LOCAL);
        assertThat(audio.codec()).isEqualTo(G711.PCMA);
        assertThat(audio.telephoneEventPt()).isEqualTo(101);
    }

    @FuzzTest
    void any_text_is_answered_or_refused(byte[] text) {
        answerOrRefuse(text);
    }

    @Test
    void mutilated_offers_never_throw() {
        SplittableRandom random = new SplittableRandom(20_261_121);
        byte[] offer = (HEAD + "m=audio 4000 RTP/AVP 0 101\r\na=rtpmap:101 telephone-event/8000\r\na=ptime:20\r\n")
                .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 20_000; i++) {
            byte[] mutilated = offer.clone();
            for (int n = random.nextInt(1, 12); n > 0; n--) {
                mutilated[random.nextInt(mutilated.length)] = (byte) random.nextInt(256);
            }
            answerOrRefuse(mutilated);
        }
    }

    private static void answerOrRefuse(byte[] text) {
        if (Sdp.read(new String(text, StandardCharsets.UTF_8)) instanceof Sdp.Result.Usable(Sdp.Audio audio)) {
            assertThat(Sdp.answer(audio, LOCAL, 1)).contains("m=audio 30000");
        }
    }

    private static Sdp.Audio usable(String text) {
        Sdp.Result result = Sdp.read(text);
        assertThat(result).isInstanceOf(Sdp.Result.Usable.class);
        return ((Sdp.Result.Usable) result).audio();
    }
}
