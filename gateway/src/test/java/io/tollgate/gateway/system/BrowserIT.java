package io.tollgate.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Playwright;
import io.tollgate.rtp.audio.WavFile;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Somebody signs in on the real page, calls a phone and is called, and both hear each other. */
class BrowserIT {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final String ALICES_NUMBER = "+442079460201";
    private static final String A_CALLER = "+442079460999";
    /** Two rounds of what the microphone hears: one of them arrives whole. */
    private static final int LONG_ENOUGH_S = 15;

    private static RunningGateway gateway;
    private static Playwright playwright;

    @BeforeAll
    static void start() {
        Programs.require("chromium", "chromium");
        gateway = RunningGateway.start("browser");
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    }

    @AfterAll
    static void stop() throws IOException {
        try {
            if (playwright != null) {
                playwright.close();
            }
        } finally {
            if (gateway != null) {
                gateway.close();
            }
        }
    }

    @Test
    void aWrongPasswordIsToldInPlainWords() {
        try (Browser browser = desktop()) {
            browser.page().waitForSelector("#sign-in:not([hidden])");
            browser.screenshot("sign-in");
            browser.page().fill("#user", "alice");
            browser.page().fill("#password", "not this one");
            browser.page().click("#sign-in button");

            browser.awaitText("#sign-in-problem", "password", SOON);
            assertThat(browser.page().isVisible("#dialler")).isFalse();
            assertThat(browser.text("#sign-in-problem")).doesNotContain("{").endsWith(".");
            browser.screenshot("sign-in-refused");
        }
    }

    @Test
    void aBrowserTalksToAPhoneAndPaysForIt() {
        Instant since = Instant.now();
        int mark = gateway.carrier().events().size();
        try (Browser browser = desktop()) {
            browser.signIn("alice");
            browser.dial("020 7946 0124");
            assertThat(browser.text("#quote"))
                    .contains("United Kingdom")
                    .contains("0.017")
                    .contains("credit lasts");
            browser.screenshot("dialler");

            browser.page().click("#call-button");
            browser.talkFor(3);
            browser.screenshot("in-call");
            assertThat(browser.text("#secured")).contains("AEAD-AES-256-GCM").contains("in the clear beyond");
            browser.talkFor(LONG_ENOUGH_S);
            WavFile played = browser.heard();
            assertThat(browser.complaints()).isEmpty();
            browser.page().click("#hang-up");
            browser.page().waitForSelector("#close:visible");
            browser.screenshot("receipt");

            JsonNode cdr = gateway.cdrSince("alice", since);
            assertThat(browser.text("#call-view #receipt"))
                    .contains("Talked")
                    .contains("0:1")
                    .contains("0.017");
            assertThat(cdr.path("cost_micros").asLong()).isEqualTo(17_000);
            assertThat(cdr.path("cause").asText()).isEqualTo("normal");
            assertHeard("at the carrier", Voices.ours(), gateway.carrier().heard(callAfter(mark)));
            assertHeard("on the page", Voices.first(Voices.carriers(), 7), played);
            gateway.assertNothingHeld();
            gateway.assertBooksRight();
        }
    }

    @Test
    void keysPressedOnThePageArriveOnceEach() {
        int mark = gateway.carrier().events().size();
        try (Browser browser = desktop()) {
            browser.signIn("bob");
            browser.dial("+44 (0)20 7946 0105");
            browser.page().click("#call-button");
            browser.awaitText("#call-state", "Talking", SOON);
            browser.page().click("#keys");
            browser.page().click("#call-keypad [data-key=\"1\"]");
            browser.page().click("#call-keypad [data-key=\"2\"]");
            browser.page().keyboard().press("3");
            browser.page().keyboard().press("#");

            Await.until(
                    "the keys arrived",
                    SOON,
                    () -> gateway.carrier().digitsAfter(mark).endsWith("#"));
            assertThat(gateway.carrier().digitsAfter(mark)).isEqualTo("123#");
            browser.talkFor(6);
            browser.page().click("#hang-up");
            browser.page().waitForSelector("#close:visible");
            assertThat(gateway.carrier().digitsAfter(mark))
                    .as("nothing came twice")
                    .isEqualTo("123#");
        }
    }

    @Test
    void aBusyLineIsToldInPlainWordsAndIsFree() {
        Instant since = Instant.now();
        try (Browser browser = phone()) {
            browser.signIn("bob");
            browser.dial("+442079460101");
            browser.screenshot("dialler-phone");
            browser.page().keyboard().press("Enter");

            browser.awaitText("#call-state", "The line is busy.", SOON);
            assertThat(browser.text("#call-view #receipt"))
                    .contains("nothing charged")
                    .contains("486");
            assertThat(gateway.cdrSince("bob", since).path("cost_micros").asLong())
                    .isZero();
        }
    }

    @Test
    void aPhoneCallsABrowserWhichAnswersByKeyboard() {
        try (Browser browser = phone()) {
            browser.signIn("alice");
            int mark = gateway.carrier().events().size();
            String call = gateway.carrier().call(ALICES_NUMBER, A_CALLER, 60, "main");

            browser.page().waitForSelector("#answer:visible");
            assertThat(browser.text("#call-state")).isEqualTo("Incoming call");
            assertThat(browser.text("#call-title").replaceAll("[^+0-9]", "")).isEqualTo(A_CALLER);
            browser.screenshot("incoming-phone");
            browser.page().keyboard().press("Enter");
            browser.talkFor(LONG_ENOUGH_S);
            browser.screenshot("in-call-phone");
            WavFile played = browser.heard();
            assertThat(browser.complaints()).isEmpty();
            browser.page().click("#hang-up");

            assertThat(gateway.carrier().await(mark, "bye").more().path("side").asText())
                    .isEqualTo("gateway");
            assertHeard("at the carrier", Voices.ours(), gateway.carrier().heard(call));
            assertHeard("on the page", Voices.first(Voices.carriers(), 7), played);
        }
    }

    @Test
    void whatTheBrowserDeclinesIsDeclinedAtTheCarrier() {
        try (Browser browser = desktop()) {
            browser.signIn("alice");
            int mark = gateway.carrier().events().size();
            gateway.carrier().call(ALICES_NUMBER, "anonymous", 10, "main");

            browser.page().waitForSelector("#answer:visible");
            assertThat(browser.text("#call-title")).isEqualTo("Number withheld");
            browser.screenshot("incoming");
            browser.page().click("#decline");

            gateway.carrier().await(mark, "ended");
            assertThat(gateway.carrier().eventsAfter(mark))
                    .anySatisfy(event ->
                            assertThat(event.more().path("status").asInt()).isEqualTo(603));
            browser.awaitText("#call-state", "declined", SOON);
        }
    }

    private static Browser desktop() {
        return Browser.open(playwright, gateway, 1100, 800, Voices.ours());
    }

    private static Browser phone() {
        return Browser.open(playwright, gateway, 390, 800, Voices.ours());
    }

    private static String callAfter(int mark) {
        return gateway.carrier().await(mark, "invite").call();
    }

    private static void assertHeard(String where, WavFile original, WavFile heard) {
        AudioMatch match = AudioMatch.of(original, heard);
        assertThat(match.same()).as("%s: %s", where, match).isTrue();
    }
}
