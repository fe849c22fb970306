package io.tollgate.gateway.rest;

import io.quarkus.security.identity.SecurityIdentity;
import io.tollgate.gateway.rest.Recordings.RecordingView;
import io.tollgate.gateway.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;

/** Recordings of calls, for the operator. */
@Path("/api/v1/recordings")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
@SecurityRequirement(name = ApiDescription.BEARER)
@Tag(name = "recordings", description = "Recordings of calls")
public class RecordingsResource {
    static final String WAV = "audio/wav";
    private static final Logger LOG = Logger.getLogger(RecordingsResource.class);

    private final SecurityIdentity identity;
    private final Recordings recordings;

    RecordingsResource(SecurityIdentity identity, Recordings recordings) {
        this.identity = identity;
        this.recordings = recordings;
    }

    /** Recordings, the newest first. */
    public record RecordingList(List<RecordingView> recordings) {}

    @GET
    @Operation(summary = "Recordings, the newest first", description = "At most 1000; those being made are among them.")
    public RecordingList list() {
        return new RecordingList(recordings.list());
    }

    @GET
    @Path("{name}")
    @Produces(WAV)
    @Operation(
            summary = "One recording as a WAV file",
            description = "16-bit PCM. Of both directions it is stereo, the caller on the left. One that is still being"
                    + " made is given as far as it is.")
    @APIResponse(
            responseCode = "200",
            description = "The sound",
            content = @Content(mediaType = WAV, schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "404", description = "There is no such recording")
    public Response one(@PathParam("name") String name) {
        java.nio.file.Path file = recordings.file(name);
        LOG.infof("recording %s fetched by %s", name, identity.getPrincipal().getName());
        return Response.ok(file, WAV)
                .header("Content-Disposition", "attachment; filename=\"" + file.getFileName() + "\"")
                .header("Cache-Control", "no-store")
                .build();
    }

    @DELETE
    @Path("{name}")
    @Operation(summary = "Delete a recording")
    @APIResponse(responseCode = "204", description = "It is gone")
    @APIResponse(responseCode = "409", description = "It is being made")
    public void delete(@PathParam("name") String name) {
        recordings.delete(name);
        LOG.infof("recording %s deleted by %s", name, identity.getPrincipal().getName());
    }
}
