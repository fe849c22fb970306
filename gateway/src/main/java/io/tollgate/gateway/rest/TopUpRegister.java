package io.tollgate.gateway.rest;

import io.tollgate.billing.ledger.Balance;
import io.tollgate.billing.ledger.jdbc.PostgresLedger;
import io.tollgate.billing.money.Amount;
import io.tollgate.billing.money.Money;
import io.tollgate.billing.payment.PaymentProvider;
import io.tollgate.billing.payment.TopUp;
import io.tollgate.billing.payment.jdbc.PaymentBook;
import io.tollgate.billing.payment.jdbc.TopUps;
import io.tollgate.gateway.config.TollgateConfig;
import io.tollgate.gateway.credit.Till;
import io.tollgate.gateway.problem.Problem;
import io.tollgate.gateway.problem.ProblemException;
import io.tollgate.gateway.rest.TopUpsResource.NewTopUp;
import io.tollgate.gateway.rest.TopUpsResource.Offer;
import io.tollgate.gateway.rest.TopUpsResource.TopUpList;
import io.tollgate.gateway.rest.TopUpsResource.TopUpView;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Top-ups as users begin them and operators see them. */
@Singleton
class TopUpRegister {
    private static final Logger LOG = Logger.getLogger(TopUpRegister.class);
    /** Pages that one user may have open; each costs the provider something. */
    private static final int MAX_OPEN = 10;

    private static final Duration OPEN_SINCE = Duration.ofHours(1);

    private final TopUps topUps;
    private final PaymentBook book;
    private final Till till;
    private final PostgresLedger ledger;
    private final TollgateConfig config;

    TopUpRegister(TopUps topUps, PaymentBook book, Till till, PostgresLedger ledger, TollgateConfig config) {
        this.topUps = topUps;
        this.book = book;
        this.till = till;
        this.ledger = ledger;
        this.config = config;
    }

    Offer offer(String user) {
        String currency = currency(user);
        boolean open = till.provider().isPresent();
        return new Offer(
                open,
                currency,
                open
                        ? till.amounts(currency).stream()
                                .map(micros -> new Money(micros, currency).plain())
                                .toList()
                        : List.of());
    }

    TopUpView begin(String user, NewTopUp wanted, String page) {
        PaymentProvider provider = till.provider().orElseThrow(TopUpRegister::notSetUp);
        String currency = currency(user);
        long micros = micros(wanted.amount(), currency);
        TopUp before = topUps.find(wanted.id()).orElse(null);
        if (before == null) {
            refuseWhenManyAreOpen(user);
            if (!topUps.begin(wanted.id(), user, micros, currency, TopUp.Origin.USER, provider.name())) {
                throw ProblemException.conflict("The account is closed, or the id is in use.");
            }
        } else if (!before.user().equals(user) || before.amountMicros() != micros) {
            throw ProblemException.conflict("This id stands for another top-up.");
        } else if (before.url() != null) {
            return view(before);
        }
        String returnTo =
                config.payments().returnTo().filter(text -> !text.isBlank()).orElse(page);
        var order = new PaymentProvider.Order(
                wanted.id(), micros, currency, Boolean.TRUE.equals(wanted.keepCard()), returnTo);
        switch (provider.open(order)) {
            case PaymentProvider.Checkout.Opened(String session, String url) ->
                topUps.opened(wanted.id(), session, url);
            case PaymentProvider.Checkout.Failed(String why) -> {
                LOG.warnf("top-up %s cannot be paid: %s", wanted.id(), why);
                throw new ProblemException(Problem.of(
                        502,
                        "payment-provider",
                        "The payment provider does not answer",
                        "Nothing was charged. Send the same request again later."));
            }
        }
        return view(topUps.find(wanted.id()).orElseThrow());
    }

    private long micros(String amount, String currency) {
        List<Long> allowed = till.amounts(currency);
        if (Amount.read(amount, '.') instanceof Amount.Exact(long micros) && allowed.contains(micros)) {
            return micros;
        }
        throw Texts.fault(
                "amount",
                allowed.isEmpty()
                        ? "cannot be bought by card for accounts in " + currency
                        : "must be one of "
                                + String.join(
                                        ", ",
                                        allowed.stream()
                                                .map(micros -> new Money(micros, currency).plain())
                                                .toList()));
    }

    private void refuseWhenManyAreOpen(String user) {
        Instant since = Instant.now().minus(OPEN_SINCE);
        long open = topUps.list(user, false, 2 * MAX_OPEN).stream()
                .filter(topUp -> !topUp.paid() && topUp.createdAt().isAfter(since))
                .count();
        if (open >= MAX_OPEN) {
            throw new ProblemException(Problem.of(
                    429, "too-many", "Too many at once", "Finish one of your open payments, or wait an hour."));
        }
    }

    TopUpList list(@Nullable String user, boolean odd, int limit) {
        return new TopUpList(
                topUps.list(user, odd, limit).stream().map(TopUpRegister::view).toList());
    }

    TopUpView one(UUID id, @Nullable String user) {
        return topUps.find(id)
                .filter(topUp -> user == null || user.equals(topUp.user()))
                .map(TopUpRegister::view)
                .orElseThrow(() -> ProblemException.notFound("There is no such top-up."));
    }

    TopUpView release(UUID id) {
        boolean held = book.release(id, Instant.now())
                .orElseThrow(() -> ProblemException.notFound("There is no such top-up."));
        if (!held) {
            throw ProblemException.conflict("The top-up is not held.");
        }
        return one(id, null);
    }

    private String currency(String user) {
        return ledger.balance(user)
                .map(Balance::currency)
                .orElseThrow(() -> ProblemException.notFound("There is no such account."));
    }

    private static ProblemException notSetUp() {
        return new ProblemException(Problem.of(
                503, "payments-not-set-up", "Payments are not set up", "Credit cannot be bought by card here."));
    }

    private static TopUpView view(TopUp topUp) {
        return new TopUpView(
                topUp.id(),
                topUp.user(),
                Texts.word(topUp.state()),
                new Money(topUp.amountMicros(), topUp.currency()).plain(),
                topUp.currency(),
                Texts.word(topUp.origin()),
                topUp.state() == TopUp.State.OPEN || topUp.state() == TopUp.State.DECLINED ? topUp.url() : null,
                topUp.payment(),
                topUp.flag(),
                topUp.card().country(),
                topUp.card().billingCountry(),
                topUp.card().declineCode(),
                topUp.card().declineWords(),
                topUp.booked().creditMicros()
                        - topUp.booked().refundMicros()
                        - topUp.booked().disputeMicros(),
                topUp.createdAt());
    }
}
