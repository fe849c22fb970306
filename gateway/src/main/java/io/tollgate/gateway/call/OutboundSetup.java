package io.tollgate.gateway.call;

import io.tollgate.billing.rating.CallTariff;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What is settled about an outbound call before its machine starts: who calls whom at which rate over which trunks.
 *
 * @param callId chosen at set-up; the same in the overlay, the ledger and the CDR
 * @param user account that pays
 * @param number E.164 with leading plus; an emergency number as it is
 * @param region whose tones the caller hears, ISO 3166-1 alpha-2
 * @param tariff prices this call from start to end
 * @param trunks identifiers of the trunks to try, best first; not empty
 */
public record OutboundSetup(
        UUID callId,
        String user,
        String number,
        String region,
        CallTariff tariff,
        List<String> trunks,
        Instant startedAt,
        Funding funding) {
    public OutboundSetup {
        trunks = List.copyOf(trunks);
        if (trunks.isEmpty()) {
            throw new IllegalArgumentException("a call needs a trunk to be tried");
        }
    }

    /** The same with so many seconds of packages to use up; never fewer than before. */
    OutboundSetup withBundle(long seconds) {
        CallTariff more = tariff.withBundle(Math.max(seconds, tariff.bundleSeconds()));
        return new OutboundSetup(callId, user, number, region, more, trunks, startedAt, funding);
    }

    /** The same once the phone has been answered, which is when the charge begins. */
    OutboundSetup answeredAt(Instant answered) {
        return new OutboundSetup(callId, user, number, region, tariff.startingAt(answered), trunks, startedAt, funding);
    }
}
