package io.tollgate.gateway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.security.identity.SecurityIdentity;
import io.tollgate.billing.adjustment.Order;
import io.tollgate.billing.ledger.Credit;
import io.tollgate.billing.money.Money;
import io.tollgate.gateway.rest.AccountsResource.CreditReceipt;
import io.tollgate.gateway.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
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
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Orders that wait for a second operator, and what is given back for calls. */
@Path("/api/v1/adjustments")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
@SecurityRequirement(name = ApiDescription.BEARER)
@Tag(name = "adjustments", description = "Manual movements of money, with four eyes")
public class AdjustmentsResource {
    private final SecurityIdentity identity;
    private final CreditRegister credits;

    AdjustmentsResource(SecurityIdentity identity, CreditRegister credits) {
        this.identity = identity;
        this.credits = credits;
    }

    /** An order that waits. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PendingView(
            UUID id,
            String account,
            String amount,
            String currency,
            String kind,
            String reference,
            String reason,
            @Nullable UUID call,
            String requestedBy,
            Instant requestedAt,
            Instant expiresAt) {}

    /** Orders that wait, oldest first. */
    public record PendingList(List<PendingView> adjustments) {}

    /**
     * Money to be given back for a call.
     *
     * @param id chosen by the client before the first try
     * @param call whose cost it is
     * @param amount in units of the call's currency; absent: the whole cost
     */
    public record CallRefund(
            @NotNull UUID id,
            @NotNull UUID call,
            @Nullable @Size(max = 24) String amount,

            @Nullable @Size(max = 200) @Pattern(regexp = Texts.PLAIN, message = Texts.PLAIN_WORDS)
            String reason) {}

    @GET
    @Operation(summary = "Orders that wait for a second operator")
    public PendingList pending() {
        return new PendingList(
                credits.pending().stream().map(AdjustmentsResource::view).toList());
    }

    @POST
    @Path("{id}/approve")
    @Operation(summary = "Agree to another operator's order, which is then booked")
    @APIResponse(responseCode = "201", description = "Booked")
    @APIResponse(responseCode = "409", description = "It is one's own order, or has been decided")
    public RestResponse<CreditReceipt> approve(@PathParam("id") UUID id) {
        return AccountsResource.answer(credits.approve(id, operator()));
    }

    @POST
    @Path("{id}/reject")
    @Operation(summary = "Call an order off")
    @APIResponse(responseCode = "204", description = "Called off")
    public void reject(@PathParam("id") UUID id) {
        credits.reject(id, operator());
    }

    @POST
    @Path("refunds")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Give back what a call has cost, or some of it",
            description = "Never more than the call's cost in all. Stands in the call's explanation.")
    @APIResponse(responseCode = "201", description = "Booked")
    @APIResponse(responseCode = "202", description = "Waits for another operator's approval")
    @APIResponse(responseCode = "409", description = "More than the call has cost")
    public RestResponse<CreditReceipt> refund(@Valid @NotNull CallRefund refund) {
        return AccountsResource.answer(credits.refund(refund.call(), refund, operator()));
    }

    private String operator() {
        return identity.getPrincipal().getName();
    }

    private static PendingView view(Order.Pending pending) {
        Credit credit = pending.order().credit();
        return new PendingView(
                credit.transferId(),
                credit.user(),
                new Money(credit.amountMicros(), credit.currency()).plain(),
                credit.currency(),
                Texts.word(credit.kind()),
                credit.reference(),
                credit.reason(),
                pending.order().callId(),
                credit.actor(),
                pending.requestedAt(),
                pending.expiresAt());
    }
}
