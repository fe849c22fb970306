package io.tollgate.gateway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.security.identity.SecurityIdentity;
import io.tollgate.billing.notice.jdbc.Notices;
import io.tollgate.gateway.problem.ProblemException;
import io.tollgate.gateway.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What a user is told of. */
@Path("/api/v1/me/notices")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.USER)
@Tag(name = "me")
public class MyNoticesResource {
    private final SecurityIdentity identity;
    private final Notices notices;

    MyNoticesResource(SecurityIdentity identity, Notices notices) {
        this.identity = identity;
        this.notices = notices;
    }

    /**
     * A notice.
     *
     * @param user whom it concerns; absent: the operator alone
     * @param seenAt absent while unread
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record NoticeView(
            UUID id,
            @Nullable String user,
            String kind,
            String words,
            Map<String, String> detail,
            Instant at,
            @Nullable Instant seenAt) {
        static NoticeView of(Notices.Told told) {
            return new NoticeView(
                    told.notice().id(),
                    told.notice().user(),
                    told.notice().kind().word(),
                    told.notice().words(),
                    told.notice().detail(),
                    told.notice().at(),
                    told.seenAt());
        }
    }

    /** Notices, newest first. */
    public record NoticeList(List<NoticeView> notices) {}

    @GET
    @Operation(summary = "What there is to know, newest first")
    public NoticeList list(@QueryParam("limit") @DefaultValue("20") @Min(1) @Max(500) int limit) {
        return new NoticeList(
                notices.of(user(), limit).stream().map(NoticeView::of).toList());
    }

    @POST
    @Path("{id}/seen")
    @Operation(summary = "Mark a notice as read")
    public void seen(@PathParam("id") UUID id) {
        if (!notices.seen(user(), id)) {
            throw ProblemException.notFound("There is no such notice.");
        }
    }

    private String user() {
        return identity.getPrincipal().getName();
    }
}
