package io.tollgate.carrier;

import static io.tollgate.carrier.CarrierFixture.VOICES;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.carrier.audio.G711;
import io.tollgate.carrier.audio.Recording;
import io.tollgate.carrier.audio.Voices;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each number as a foreign SIP implementation sees and hears it. */
class NumbersAgainstSippTest {
    private static final short[] MAIN = VOICES.voice(Voices.Name.MAIN).toArray();

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

    @ParameterizedTest
    @CsvSource({
        "+442079460101, 486, 17",
        "+442079460104, 503, 34",
        "+442079460107, 603, 21",
        "+442079460150, 404, 1",
        "+33140000000, 404, 1"
    })
    void a_refusing_number_refuses_with_its_reason(String number, int status, int q850) throws Exception {
        String scenario = Sipp.invite(6000, "0 8") + Sipp.receiveRefusal(status, q850) + Sipp.sameTransaction("ACK");
        Sipp.caller(dir, carrier.sipPort, number, scenario).succeeds();
        carrier.awaitEvent(e -> e.contains("\"refused\"") && e.contains("\"status\":" + status));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+442079460124", "02079460124", "442079460124"})
    void the_voice_arrives_in_the_first_codec_of_the_offer(String number) throws Exception {
        boolean alaw = number.startsWith("+");
        try (Phone phone = Phone.open(alaw ? G711.PCMA : G711.PCMU)) {
            Sipp.caller(dir, carrier.sipPort, number, Sipp.answeredCall(phone.port(), alaw ? "8 0" : "0 8", 3000))
                    .succeeds();
            assertThat(phone.packets()).as("50 packets a second").isBetween(135, 175);
            Phone.Match match = Phone.find(Arrays.copyOf(MAIN, 16_000), phone.heard());
            assertThat(match.correlation()).as("%s", match).isGreaterThan(0.99);
            assertThat(match.lag()).as("from its beginning").isZero();
        }
    }

    @Test
    void voice_and_echo_are_mixed_and_both_directions_are_recorded() throws Exception {
        Recording spoken = VOICES.voice(Voices.Name.UNRECOGNISED);
        try (Phone phone = Phone.open(G711.PCMU).say(spoken)) {
            Sipp.caller(dir, carrier.sipPort, "+442079460123", Sipp.answeredCall(phone.port(), "0", 4000))
                    .succeeds();
            short[] residue = phone.heard();
            for (int i = 0; i < residue.length; i++) {
                residue[i] -= G711.PCMU.decode(G711.PCMU.encode(MAIN[i % MAIN.length]));
            }
            Phone.Match echo = Phone.find(Arrays.copyOf(spoken.toArray(), 16_000), residue);
            assertThat(echo.correlation()).as("%s", echo).isGreaterThan(0.9);
            assertThat(echo.lag()).as("200 ms and the way").isBetween(1600, 5000);
        }
        carrier.awaitEvent(e -> e.contains("\"ended\""));
        Phone.Match heard =
                Phone.find(spoken.toArray(), carrier.recording("-heard.wav").toArray());
        assertThat(heard.correlation()).as("%s", heard).isGreaterThan(0.99);
        assertThat(heard.lag()).isZero();
        Phone.Match sent = Phone.find(
                Arrays.copyOf(MAIN, 1600), carrier.recording("-sent.wav").toArray());
        assertThat(sent.lag()).as("%s", sent).isZero();
    }

    @Test
    void the_echo_number_returns_what_it_hears() throws Exception {
        short[] spoken = Arrays.copyOf(MAIN, 16_000);
        try (Phone phone = Phone.open(G711.PCMA).say(Recording.of(spoken))) {
            Sipp.caller(dir, carrier.sipPort, "+442079460125", Sipp.answeredCall(phone.port(), "8", 3000))
                    .succeeds();
            Phone.Match echo = Phone.find(spoken, phone.heard());
            assertThat(echo.correlation()).as("%s", echo).isGreaterThan(0.98);
        }
    }

    @Test
    void a_ringing_number_is_cancelled_with_487() throws Exception {
        String scenario = Sipp.invite(6000, "0")
                + Sipp.receive(180)
                + Sipp.pause(300)
                + Sipp.sameTransaction("CANCEL")
                + Sipp.receive(200)
                + Sipp.receive(487)
                + Sipp.sameTransaction("ACK");
        Sipp.caller(dir, carrier.sipPort, "+442079460102", scenario).succeeds();
        carrier.awaitEvent(e -> e.contains("\"cancelled\"") && e.contains("\"side\":\"gateway\""));
    }

    @Test
    void early_media_announces_before_the_answer_and_then_the_voice_begins() throws Exception {
        try (Phone phone = Phone.open(G711.PCMU)) {
            String scenario = Sipp.invite(phone.port(), "0")
                    + Sipp.receive(183)
                    + Sipp.receive(200)
                    + Sipp.request("ACK", "1 ACK")
                    + Sipp.pause(2500)
                    + Sipp.request("BYE", "2 BYE")
                    + Sipp.receive(200);
            Sipp.caller(dir, carrier.sipPort, "+442079460103", scenario).succeeds();
            short[] early = VOICES.voice(Voices.Name.EARLY).toArray();
            Phone.Match announcement = Phone.find(early, phone.heard());
            Phone.Match voice = Phone.find(Arrays.copyOf(MAIN, 12_000), phone.heard());
            assertThat(announcement.correlation()).as("%s", announcement).isGreaterThan(0.99);
            assertThat(voice.correlation()).as("%s", voice).isGreaterThan(0.99);
            assertThat(voice.lag()).isGreaterThan(announcement.lag() + early.length);
        }
    }

    @Test
    void an_unrecognised_number_is_announced_and_then_refused_without_an_answer() throws Exception {
        try (Phone phone = Phone.open(G711.PCMU)) {
            String scenario = Sipp.invite(phone.port(), "0")
                    + Sipp.receive(183)
                    + Sipp.receiveRefusal(404, 1)
                    + Sipp.sameTransaction("ACK");
            Sipp.caller(dir, carrier.sipPort, "+442079460108", scenario).succeeds();
            Phone.Match match =
                    Phone.find(VOICES.voice(Voices.Name.UNRECOGNISED).toArray(), phone.heard());
            assertThat(match.correlation()).as("%s", match).isGreaterThan(0.99);
        }
    }

    @Test
    void pressed_digits_are_read_back_after_hash() throws Exception {
        try (Phone phone = Phone.open(G711.PCMU).press("42#")) {
            Sipp.caller(dir, carrier.sipPort, "+442079460105", Sipp.answeredCall(phone.port(), "0", 4000))
                    .succeeds();
            assertThatItReads(phone, "42#");
        }
        assertThat(carrier.events().stream().filter(e -> e.contains("\"dtmf\"")))
                .hasSize(3);
    }

    @Test
    void digits_as_tones_are_read_back_after_two_seconds() throws Exception {
        Recording keys = tone(770, 1336).then(Recording.silence(80)).then(tone(852, 1336));
        try (Phone phone = Phone.open(G711.PCMA).say(keys)) {
            Sipp.caller(dir, carrier.sipPort, "+442079460105", Sipp.answeredCall(phone.port(), "8", 5000))
                    .succeeds();
            assertThatItReads(phone, "58");
        }
    }

    @Test
    void the_short_call_is_hung_up_by_the_carrier_after_ten_seconds() throws Exception {
        try (Phone phone = Phone.open(G711.PCMU)) {
            String scenario = Sipp.invite(phone.port(), "0")
                    + Sipp.receive(180)
                    + Sipp.receive(200)
                    + Sipp.request("ACK", "1 ACK")
                    + Sipp.receiveRequest("BYE")
                    + Sipp.respondInDialog("200 OK");
            Sipp.caller(dir, carrier.sipPort, "+442079460106", scenario).succeeds();
            assertThat(phone.heard().length).isBetween(78_000, 84_000);
        }
        carrier.awaitEvent(e -> e.contains("\"bye\"") && e.contains("\"side\":\"carrier\""));
    }

    @Test
    void garbage_on_its_ports_leaves_it_alive() throws Exception {
        SplittableRandom random = new SplittableRandom(5090);
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int i = 0; i < 5000; i++) {
                byte[] garbage = i % 500 == 0 ? nested() : new byte[random.nextInt(1, 1200)];
                if (i % 500 != 0) {
                    random.nextBytes(garbage);
                }
                byte[] start = "INVITE sip:+442079460123@127.0.0.1 SIP/2.0\r\nVia: ".getBytes(US_ASCII);
                if (i % 3 == 0 && garbage.length > start.length) {
                    System.arraycopy(start, 0, garbage, 0, start.length);
                }
                socket.send(new DatagramPacket(
                        garbage,
                        garbage.length,
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), carrier.sipPort)));
            }
        }
        Sipp.caller(dir, carrier.sipPort, "x", Sipp.options() + Sipp.receive(200))
                .succeeds();
    }

    private static byte[] nested() {
        return ("OPTIONS sip:a@b SIP/2.0\r\nUser-Agent: " + "(".repeat(12_000) + "\r\n\r\n").getBytes(US_ASCII);
    }

    private static void assertThatItReads(Phone phone, String digits) {
        Recording expected = Recording.silence(0);
        for (int i = 0; i < digits.length(); i++) {
            expected = expected.then(VOICES.digit(digits.charAt(i))).then(Recording.silence(150));
        }
        Phone.Match match = Phone.find(expected.toArray(), phone.heard());
        assertThat(match.correlation()).as("%s", match).isGreaterThan(0.98);
    }

    private static Recording tone(double rowHz, double columnHz) {
        short[] pcm = new short[800];
        for (int i = 0; i < pcm.length; i++) {
            double t = i / 8000.0;
            pcm[i] = (short) (5000 * (Math.sin(2 * Math.PI * rowHz * t) + Math.sin(2 * Math.PI * columnHz * t)));
        }
        return Recording.of(pcm);
    }
}
