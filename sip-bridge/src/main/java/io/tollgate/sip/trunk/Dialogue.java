package io.tollgate.sip.trunk;

import io.tollgate.sip.auth.DigestSession;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dialog (RFC 3261 section 12): what a request within the call is built from.
 *
 * @param local header value of our side, with tag
 * @param remote header value of the carrier's side, with tag if it has one
 * @param target the carrier's Contact URI
 * @param routes route set, nearest first
 * @param localCseq the last CSeq we used
 * @param remoteCseq the last CSeq the carrier used, 0 before the first
 * @param auth what we know of its digest
 * @param inviteProof the INVITE's Authorization header, which its ACK repeats (section 13.2.2.4), or null
 * @param peerUpdates whether the carrier takes UPDATE
 */
public record Dialogue(
        String callId,
        String local,
        String remote,
        String localTag,
        @Nullable String remoteTag,
        String target,
        List<String> routes,
        long localCseq,
        long remoteCseq,
        DigestSession auth,
        @Nullable SipHeader inviteProof,
        boolean peerUpdates) {

    /** The dialog that a 2xx to our INVITE makes (section 12.1.2). */
    static Dialogue ofAnswer(OutboundSetup setup, long cseq, DigestSession auth, SipInput.Response response) {
        List<String> routes = new ArrayList<>(response.recordRoutes());
        Collections.reverse(routes);
        SipHeader proof = auth.prove("INVITE", setup.requestUri())
                .map(p -> new SipHeader(p.headerName(), p.value()))
                .orElse(null);
        return new Dialogue(
                setup.callId(),
                setup.from(),
                response.toTag() == null ? setup.to() : setup.to() + ";tag=" + response.toTag(),
                setup.localTag(),
                response.toTag(),
                response.contact() == null ? setup.requestUri() : response.contact(),
                List.copyOf(routes),
                cseq,
                0,
                auth.used(),
                proof,
                response.allowsUpdate());
    }

    /** The dialog that our 2xx to the carrier's INVITE makes (section 12.1.1). */
    static Dialogue ofInvite(InboundSetup setup, String target) {
        return new Dialogue(
                setup.callId(),
                setup.calledHeader() + ";tag=" + setup.localTag(),
                setup.callerHeader(),
                setup.localTag(),
                setup.remoteTag(),
                target,
                setup.invite().recordRoutes(),
                0,
                setup.invite().cseq(),
                setup.auth(),
                null,
                setup.invite().allowsUpdate());
    }

    /** The dialog after using one more CSeq. */
    Dialogue next() {
        return with(target, localCseq + 1, remoteCseq, auth.used(), peerUpdates);
    }

    /** The dialog after a request of the carrier; its Contact moves the target where the method refreshes it. */
    Dialogue heard(SipInput.Request request) {
        boolean refreshes =
                request.method().equals("INVITE") || request.method().equals("UPDATE");
        String moved = refreshes && request.contact() != null ? request.contact() : target;
        return with(moved, localCseq, Math.max(remoteCseq, request.cseq()), auth, peerUpdates);
    }

    Dialogue challenged(DigestSession session) {
        return with(target, localCseq, remoteCseq, session, peerUpdates);
    }

    Dialogue withoutUpdate() {
        return with(target, localCseq, remoteCseq, auth, false);
    }

    private Dialogue with(String newTarget, long local2, long remote2, DigestSession session, boolean updates) {
        return new Dialogue(
                callId,
                local,
                remote,
                localTag,
                remoteTag,
                newTarget,
                routes,
                local2,
                remote2,
                session,
                inviteProof,
                updates);
    }

    /** A request with the next CSeq; the caller keeps {@link #next()}. */
    SipAction.Request request(String method, List<SipHeader> headers, @Nullable String sdp) {
        List<SipHeader> all = new ArrayList<>(headers);
        auth.prove(method, requestUri()).ifPresent(p -> all.add(new SipHeader(p.headerName(), p.value())));
        return build(method, localCseq + 1, all, sdp);
    }

    /** The ACK of a 2xx to the INVITE with this CSeq. */
    SipAction.Request ack(long inviteCseq) {
        return build("ACK", inviteCseq, inviteProof == null ? List.of() : List.of(inviteProof), null);
    }

    private SipAction.Request build(String method, long cseq, List<SipHeader> headers, @Nullable String sdp) {
        return new SipAction.Request(
                method, requestUri(), routeHeaders(), local, remote, callId, cseq, List.copyOf(headers), sdp);
    }

    /** Section 12.2.1.1: the target, or the first route where that is a strict router. */
    private String requestUri() {
        return routes.isEmpty() || isLoose(routes.getFirst()) ? target : uriOf(routes.getFirst());
    }

    private List<String> routeHeaders() {
        if (routes.isEmpty() || isLoose(routes.getFirst())) {
            return routes;
        }
        List<String> shifted = new ArrayList<>(routes.subList(1, routes.size()));
        shifted.add("<" + target + ">");
        return List.copyOf(shifted);
    }

    private static boolean isLoose(String route) {
        String uri = uriOf(route);
        return (uri + ";").contains(";lr;") || uri.contains(";lr=");
    }

    private static String uriOf(String route) {
        int open = route.indexOf('<');
        int close = route.indexOf('>', Math.max(open, 0));
        return open >= 0 && close > open ? route.substring(open + 1, close) : route.strip();
    }
}
