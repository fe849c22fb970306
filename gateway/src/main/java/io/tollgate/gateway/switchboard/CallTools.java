package io.tollgate.gateway.switchboard;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.billing.cdr.CdrStore;
import io.tollgate.billing.ledger.CallJournal;
import io.tollgate.billing.ledger.Ledger;
import io.tollgate.gateway.overlay.OverlayLink;
import io.tollgate.gateway.policy.CallPolicy;
import io.tollgate.gateway.quote.PackageSeconds;
import io.tollgate.gateway.trunks.Costs;
import io.tollgate.gateway.trunks.TrunkTable;
import io.tollgate.overlay.dtls.io.DtlsIdentity;
import io.tollgate.rtp.media.MediaPlane;
import io.tollgate.sip.io.SipBridge;
import java.net.InetAddress;
import java.security.SecureRandom;

/** What every call works with; made once when the gateway opens. */
record CallTools(
        CallClock clock,
        Ledger ledger,
        CallJournal journal,
        CdrStore cdrs,
        CallPolicy policy,
        PackageSeconds packages,
        LiveCalls calls,
        MediaPlane media,
        InetAddress trunkAddress,
        TrunkTable trunks,
        Costs costs,
        java.util.function.Supplier<SipBridge> sip,
        OverlayLink overlay,
        DtlsIdentity dtls,
        SecureRandom random,
        Prompts prompts,
        ObjectMapper json) {}
