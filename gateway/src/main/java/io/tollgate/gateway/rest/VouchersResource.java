package io.tollgate.gateway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.security.identity.SecurityIdentity;
import io.tollgate.billing.money.Amount;
import io.tollgate.billing.money.Money;
import io.tollgate.billing.voucher.VoucherCode;
import io.tollgate.billing.voucher.jdbc.Vouchers;
import io.tollgate.gateway.problem.ProblemException;
import io.tollgate.gateway.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Vouchers in batches. */
@Path("/api/v1/vouchers")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
@SecurityRequirement(name = ApiDescription.BEARER)
@Tag(name = "vouchers", description = "Codes that are worth credit")
public class VouchersResource {
    private static final int MAX_COUNT = 100_000;
    private static final String REFERENCE = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

    private final SecurityIdentity identity;
    private final Vouchers vouchers;
    private final SecureRandom random = new SecureRandom();

    VouchersResource(SecurityIdentity identity, Vouchers vouchers) {
        this.identity = identity;
        this.vouchers = vouchers;
    }

    /**
     * A batch to be made.
     *
     * @param reference names it; unique
     * @param amount what each voucher is worth, in units of the currency
     * @param expiresAt after which none is redeemed
     */
    public record NewBatch(
            @NotNull @Pattern(regexp = REFERENCE, message = "must be 1 to 64 of A-Z a-z 0-9 . _ -")
            String reference,

            @NotNull @Min(1) @Max(MAX_COUNT) Integer count,
            @NotNull @Size(max = 24) String amount,

            @NotNull @Pattern(regexp = "[A-Z]{3}", message = "must be an ISO 4217 code like EUR")
            String currency,

            @NotNull @Size(max = 64) String expiresAt) {}

    /** A batch; its codes are not kept. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record BatchView(
            String reference,
            int count,
            long redeemed,
            String amount,
            String currency,
            Instant expiresAt,
            String createdBy,
            Instant createdAt,
            @Nullable Instant revokedAt) {}

    /** Batches, newest first. */
    public record BatchList(List<BatchView> batches) {}

    @GET
    @Operation(summary = "Batches of vouchers, newest first")
    public BatchList list(@QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return new BatchList(
                vouchers.batches(limit).stream().map(VouchersResource::view).toList());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces("text/csv")
    @Operation(
            summary = "Make a batch; the answer is a CSV file with its codes",
            description =
                    "The codes are in this answer and nowhere else: keep it. A batch whose answer was lost is to be"
                            + " revoked and made anew.")
    @APIResponse(responseCode = "201", description = "Made")
    @APIResponse(responseCode = "409", description = "There is a batch of this reference")
    public RestResponse<String> make(@Valid @NotNull NewBatch wanted) {
        if (!Money.isCurrency(wanted.currency())) {
            throw Texts.fault("currency", "must be an ISO 4217 code, which " + wanted.currency() + " is not");
        }
        Instant expiresAt = Objects.requireNonNull(Texts.instant(wanted.expiresAt(), "expires_at"));
        if (!expiresAt.isAfter(Instant.now())) {
            throw Texts.fault("expires_at", "must lie in the future");
        }
        long micros = micros(wanted.amount());
        List<VoucherCode> codes = vouchers.make(
                        wanted.reference(),
                        wanted.count(),
                        micros,
                        wanted.currency(),
                        expiresAt,
                        identity.getPrincipal().getName(),
                        random)
                .orElseThrow(
                        () -> ProblemException.conflict("There is a batch named " + wanted.reference() + " already."));
        String amount = new Money(micros, wanted.currency()).plain();
        StringBuilder csv = new StringBuilder("serial,code,amount,currency,expires_at\r\n");
        int serial = 0;
        for (VoucherCode code : codes) {
            csv.append(++serial)
                    .append(',')
                    .append(code.printed())
                    .append(',')
                    .append(amount)
                    .append(',')
                    .append(wanted.currency())
                    .append(',')
                    .append(expiresAt)
                    .append("\r\n");
        }
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, csv.toString())
                .type("text/csv; charset=utf-8")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private static long micros(String amount) {
        return switch (Amount.read(amount, '.')) {
            case Amount.Exact(long micros) when micros > 0 && micros <= CreditRegister.MAX_MICROS -> micros;
            case Amount.Exact(long micros) ->
                throw Texts.fault("amount", "must be above zero and not above a million units");
            case Amount.Unreadable(String why) -> throw Texts.fault("amount", why);
        };
    }

    @GET
    @Path("{reference}")
    @Operation(summary = "One batch")
    public BatchView one(@PathParam("reference") String reference) {
        return (reference.matches(REFERENCE) ? vouchers.batch(reference) : java.util.Optional.<Vouchers.Batch>empty())
                .map(VouchersResource::view)
                .orElseThrow(VouchersResource::noSuchBatch);
    }

    @POST
    @Path("{reference}/revoke")
    @Operation(summary = "Make what has not been redeemed of a batch worthless")
    public BatchView revoke(@PathParam("reference") String reference) {
        if (!reference.matches(REFERENCE)
                || !vouchers.revoke(reference, identity.getPrincipal().getName())) {
            throw noSuchBatch();
        }
        return one(reference);
    }

    private static ProblemException noSuchBatch() {
        return ProblemException.notFound("There is no such batch.");
    }

    private static BatchView view(Vouchers.Batch batch) {
        return new BatchView(
                batch.reference(),
                batch.count(),
                batch.redeemed(),
                new Money(batch.amountMicros(), batch.currency()).plain(),
                batch.currency(),
                batch.expiresAt(),
                batch.createdBy(),
                batch.createdAt(),
                batch.revokedAt());
    }
}
