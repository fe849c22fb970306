package io.tollgate.sip.trunk;

import io.tollgate.sip.auth.DigestSession;
import io.tollgate.sip.cause.SipReason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An outbound call as it goes on the wire: what every INVITE, CANCEL and ACK of it repeats.
 *
 * @param from header value with our tag
 * @param to header value without tag
 * @param identity P-Asserted-Identity, Privacy and the like
 * @param auth unchallenged
 */
public record OutboundSetup(
        String callId,
        String requestUri,
        String from,
        String to,
        String localTag,
        List<SipHeader> identity,
        String sdp,
        DigestSession auth,
        CallTimers timers) {

    private static final String NOBODY = "sip:anonymous@anonymous.invalid"; // RFC 3323 section 4.1.1.3

    /**
     * Writes an invitation in its trunk's style.
     *
     * @param localTag our From tag, random
     * @param cnonce client nonce for digest, random
     * @param localHostPort our own address, where the trunk names no domain for us
     */
    public static OutboundSetup of(
            OutboundInvite invite, String localTag, String cnonce, String localHostPort, CallTimers timers) {
        Trunk trunk = invite.trunk();
        CallerId caller = invite.from();
        String domain = trunk.fromDomain() != null ? trunk.fromDomain() : localHostPort;
        String target = trunk.numberFormat().uri(invite.destinationE164(), trunk.hostPort());
        String own = caller.number() == null ? null : trunk.numberFormat().uri(caller.number(), domain);
        String from = own == null || caller.withheld()
                ? "\"Anonymous\" <" + NOBODY + ">"
                : named(caller.displayName()) + "<" + own + ">";
        return new OutboundSetup(
                invite.callId(),
                target,
                from + ";tag=" + localTag,
                "<" + target + ">",
                localTag,
                identityOf(trunk.callerIdStyle(), caller, own),
                invite.sdpOffer(),
                DigestSession.fresh(trunk.auth(), cnonce),
                timers);
    }

    /** The INVITE itself. */
    SipAction.Request invite(long cseq, DigestSession session) {
        List<SipHeader> headers = new ArrayList<>(identity);
        session.prove("INVITE", requestUri).ifPresent(p -> headers.add(new SipHeader(p.headerName(), p.value())));
        return new SipAction.Request("INVITE", requestUri, List.of(), from, to, callId, cseq, headers, sdp);
    }

    static List<SipHeader> reasonHeader(@Nullable SipReason reason) {
        return reason == null ? List.of() : List.of(new SipHeader("Reason", reason.write()));
    }

    private static List<SipHeader> identityOf(CallerIdStyle style, CallerId caller, @Nullable String own) {
        List<SipHeader> headers = new ArrayList<>();
        if (own != null) {
            String value = named(caller.displayName()) + "<" + own + ">";
            switch (style) {
                case FROM -> {}
                case ASSERTED -> headers.add(new SipHeader("P-Asserted-Identity", value));
                case PREFERRED -> headers.add(new SipHeader("P-Preferred-Identity", value));
                case REMOTE_PARTY ->
                    headers.add(new SipHeader(
                            "Remote-Party-ID",
                            value + ";party=calling;screen=yes;privacy=" + (caller.withheld() ? "full" : "off")));
            }
        }
        if (caller.withheld()) {
            headers.add(new SipHeader("Privacy", "id"));
        }
        return List.copyOf(headers);
    }

    private static String named(@Nullable String displayName) {
        if (displayName == null) {
            return "";
        }
        StringBuilder out = new StringBuilder("\"");
        displayName
                .codePoints()
                .limit(64)
                .filter(c -> !Character.isISOControl(c) && c != '"' && c != '\\')
                .forEach(out::appendCodePoint);
        return out.append("\" ").toString();
    }
}
