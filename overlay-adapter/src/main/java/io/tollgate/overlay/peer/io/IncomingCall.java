package io.tollgate.overlay.peer.io;

import io.tollgate.overlay.message.CallMessage;
import io.tollgate.overlay.message.Fingerprint;
import io.tollgate.overlay.peer.PeerInput;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A call that rings here. Its driver must be run for anything to happen. */
public final class IncomingCall {
    private final PeerCallDriver driver;
    private final CallMessage.Ring ring;
    private final String user;
    private final String offer;
    private final Clock clock;

    IncomingCall(PeerCallDriver driver, CallMessage.Ring ring, String user, String offer, Clock clock) {
        this.driver = driver;
        this.ring = ring;
        this.user = user;
        this.offer = offer;
        this.clock = clock;
    }

    /** Who calls, or null when withheld. */
    public @Nullable String from() {
        return ring.fromNumber();
    }

    /** The number that was called. */
    public String to() {
        return ring.toNumber();
    }

    public PeerCallDriver driver() {
        return driver;
    }

    /** Takes the call, when it still rings. */
    public void answer() {
        List<Fingerprint> fingerprints = Fingerprint.ofSdp(offer);
        driver.post(new PeerInput.Answer(
                new CallMessage.Accept(user, clock.instant(), UUID.randomUUID().toString(), fingerprints, offer)));
    }

    /** Does not take it. */
    public void decline(CallMessage.DeclineReason reason) {
        driver.post(new PeerInput.Refuse(reason));
    }
}
