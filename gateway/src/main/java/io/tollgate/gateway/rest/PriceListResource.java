package io.tollgate.gateway.rest;

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
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What numbers and packages cost. Contracts keep the price that they were made at. */
@Path("/api/v1/price-list")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
@SecurityRequirement(name = ApiDescription.BEARER)
@Tag(name = "price-list", description = "Prices of online numbers and packages")
public class PriceListResource {
    private final PriceRegister prices;

    PriceListResource(PriceRegister prices) {
        this.prices = prices;
    }

    /**
     * What numbers of a country cost for periods of so many months.
     *
     * @param price of a period, in units of the currency
     * @param setup paid once; absent: nothing
     * @param aligned periods begin on the first of a month (UTC), the first is cut and priced by its days; absent: no
     */
    public record NumberPrice(
            @NotNull @Pattern(regexp = "[A-Z]{2}", message = "must be an ISO 3166-1 code like GB")
            String country,

            @NotNull @Pattern(regexp = "[A-Z]{3}", message = "must be an ISO 4217 code like EUR")
            String currency,

            @NotNull @Min(1) @Max(36) Integer months,
            @NotNull @Size(max = 24) String price,
            @Nullable @Size(max = 24) String setup,
            @Nullable Boolean aligned) {}

    /** Prices by country. */
    public record NumberPriceList(List<NumberPrice> prices) {}

    /**
     * Talk time for a fee.
     *
     * @param destinationGroup the rates' group that it is good for; {@code *}: all
     * @param seconds fair use in a period
     * @param offered whether users can take it; absent: yes
     */
    public record Plan(
            @NotNull @Pattern(regexp = "[a-z0-9][a-z0-9._-]{0,63}", message = "must be 1 to 64 of a-z 0-9 . _ -")
            String name,

            @NotNull @Size(min = 1, max = 200) @Pattern(regexp = Texts.PLAIN, message = Texts.PLAIN_WORDS)
            String words,

            @NotNull @Pattern(regexp = "[A-Z]{3}", message = "must be an ISO 4217 code like EUR")
            String currency,

            @NotNull @Min(1) @Max(36) Integer months,
            @NotNull @Size(max = 24) String price,
            @Nullable @Size(max = 24) String setup,

            @NotNull @Size(min = 1, max = 64) @Pattern(regexp = Texts.PLAIN, message = Texts.PLAIN_WORDS)
            String destinationGroup,

            @NotNull @Min(1) @Max(100_000_000) Long seconds,
            @Nullable Boolean offered) {}

    /** Packages by name. */
    public record PlanList(List<Plan> packages) {}

    @GET
    @Path("numbers")
    @Operation(summary = "Prices of numbers by country")
    public NumberPriceList numbers() {
        return prices.numbers();
    }

    @PUT
    @Path("numbers")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Set the price of a country's numbers for a length of period")
    public NumberPriceList put(@Valid @NotNull NumberPrice price) {
        prices.put(price);
        return prices.numbers();
    }

    @DELETE
    @Path("numbers/{country}/{currency}/{months}")
    @Operation(summary = "Offer a country's numbers no more for this length of period")
    public void remove(
            @PathParam("country") @Pattern(regexp = "[A-Z]{2}", message = "must be an ISO 3166-1 code like GB")
                    String country,
            @PathParam("currency") @Pattern(regexp = "[A-Z]{3}", message = "must be an ISO 4217 code like EUR")
                    String currency,
            @PathParam("months") int months) {
        if (!prices.remove(country, currency, months)) {
            throw ProblemException.notFound("There is no such price.");
        }
    }

    @GET
    @Path("packages")
    @Operation(summary = "Packages by name")
    public PlanList packages() {
        return prices.plans(null, false);
    }

    @PUT
    @Path("packages")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Offer a package, or change what new contracts get")
    public PlanList put(@Valid @NotNull Plan plan) {
        prices.put(plan);
        return prices.plans(null, false);
    }
}
