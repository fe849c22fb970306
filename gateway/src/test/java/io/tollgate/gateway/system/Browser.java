package io.tollgate.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.ViewportSize;
import io.tollgate.rtp.audio.WavFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Chromium without a screen, whose microphone is a file and whose loudspeaker is a recording; one tab with the dialler. */
final class Browser implements AutoCloseable {
    private static final int RATE = 48_000;
    private static final double TIMEOUT_MS = 20_000;
    private static final int PAUSE = RATE * 4 / 5;
    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            "--autoplay-policy=no-user-gesture-required",
            "--allow-loopback-in-peer-connection");

    /** A script that looks an element up by its id finds the first one only. */
    private static final String IDS_GIVEN_TWICE =
            "[...document.querySelectorAll('[id]')].map(e => e.id).filter((id, i, all) => all.indexOf(id) !== i)";

    private final RunningGateway gateway;
    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();

    private Browser(RunningGateway gateway, BrowserContext context) {
        this.gateway = gateway;
        this.context = context;
        this.page = context.pages().getFirst();
        page.setDefaultTimeout(TIMEOUT_MS);
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && message.text().startsWith("capture:")) {
                complaints.add(message.text());
            }
        });
        page.addInitScript(resource("capture.js"));
        page.navigate(gateway.url() + "/");
        assertThat(page.evaluate(IDS_GIVEN_TWICE).toString())
                .as("ids given twice")
                .isEqualTo("[]");
    }

    /**
     * Opens the dialler in a browser of its own, which has never been here.
     *
     * @param says what its microphone hears, again and again
     */
    static Browser open(Playwright playwright, RunningGateway gateway, int width, int height, WavFile says) {
        try {
            Path folder = Files.createTempDirectory(gateway.folder(), "chromium-");
            Path microphone = folder.resolve("microphone.wav");
            short[] voice = Resample.toShorts(Resample.to(RATE, says.sampleRate(), says.mono()));
            WavFile.write(microphone, RATE, Arrays.copyOf(voice, voice.length + PAUSE));
            List<String> flags = new ArrayList<>(FLAGS);
            flags.add("--use-file-for-fake-audio-capture=" + microphone);
            return new Browser(
                    gateway,
                    playwright
                            .chromium()
                            .launchPersistentContext(
                                    folder.resolve("profile"),
                                    new BrowserType.LaunchPersistentContextOptions()
                                            .setExecutablePath(Programs.require("chromium", "chromium"))
                                            .setHeadless(true)
                                            .setViewportSize(new ViewportSize(width, height))
                                            .setPermissions(List.of("microphone"))
                                            .setIgnoreDefaultArgs(List.of("--mute-audio"))
                                            .setArgs(flags)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = Browser.class.getResourceAsStream("/system/" + name)) {
            if (in == null) {
                throw new AssertionError("the test resource system/" + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Page page() {
        return page;
    }

    /** Signs in as a demo user, and waits until calls can come and go. */
    void signIn(String user) {
        page.fill("#user", user);
        page.fill("#password", gateway.password(user));
        page.keyboard().press("Enter");
        page.waitForSelector("#link[data-state=online]");
        page.check("#headset");
    }

    /** Types a number and waits until it can be called. */
    void dial(String number) {
        page.fill("#number", number);
        page.waitForSelector("#call-button:not([disabled])");
    }

    String text(String selector) {
        String text = page.textContent(selector);
        return text == null ? "" : text.strip();
    }

    /** Waits until the element's text contains that. */
    void awaitText(String selector, String text, Duration within) {
        try {
            page.waitForFunction(
                    "([selector, text]) => document.querySelector(selector).textContent.includes(text)",
                    List.of(selector, text),
                    new Page.WaitForFunctionOptions().setTimeout((double) within.toMillis()));
        } catch (TimeoutError e) {
            throw new AssertionError(
                    "not '" + text + "' in " + selector + " but '" + text(selector) + "'; the page said " + complaints,
                    e);
        }
    }

    /** Waits until the call has lasted so many seconds, less than a minute, by the page's own clock. */
    void talkFor(int seconds) {
        awaitText("#call-state", "Talking", Duration.ofSeconds(20));
        page.waitForFunction(
                "seconds => Number(document.querySelector('#call-time').textContent.replace(/^.*:/, '')) >= seconds",
                seconds,
                new Page.WaitForFunctionOptions().setTimeout(seconds * 1000.0 + TIMEOUT_MS));
    }

    /** What the page has played so far. */
    WavFile heard() {
        byte[] pcm = Base64.getDecoder().decode((String) page.evaluate("whatWasPlayed()"));
        short[] samples = new short[pcm.length / 2];
        ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
        return new WavFile(RATE, samples);
    }

    /** Keeps a picture below target/screenshots, for people to look at. */
    void screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", name + ".png")));
    }

    /** Exceptions that the page's scripts did not catch. */
    List<String> complaints() {
        return complaints;
    }

    @Override
    public void close() {
        context.close();
    }
}
