package io.tollgate.gateway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.security.identity.SecurityIdentity;
import io.tollgate.billing.policy.PolicyCounters;
import io.tollgate.billing.policy.PolicyLimits;
import io.tollgate.billing.policy.jdbc.PostgresPolicies;
import io.tollgate.gateway.policy.CallPolicy;
import io.tollgate.gateway.problem.ProblemException;
import io.tollgate.gateway.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What one account may do, and how far it has come. */
@Path("/api/v1/accounts/{user}/limits")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
@SecurityRequirement(name = ApiDescription.BEARER)
@Tag(name = "policies")
public class LimitsResource {
    private final SecurityIdentity identity;
    private final PostgresPolicies policies;
    private final CallPolicy policy;

    LimitsResource(SecurityIdentity identity, PostgresPolicies policies, CallPolicy policy) {
        this.identity = identity;
        this.policies = policies;
        this.policy = policy;
    }

    /**
     * What counts against the limits now.
     *
     * @param committedMicros what calls in progress may cost, as far as they have asked
     * @param usualDayMicros average of the thirty days before today
     */
    public record Used(
            int concurrentCalls,
            int newDestinationsLastHour,
            int shortCallsLastTenMinutes,
            long spentTodayMicros,
            long spentThisMonthMicros,
            long committedMicros,
            long usualDayMicros) {}

    /** Why a rule suspended the account; lifted by making it active again. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SuspensionView(
            String rule, String detail, @Nullable UUID call, String actor, Instant at) {}

    /**
     * An account's limits.
     *
     * @param className its class
     * @param own what it has in place of its class's limits
     * @param effective what holds: its own, its class's, the house's
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record AccountLimits(
            String className,
            LimitsView own,
            LimitsView effective,
            Used used,
            @Nullable SuspensionView suspension) {}

    /**
     * New limits of an account; all of its own are replaced.
     *
     * @param className absent: it stays where it is
     * @param own absent: none of its own
     */
    public record LimitsOrder(
            @Nullable @Size(max = 32) String className,
            @Nullable @Valid LimitsView own) {}

    @GET
    @Operation(summary = "Limits of an account, what counts against them, and why it is suspended if a rule did it")
    public AccountLimits get(@PathParam("user") String user) {
        return found(user);
    }

    @PUT
    @Operation(
            summary = "Put an account into a class and give it limits of its own",
            description = "New calls are held against them at once.")
    public AccountLimits put(@PathParam("user") String user, @Valid @NotNull LimitsOrder order) {
        found(user);
        String name = order.className();
        if (name != null && policies.ofName(name).isEmpty()) {
            throw Texts.fault("class_name", "must be a class that is defined, see /api/v1/policies");
        }
        LimitsView own = order.own();
        PolicyLimits limits = own == null ? PolicyLimits.NONE : own.limits();
        if (name != null) {
            policies.putIntoClass(user, name);
        }
        policies.putAccount(user, limits, identity.getPrincipal().getName());
        return found(user);
    }

    private AccountLimits found(String user) {
        if (!Texts.isName(user)) {
            throw noSuchAccount();
        }
        PostgresPolicies.AccountPolicy found = policies.of(user).orElseThrow(LimitsResource::noSuchAccount);
        return new AccountLimits(
                found.className(),
                LimitsView.of(found.own()),
                LimitsView.of(policy.limitsOf(user)),
                used(policies.look(user).orElse(PolicyCounters.NONE)),
                policies.suspension(user)
                        .map(why -> new SuspensionView(why.rule(), why.detail(), why.call(), why.actor(), why.at()))
                        .orElse(null));
    }

    private static Used used(PolicyCounters counters) {
        return new Used(
                counters.liveCalls(),
                counters.newDestinations(),
                counters.shortCalls(),
                counters.spentTodayMicros(),
                counters.spentThisMonthMicros(),
                counters.committedMicros(),
                counters.usualDayMicros());
    }

    private static ProblemException noSuchAccount() {
        return ProblemException.notFound("There is no such account.");
    }
}
