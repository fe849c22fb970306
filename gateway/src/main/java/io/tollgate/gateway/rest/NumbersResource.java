package io.tollgate.gateway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
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
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Online numbers: phone numbers of the house, by which phones reach a user. */
@Path("/api/v1/numbers")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
@SecurityRequirement(name = ApiDescription.BEARER)
@Tag(name = "numbers", description = "Phone numbers by which phones reach users")
public class NumbersResource {
    private final NumberRegister numbers;

    NumbersResource(NumberRegister numbers) {
        this.numbers = numbers;
    }

    /**
     * An online number.
     *
     * @param number E.164 with its plus
     * @param user whom it rings; absent while in stock
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record NumberView(
            String number,
            @Nullable String country,
            @Nullable String user,
            Instant createdAt,
            @Nullable Instant assignedAt) {}

    /**
     * A page of numbers in lexical order.
     *
     * @param next give it as {@code after} to go on; absent on the last page
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record NumberPage(
            List<NumberView> numbers, @Nullable String next) {}

    /**
     * A number to be taken into stock.
     *
     * @param country absent: the country that the number belongs to
     */
    public record NewNumber(
            @NotNull
            @Pattern(regexp = "\\+[1-9][0-9]{3,14}", message = "must be E.164 with its plus, such as +442079460201")
            String number,

            @Nullable @Pattern(regexp = "[A-Z]{2}", message = "must be an ISO 3166-1 code like GB")
            String country) {}

    /** Whom a number rings. */
    public record Owner(@NotNull @Size(min = 1, max = 128) String user) {}

    @GET
    @Operation(summary = "Online numbers")
    public NumberPage list(
            @Schema(description = "true: only assigned ones, false: only those in stock")
                    @QueryParam("assigned")
                    @Nullable
                    Boolean assigned,
            @QueryParam("user") @Nullable String user,
            @QueryParam("after")
                    @DefaultValue("")
                    @Pattern(regexp = "\\+?[0-9]{0,15}", message = "must be a number of the list")
                    String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return numbers.page(assigned, user, after, limit);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Take a number into stock")
    @APIResponse(responseCode = "201", description = "Taken")
    @APIResponse(responseCode = "409", description = "It is there already")
    public RestResponse<NumberView> add(@Valid @NotNull NewNumber number) {
        NumberView added = numbers.add(number);
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, added)
                .location(URI.create("/api/v1/numbers/" + added.number()))
                .build();
    }

    @GET
    @Path("{number}")
    @Operation(summary = "One online number")
    public NumberView one(@PathParam("number") String number) {
        return numbers.one(number);
    }

    @DELETE
    @Path("{number}")
    @Operation(summary = "Take a number out of stock")
    @APIResponse(responseCode = "204", description = "Gone")
    @APIResponse(responseCode = "409", description = "It is assigned to a user")
    public void remove(@PathParam("number") String number) {
        numbers.remove(number);
    }

    @PUT
    @Path("{number}/owner")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Let a number ring a user")
    @APIResponse(responseCode = "422", description = "There is no such user")
    public NumberView assign(@PathParam("number") String number, @Valid @NotNull Owner owner) {
        return numbers.assign(number, owner.user());
    }

    @DELETE
    @Path("{number}/owner")
    @Operation(summary = "Put a number back into stock")
    @APIResponse(responseCode = "204", description = "Nobody's")
    public void release(@PathParam("number") String number) {
        numbers.release(number);
    }
}
