package io.tollgate.gateway.rest;

import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** What the OpenAPI document says about the whole; gives Swagger UI its Authorize button. */
@OpenAPIDefinition(info = @Info(title = "Tollgate", version = "1", description = """
                                Administration of a PSTN gateway: accounts and credit, rate decks, online numbers, \
                                trunks and routes, live calls and call records.

                                Amounts are integers in millionths of the account's currency unit (`…_micros`); where \
                                a request takes an `amount` it is a decimal text such as `"10.00"`. Instants are ISO \
                                8601 in UTC. Whatever is refused is answered by a problem document (RFC 9457)."""))
@SecurityScheme(
        securitySchemeName = ApiDescription.BEARER,
        type = SecuritySchemeType.HTTP,
        scheme = "bearer",
        description = "The admin token from `DATA/admin-token`, or a user's credential from the login server.")
public class ApiDescription extends Application {
    /** Name of the security scheme that resources refer to. */
    static final String BEARER = "bearer";
}
