package io.tollgate.billing.payment.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.billing.payment.Fact;
import io.tollgate.billing.payment.stripe.StripeEvents.Reading;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StripeEventsTest {
    private static final UUID TOP_UP = UUID.fromString("0199c0de-0000-7000-8000-000000000001");
    private static final String CHARGE = """
            {"id":"evt_1","object":"event","type":"charge.refunded","created":1767225600,"data":{"object":{
              "id":"ch_1","object":"charge","amount":1000,"amount_refunded":250,"currency":"eur","status":"succeeded",
              "customer":"cus_1","payment_intent":"pi_1","payment_method":"pm_1",
              "billing_details":{"address":{"country":"GB"}},
              "payment_method_details":{"type":"card","card":{"country":"US","last4":"4242"}},
              "metadata":{"topup":"0199c0de-0000-7000-8000-000000000001"},"some_new_field":{"a":[1,2]}}}}""";

    private static Reading read(String json) {
        return StripeEvents.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static Fact fact(String json) {
        assertThat(read(json)).isInstanceOf(Reading.Read.class);
        Fact fact = ((Reading.Read) read(json)).event().fact();
        assertThat(fact).isNotNull();
        return java.util.Objects.requireNonNull(fact);
    }

    @Test
    void aChargeIsReadAsItStands() {
        assertThat(fact(CHARGE))
                .isEqualTo(new Fact.Charge(
                        TOP_UP,
                        "pi_1",
                        Fact.Status.SUCCEEDED,
                        10_000_000,
                        "EUR",
                        2_500_000,
                        new Fact.Card("US", "GB", "cus_1", "pm_1", null, null)));
    }

    @Test
    void aDeclinedCardSaysWhy() {
        String declined = CHARGE.replace("charge.refunded", "charge.failed")
                .replace(
                        "\"succeeded\"",
                        "\"failed\",\"failure_code\":\"card_declined\",\"failure_message\":\"No\\nmoney.\",\"outcome\":{\"reason\":\"insufficient_funds\"}");
        assertThat(fact(declined)).isInstanceOfSatisfying(Fact.Charge.class, charge -> {
            assertThat(charge.status()).isEqualTo(Fact.Status.FAILED);
            assertThat(charge.card().declineCode()).isEqualTo("insufficient_funds");
            assertThat(charge.card().declineWords()).isEqualTo("No money.");
        });
    }

    @Test
    void disputesAndPagesAreRead() {
        String dispute = """
                {"id":"evt_2","type":"charge.dispute.funds_%s","data":{"object":{"id":"dp_1","amount":1000,
                "currency":"eur","charge":"ch_1","payment_intent":{"id":"pi_1","object":"payment_intent"}}}}""";
        assertThat(fact(dispute.formatted("withdrawn")))
                .isEqualTo(new Fact.Dispute("dp_1", "pi_1", 10_000_000, "EUR", true, false));
        assertThat(fact(dispute.formatted("reinstated")))
                .isEqualTo(new Fact.Dispute("dp_1", "pi_1", 10_000_000, "EUR", true, true));
        assertThat(fact(
                        "{\"id\":\"evt_3\",\"type\":\"checkout.session.expired\",\"data\":{\"object\":{\"id\":\"cs_1\",\"payment_intent\":null,"
                                + "\"metadata\":{\"topup\":\"" + TOP_UP + "\"}}}}"))
                .isEqualTo(new Fact.Session(TOP_UP, "cs_1", null, true));
    }

    @Test
    void whatIsOfNoConcernIsAnEventWithoutAFact() {
        assertThat(read("{\"id\":\"evt_4\",\"type\":\"customer.created\",\"data\":{\"object\":{}}}"))
                .isInstanceOfSatisfying(
                        Reading.Read.class,
                        read -> assertThat(read.event().fact()).isNull());
    }

    @Test
    void whatIsWrongIsNamed() {
        assertThat(read("[]")).isEqualTo(new Reading.Unreadable("The body is no JSON object"));
        assertThat(read(CHARGE.replace("\"amount\":1000", "\"amount\":-5")))
                .isEqualTo(new Reading.Unreadable("/data/object/amount is no amount"));
        assertThat(read(CHARGE.replace("\"amount\":1000", "\"amount\":10.5")))
                .isEqualTo(new Reading.Unreadable("/data/object/amount is no amount"));
        assertThat(read(CHARGE.replace("\"amount\":1000", "\"amount\":9223372036854775807")))
                .isEqualTo(new Reading.Unreadable("/data/object/amount is beyond reason"));
        assertThat(read(CHARGE.replace("\"eur\"", "\"xxq\"")))
                .isEqualTo(new Reading.Unreadable("/data/object/currency is no currency"));
        assertThat(read(CHARGE.replace("0199c0de", "zzz")))
                .isEqualTo(new Reading.Unreadable("/data/object/metadata/topup is no id of ours"));
    }

    @Test
    void tenThousandMutantsAreReadOrRefusedAndNeverThrow() {
        SplittableRandom random = new SplittableRandom(4_2026);
        int refused = 0;
        for (int i = 0; i < 10_000; i++) {
            byte[] body = CHARGE.getBytes(StandardCharsets.UTF_8);
            for (int wounds = random.nextInt(1, 6); wounds > 0; wounds--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            if (StripeEvents.read(body) instanceof Reading.Unreadable(String why)) {
                assertThat(why).isNotBlank().doesNotContain("Exception");
                refused++;
            }
        }
        assertThat(refused).isBetween(2_000, 9_999);
    }

    @Test
    void amountsGoByTheCurrencysDecimals() {
        assertThat(MinorUnits.of(10_000_000, "EUR")).isEqualTo(1_000);
        assertThat(MinorUnits.of(500_000_000, "JPY")).isEqualTo(500);
        assertThat(MinorUnits.of(1_234_000, "KWD")).isEqualTo(1_234);
        assertThat(MinorUnits.micros(1_000, "EUR")).isEqualTo(10_000_000);
        assertThat(MinorUnits.isWhole(5_000, "EUR")).isFalse();
        assertThat(MinorUnits.isWhole(10_000_000, "HUF")).isFalse();
        assertThatThrownBy(() -> MinorUnits.of(5_000, "EUR")).isInstanceOf(IllegalArgumentException.class);
    }
}
