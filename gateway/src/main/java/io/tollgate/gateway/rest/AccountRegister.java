package io.tollgate.gateway.rest;

import io.tollgate.billing.admin.AccountEntity;
import io.tollgate.billing.admin.OnlineNumberEntity;
import io.tollgate.billing.money.Money;
import io.tollgate.billing.number.NumberPlan;
import io.tollgate.gateway.problem.ProblemException;
import io.tollgate.gateway.rest.AccountsResource.AccountChange;
import io.tollgate.gateway.rest.AccountsResource.AccountPage;
import io.tollgate.gateway.rest.AccountsResource.AccountView;
import io.tollgate.gateway.rest.AccountsResource.NewAccount;
import io.tollgate.overlay.identity.PasswordVerifier;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** The accounts of users. */
@Singleton
class AccountRegister {
    private final SecureRandom random = new SecureRandom();

    @Transactional
    AccountPage page(String after, int limit) {
        List<AccountEntity> found = AccountEntity.<AccountEntity>find(
                        "kind = ?1 and username > ?2 order by username", AccountEntity.Kind.USER, after)
                .range(0, limit)
                .list();
        boolean more = found.size() > limit;
        List<AccountEntity> shown = more ? found.subList(0, limit) : found;
        return new AccountPage(
                shown.stream().map(account -> view(account, null)).toList(), more ? shown.getLast().username : null);
    }

    @Transactional
    AccountView one(String user) {
        return complete(found(user));
    }

    @Transactional
    AccountView open(NewAccount wanted) {
        requireCountry(wanted.homeCountry());
        if (!Money.isCurrency(wanted.currency())) {
            throw Texts.fault("currency", "must be an ISO 4217 code, which " + wanted.currency() + " is not");
        }
        if (AccountEntity.count("username", wanted.username()) > 0) {
            throw taken(wanted.username());
        }
        AccountEntity account = new AccountEntity();
        account.username = wanted.username();
        account.passwordVerifier = PasswordVerifier.encode(wanted.password(), random);
        account.currency = wanted.currency();
        account.homeCountry = wanted.homeCountry();
        Long limit = wanted.creditLimitMicros();
        account.creditLimitMicros = limit == null ? 0 : limit;
        try {
            account.persistAndFlush();
        } catch (ConstraintViolationException e) {
            throw taken(wanted.username());
        }
        return complete(account);
    }

    @Transactional
    AccountView change(String user, AccountChange change) {
        AccountEntity account = found(user);
        String status = change.status();
        if (status != null) {
            account.status = Texts.constant(AccountEntity.Status.class, status, "status");
        }
        String country = change.homeCountry();
        if (country != null) {
            requireCountry(country);
            account.homeCountry = country;
        }
        Long limit = change.creditLimitMicros();
        if (limit != null) {
            account.creditLimitMicros = limit;
        }
        account.lowBalanceMicros = Texts.patched(
                change.lowBalanceMicros(),
                account.lowBalanceMicros,
                "low_balance_micros",
                AccountsResource.MAX_LIMIT_MICROS);
        String password = change.password();
        if (password != null) {
            account.passwordVerifier = PasswordVerifier.encode(password, random);
        }
        return complete(account);
    }

    /** The account of a user; ends the request with 404 when there is none. */
    static AccountEntity found(String user) {
        return (Texts.isName(user) ? AccountEntity.findUser(user) : Optional.<AccountEntity>empty())
                .orElseThrow(() -> ProblemException.notFound("There is no such account."));
    }

    private static ProblemException taken(String user) {
        return ProblemException.conflict("There is an account named " + user + " already.");
    }

    private static void requireCountry(String country) {
        if (!NumberPlan.isHomeCountry(country)) {
            throw Texts.fault("home_country", "must be a country with a numbering plan, which " + country + " is not");
        }
    }

    private static AccountView complete(AccountEntity account) {
        return view(
                account,
                OnlineNumberEntity.ofUser(account.username).stream()
                        .map(number -> number.number)
                        .toList());
    }

    private static AccountView view(AccountEntity account, @Nullable List<String> numbers) {
        return new AccountView(
                account.username,
                Texts.word(account.status),
                account.currency,
                account.homeCountry,
                account.balanceMicros,
                account.reservedMicros,
                account.balanceMicros + account.creditLimitMicros - account.reservedMicros,
                account.creditLimitMicros,
                account.lowBalanceMicros,
                account.createdAt,
                numbers);
    }
}
