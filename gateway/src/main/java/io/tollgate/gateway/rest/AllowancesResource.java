package io.tollgate.gateway.rest;

import io.tollgate.billing.ledger.Allowances;
import io.tollgate.gateway.problem.ProblemException;
import io.tollgate.gateway.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Seconds of talk that an account has besides its money. */
@Path("/api/v1/accounts/{user}/allowances")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "allowances", description = "Seconds of talk granted to a destination group for a period")
public class AllowancesResource {
    private static final long LONGEST_S = 1_000_000_000;

    private final Allowances allowances;

    AllowancesResource(Allowances allowances) {
        this.allowances = allowances;
    }

    /**
     * An order to grant seconds.
     *
     * @param id chosen before the first try; a repeat changes nothing
     * @param group the rates' destination group, or {@code *}
     */
    public record GrantOrder(
            @NotNull UUID id,
            @NotBlank @Size(max = 128) String group,
            @NotNull Instant startsAt,
            @NotNull Instant endsAt,
            @Min(1) @Max(LONGEST_S) long seconds,
            @Size(max = 256) @Nullable String reference) {}

    /** What became of it. */
    public record GrantReceipt(UUID id, boolean repeated) {}

    /** An allowance as it stands; all amounts in seconds. */
    public record AllowanceView(
            UUID id,
            String group,
            Instant startsAt,
            Instant endsAt,
            long grantedS,
            long usedS,
            long heldS,
            long leftS,
            String reference) {}

    /** All that have not ended. */
    public record AllowanceList(List<AllowanceView> allowances) {
        static AllowanceList of(List<Allowances.Allowance> all) {
            return new AllowanceList(all.stream()
                    .map(one -> new AllowanceView(
                            one.id(),
                            one.group(),
                            one.startsAt(),
                            one.endsAt(),
                            one.grantedSeconds(),
                            one.usedSeconds(),
                            one.heldSeconds(),
                            one.leftSeconds(),
                            one.reference()))
                    .toList());
        }
    }

    @GET
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "An account's allowances that have not ended")
    public AllowanceList of(@PathParam("user") String user) {
        return AllowanceList.of(allowances.of(user));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "Grant seconds to a destination group for a period")
    public GrantReceipt grant(@PathParam("user") String user, @Valid @NotNull GrantOrder order) {
        if (!order.endsAt().isAfter(order.startsAt())) {
            throw Texts.fault("ends_at", "must be after starts_at");
        }
        if (!Texts.isName(user)) {
            throw noSuchAccount();
        }
        var grant = new Allowances.Grant(
                order.id(),
                user,
                order.group(),
                order.startsAt(),
                order.endsAt(),
                order.seconds(),
                Objects.requireNonNullElse(order.reference(), ""));
        return switch (allowances.grant(grant)) {
            case Allowances.GrantOutcome.Granted(boolean repeated) -> new GrantReceipt(order.id(), repeated);
            case Allowances.GrantOutcome.NoSuchAccount() -> throw noSuchAccount();
            case Allowances.GrantOutcome.GrantIdReused() ->
                throw ProblemException.conflict("This id stands for another grant. Nothing was done.");
        };
    }

    private static ProblemException noSuchAccount() {
        return ProblemException.notFound("There is no such account.");
    }
}
