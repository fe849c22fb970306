package io.tollgate.gateway.rest;

import io.tollgate.billing.payment.jdbc.PaymentBook;
import io.tollgate.billing.payment.stripe.StripeEvents;
import io.tollgate.billing.payment.stripe.StripeSignature;
import io.tollgate.gateway.config.TollgateConfig;
import io.tollgate.gateway.credit.Till;
import io.tollgate.gateway.problem.Problem;
import io.tollgate.gateway.problem.ProblemException;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Where the payment provider tells of payments. Open to the world: a message is believed for its signature only. */
@Path("/api/v1/payments/stripe/webhook")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@PermitAll
@Tag(name = "payments", description = "Credit bought by card")
public class StripeWebhook {
    private static final Logger LOG = Logger.getLogger(StripeWebhook.class);
    /** Real events have some 10 KB. */
    private static final int MAX_BODY = 256 * 1024;

    /** Anybody can send messages that are refused. */
    private static final Duration SHORTEST_BETWEEN_WARNINGS = Duration.ofMinutes(1);

    private final RareWarning unproven =
            new RareWarning(SHORTEST_BETWEEN_WARNINGS, System::nanoTime, words -> LOG.warn(words));
    private final RareWarning contradicting =
            new RareWarning(SHORTEST_BETWEEN_WARNINGS, System::nanoTime, words -> LOG.warn(words));
    private final TollgateConfig config;
    private final Till till;
    private final PaymentBook book;

    StripeWebhook(TollgateConfig config, Till till, PaymentBook book) {
        this.config = config;
        this.till = till;
        this.book = book;
    }

    /**
     * What became of a message.
     *
     * @param outcome {@code applied}, {@code ignored} or {@code waiting}
     * @param repeated it had been dealt with before
     */
    public record Receipt(String id, String outcome, String words, boolean repeated) {}

    @POST
    @Operation(
            summary = "Take a message of the payment provider",
            description = "Signed by `Stripe-Signature`. A repeat is answered as the first time and changes nothing.")
    @APIResponse(responseCode = "200", description = "Dealt with")
    @APIResponse(responseCode = "400", description = "Signature or body are wrong; nothing was applied")
    @APIResponse(responseCode = "413", description = "Larger than any message of the provider")
    @APIResponse(responseCode = "422", description = "It contradicts what was ordered; nothing was applied")
    public Receipt take(@HeaderParam("Stripe-Signature") @Nullable String signature, @Nullable InputStream stream)
            throws IOException {
        List<String> secrets = till.webhookSecrets();
        if (secrets.isEmpty()) {
            throw new ProblemException(Problem.of(
                    503, "payments-not-set-up", "Payments are not set up", "No webhook secret is configured here."));
        }
        byte[] body = stream == null ? new byte[0] : stream.readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            throw new ProblemException(Problem.of(
                    413, "too-large", "The body is too large", "A message has at most " + MAX_BODY + " bytes."));
        }
        Instant now = Instant.now();
        StripeSignature.Verdict verdict = StripeSignature.check(
                signature, body, secrets, now, config.payments().webhookTolerance());
        if (verdict != StripeSignature.Verdict.VALID) {
            unproven.tell("a payment message was refused: its signature " + verdict.words());
            throw new ProblemException(Problem.of(
                    400,
                    "signature",
                    "The signature does not prove the message",
                    "The signature " + verdict.words() + "."));
        }
        return switch (StripeEvents.read(body)) {
            case StripeEvents.Reading.Unreadable(String why) ->
                throw new ProblemException(
                        Problem.of(400, "malformed", "The body is not the JSON that was expected", why + "."));
            case StripeEvents.Reading.Read(var event) -> receipt(event.id(), book.take(event, now));
        };
    }

    private Receipt receipt(String id, PaymentBook.Taken taken) {
        if (taken.outcome() == PaymentBook.Outcome.REFUSED) {
            contradicting.tell("payment message " + id + " was refused: " + taken.words());
            throw ProblemException.invalid(taken.words());
        }
        return new Receipt(id, Texts.word(taken.outcome()), taken.words(), taken.repeated());
    }
}
