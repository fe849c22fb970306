package io.tollgate.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.tollgate.billing.ledger.chain.Receipt;
import io.tollgate.billing.ledger.chain.ReceiptJson;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Somebody sees their package on the real page, buys credit at the demo's simulated provider, and rents a number. */
class CreditIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    private static RunningGateway gateway;
    private static Playwright playwright;

    @BeforeAll
    static void start() {
        Programs.require("chromium", "chromium");
        gateway = RunningGateway.start("credit", "tollgate.payments.demo-port=0");
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
    void creditIsBoughtByCardPaysForANumberAndIsReceipted() throws Exception {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        gateway.post(
                "/api/v1/accounts/carol/allowances",
                Map.of(
                        "id",
                        UUID.randomUUID().toString(),
                        "group",
                        "*",
                        "starts_at",
                        now.minusSeconds(60).toString(),
                        "ends_at",
                        now.plus(Duration.ofDays(30)).toString(),
                        "seconds",
                        7_230,
                        "reference",
                        "two hours"));
        try (Browser browser = Browser.open(playwright, gateway, 1100, 900, Voices.ours())) {
            browser.signIn("carol");
            browser.awaitText("#offers", "25.00 EUR", SOON);
            browser.awaitText("#credit", "10.00", SOON);
            browser.awaitText("#my-packages", "120 of 120 minutes anywhere", SOON);
            browser.awaitText("#my-packages", "two hours", SOON);

            Page payment =
                    browser.page().waitForPopup(() -> browser.page().click("#offers button:has-text(\"25.00\")"));
            payment.click("button[value=GOOD]");
            browser.awaitText("#money-said", "25.00 EUR have been credited", SOON);
            browser.awaitText("#credit", "35.00", SOON);
            browser.awaitText("#notices", "Top-up by card", SOON);

            browser.page().click("#find-numbers");
            browser.awaitText("#number-offers", "+442079460203", SOON);
            browser.screenshot("credit");
            browser.page().click("#number-offers button >> nth=0");
            browser.awaitText("#my-numbers", "+442079460203", SOON);
            browser.awaitText("#credit", "25.00", SOON);

            browser.page().fill("#code", "00000-00000-00000-00000");
            browser.page().click("#voucher button");
            browser.awaitText("#money-said", "no code of ours", SOON);
            browser.screenshot("credit-number");

            Download download =
                    browser.page().waitForDownload(() -> browser.page().click("#download-receipt"));
            Receipt receipt = ReceiptJson.read(Files.readString(download.path()));
            assertThat(receipt.problems()).isEmpty();
            assertThat(receipt.entries()).hasSize(3);
            assertThat(browser.complaints()).isEmpty();
        }
    }
}
