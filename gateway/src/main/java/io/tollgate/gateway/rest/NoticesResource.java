package io.tollgate.gateway.rest;

import io.tollgate.billing.notice.jdbc.Notices;
import io.tollgate.gateway.rest.MyNoticesResource.NoticeList;
import io.tollgate.gateway.rest.MyNoticesResource.NoticeView;
import io.tollgate.gateway.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What users and operators have been told. */
@Path("/api/v1/notices")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
@SecurityRequirement(name = ApiDescription.BEARER)
@Tag(name = "notices", description = "What users and operators are told about credit")
public class NoticesResource {
    private final Notices notices;

    NoticesResource(Notices notices) {
        this.notices = notices;
    }

    @GET
    @Operation(summary = "Everybody's notices, newest first")
    public NoticeList list(@QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return new NoticeList(
                notices.of(null, limit).stream().map(NoticeView::of).toList());
    }
}
