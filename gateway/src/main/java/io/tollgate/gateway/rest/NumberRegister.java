package io.tollgate.gateway.rest;

import io.tollgate.billing.admin.AccountEntity;
import io.tollgate.billing.admin.OnlineNumberEntity;
import io.tollgate.billing.number.Dialled;
import io.tollgate.billing.number.E164;
import io.tollgate.billing.number.NumberPlan;
import io.tollgate.billing.postgres.jdbc.Database;
import io.tollgate.gateway.problem.ProblemException;
import io.tollgate.gateway.rest.NumbersResource.NewNumber;
import io.tollgate.gateway.rest.NumbersResource.NumberPage;
import io.tollgate.gateway.rest.NumbersResource.NumberView;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** The stock of online numbers. */
@Singleton
class NumberRegister {
    private static final String ANY_HOME = "GB";

    private final Database database;

    NumberRegister(Database database) {
        this.database = database;
    }

    @Transactional
    NumberPage page(@Nullable Boolean assigned, @Nullable String user, String after, int limit) {
        var query = new StringBuilder("from OnlineNumberEntity n left join fetch n.account where n.number > :after");
        Map<String, Object> arguments = new HashMap<>(Map.of("after", after));
        if (assigned != null) {
            query.append(assigned ? " and n.account is not null" : " and n.account is null");
        }
        if (user != null) {
            query.append(" and n.account.username = :user");
            arguments.put("user", Texts.isName(user) ? user : "");
        }
        query.append(" order by n.number");
        List<OnlineNumberEntity> found = OnlineNumberEntity.<OnlineNumberEntity>find(query.toString(), arguments)
                .range(0, limit)
                .list();
        boolean more = found.size() > limit;
        List<OnlineNumberEntity> shown = more ? found.subList(0, limit) : found;
        return new NumberPage(shown.stream().map(NumberRegister::view).toList(), more ? shown.getLast().number : null);
    }

    @Transactional
    NumberView one(String number) {
        return view(found(number));
    }

    @Transactional
    NumberView add(NewNumber wanted) {
        String country = wanted.country();
        if (country != null && !NumberPlan.isHomeCountry(country)) {
            throw Texts.fault("country", "must be a country with a numbering plan, which " + country + " is not");
        }
        OnlineNumberEntity number = new OnlineNumberEntity();
        number.number = wanted.number();
        number.country = country == null ? countryOf(wanted.number()) : country;
        try {
            number.persistAndFlush();
        } catch (ConstraintViolationException e) {
            throw ProblemException.conflict("The number " + wanted.number() + " is in stock already.");
        }
        return view(number);
    }

    private static @Nullable String countryOf(String number) {
        return NumberPlan.normalise(number, ANY_HOME) instanceof Dialled.Number known
                        && NumberPlan.isHomeCountry(known.region())
                ? known.region()
                : null;
    }

    @Transactional
    void remove(String number) {
        OnlineNumberEntity found = found(number);
        if (found.account != null) {
            throw ProblemException.conflict("The number is assigned: take it from its owner first.");
        }
        requireUnrented(found);
        found.delete();
    }

    @Transactional
    NumberView assign(String number, String user) {
        OnlineNumberEntity found = found(number);
        AccountEntity account = (Texts.isName(user) ? AccountEntity.findUser(user) : Optional.<AccountEntity>empty())
                .orElseThrow(() -> ProblemException.invalid("There is no user of this name."));
        if (account.status == AccountEntity.Status.CLOSED) {
            throw ProblemException.conflict("The account is closed.");
        }
        requireUnrented(found);
        found.account = account;
        found.assignedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return view(found);
    }

    @Transactional
    void release(String number) {
        OnlineNumberEntity found = found(number);
        requireUnrented(found);
        found.account = null;
        found.assignedAt = null;
    }

    /** A rented number, and one that rests after its rental, follows its contract and nobody's hand. */
    private void requireUnrented(OnlineNumberEntity number) {
        if (database.first(
                        "select 1 from contract where kind = 'NUMBER' and item = ? and state <> 'ENDED'",
                        row -> row.getInt(1),
                        number.number)
                .isPresent()) {
            throw ProblemException.conflict("The number is rented, or rests after its rental: end its contract first.");
        }
    }

    /** By E.164; the plus, which URLs garble, may be missing. */
    private static OnlineNumberEntity found(String number) {
        String digits = number.strip();
        String withPlus = digits.startsWith("+") ? digits : "+" + digits;
        return (E164.isE164(withPlus) ? OnlineNumberEntity.findNumber(withPlus) : Optional.<OnlineNumberEntity>empty())
                .orElseThrow(() -> ProblemException.notFound("This is none of our online numbers."));
    }

    private static NumberView view(OnlineNumberEntity number) {
        AccountEntity account = number.account;
        return new NumberView(
                number.number,
                number.country,
                account == null ? null : account.username,
                number.createdAt,
                number.assignedAt);
    }
}
