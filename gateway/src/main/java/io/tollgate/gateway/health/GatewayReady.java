package io.tollgate.gateway.health;

import io.tollgate.gateway.config.TollgateConfig;
import io.tollgate.gateway.overlay.OverlayLink;
import io.tollgate.gateway.switchboard.Gateway;
import io.tollgate.sip.io.SipHealth;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready means: SIP is open, the media plane runs, the overlay knows this gateway. */
@Readiness
@Singleton
public class GatewayReady implements HealthCheck {
    private final TollgateConfig config;
    private final Gateway gateway;
    private final OverlayLink overlay;

    GatewayReady(TollgateConfig config, Gateway gateway, OverlayLink overlay) {
        this.config = config;
        this.gateway = gateway;
        this.overlay = overlay;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("gateway");
        if (!config.roles().contains(TollgateConfig.Role.GATEWAY)) {
            return answer.up().withData("role", "not played here").build();
        }
        Optional<SipHealth> sip = gateway.sip().map(bridge -> bridge.health());
        boolean sipUp = sip.isPresent() && sip.get().alive();
        boolean mediaUp = gateway.media().isPresent();
        return answer.status(sipUp && mediaUp && overlay.connected())
                .withData("sip", sip.map(SipHealth::detail).orElse("not open"))
                .withData("media", gateway.media().map(media -> media.opus()).orElse("not open"))
                .withData("overlay", overlay.connected() ? "connected" : "not connected")
                .build();
    }
}
