package io.tollgate.gateway.rest;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lets a client find out whether it is current, without telling anybody who asks. */
@Path("/api/v1/version")
@PermitAll
@Tag(name = "version")
public class VersionResource {
    private final String version;

    VersionResource(@ConfigProperty(name = "quarkus.application.version") String version) {
        this.version = version;
    }

    /**
     * The version.
     *
     * @param protocol version of the overlay protocol
     */
    public record Version(String version, int protocol) {}

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Version of this server and of the overlay protocol it speaks")
    public Version version() {
        return new Version(version, 1);
    }
}
