package io.tollgate.gateway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tollgate.billing.money.Money;
import io.tollgate.billing.renewal.Contract;
import io.tollgate.billing.renewal.Standing;
import io.tollgate.billing.renewal.jdbc.Contracts;
import io.tollgate.gateway.problem.ProblemException;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Contracts for numbers and packages as the API shows them. */
final class ContractViews {
    private ContractViews() {}

    /**
     * A contract.
     *
     * @param state {@code active}, {@code grace} (unpaid, works), {@code suspended} (unpaid, does not work),
     *     {@code held-back} (over, kept from others) or {@code ended}
     * @param renews whether it goes on after {@code paidUntil}; absent when it is over
     * @param until when the state ends unless it is paid; absent when active
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ContractView(
            UUID id,
            String user,
            String kind,
            String item,
            String state,
            String price,
            String currency,
            int months,
            @Nullable Boolean renews,
            Instant paidUntil,
            @Nullable Instant until,
            Instant createdAt) {}

    /** Contracts, newest first. */
    public record ContractList(List<ContractView> contracts) {}

    /** A change of mind: whether it is to be renewed. */
    public record Renewing(@NotNull Boolean renews) {}

    /**
     * A wish to rent or take something.
     *
     * @param id of the contract, chosen by the client; the same again makes no second one
     * @param item the number with its plus, or the package's name
     * @param months length of a period; for numbers only, 1 when absent
     * @param renews absent: yes
     */
    public record NewContract(
            @NotNull UUID id,
            @NotNull @Size(min = 1, max = 64) String item,
            @Nullable @Min(1) @Max(36) Integer months,
            @Nullable Boolean renews) {}

    static ContractView view(Contract contract) {
        return new ContractView(
                contract.id(),
                contract.user(),
                Texts.word(contract.kind()),
                contract.item(),
                state(contract.standing()),
                new Money(contract.priceMicros(), contract.currency()).plain(),
                contract.currency(),
                contract.terms().months(),
                renews(contract.standing()),
                contract.paidUntil(),
                until(contract.standing()),
                contract.createdAt());
    }

    static ContractList views(List<Contract> contracts) {
        return new ContractList(contracts.stream().map(ContractViews::view).toList());
    }

    private static String state(Standing standing) {
        return switch (standing) {
            case Standing.Active active -> "active";
            case Standing.Grace grace -> "grace";
            case Standing.Suspended suspended -> "suspended";
            case Standing.HeldBack held -> "held-back";
            case Standing.Ended ended -> "ended";
        };
    }

    private static @Nullable Boolean renews(Standing standing) {
        return switch (standing) {
            case Standing.Active(int periods, boolean renews) -> renews;
            case Standing.Grace grace -> true;
            case Standing.Suspended suspended -> true;
            case Standing.HeldBack held -> null;
            case Standing.Ended ended -> null;
        };
    }

    private static @Nullable Instant until(Standing standing) {
        return switch (standing) {
            case Standing.Grace grace -> grace.until();
            case Standing.Suspended suspended -> suspended.until();
            case Standing.HeldBack held -> held.until();
            case Standing.Active active -> null;
            case Standing.Ended ended -> null;
        };
    }

    /** The contract, or the reason why there is none. */
    static Contract made(Contracts.Made made, String currency) {
        return switch (made) {
            case Contracts.Made.Done done -> done.contract();
            case Contracts.Made.NoSuchAccount() -> throw ProblemException.notFound("There is no such account.");
            case Contracts.Made.AccountInactive() ->
                throw ProblemException.conflict("The account is suspended or closed.");
            case Contracts.Made.NotOffered() ->
                throw ProblemException.notFound(
                        "This is not offered, or not in the account's currency or for that period.");
            case Contracts.Made.Taken() -> throw ProblemException.conflict("It is taken already.");
            case Contracts.Made.IdReused() -> throw ProblemException.conflict("This id stands for another contract.");
            case Contracts.Made.ExceedsCredit(long needed, long available) ->
                throw ProblemException.conflict("It costs " + new Money(needed, currency) + " at once; the credit is "
                        + new Money(Math.max(0, available), currency) + ".");
        };
    }
}
