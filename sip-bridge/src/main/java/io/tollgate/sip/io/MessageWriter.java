package io.tollgate.sip.io;

import io.tollgate.sip.trunk.SipAction;
import io.tollgate.sip.trunk.SipHeader;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import java.util.UUID;
import javax.sip.PeerUnavailableException;
import javax.sip.SipFactory;
import javax.sip.header.ContentTypeHeader;
import javax.sip.header.HeaderFactory;
import javax.sip.header.ToHeader;
import javax.sip.message.MessageFactory;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/** Makes the stack's messages from the machine's actions, and adds what every message of ours carries. */
final class MessageWriter {

    static final String ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE";
    private static final String CRLF = "\r\n";
    private static final List<String> WITH_CAPABILITIES = List.of("INVITE", "UPDATE", "OPTIONS");

    private final MessageFactory messages;
    private final HeaderFactory headers;
    private final ContentTypeHeader sdpType;
    private final String hostPort;
    private final String userAgent;

    MessageWriter(SipFactory factory, SipBridgeConfig config) throws PeerUnavailableException, ParseException {
        messages = factory.createMessageFactory();
        headers = factory.createHeaderFactory();
        sdpType = headers.createContentTypeHeader("application", "sdp");
        hostPort = config.hostPort();
        userAgent = oneLine(config.userAgent());
    }

    Request request(SipAction.Request r) throws ParseException {
        StringBuilder text = new StringBuilder(1024);
        line(text, r.method() + " " + r.requestUri() + " SIP/2.0");
        line(text, "Via: SIP/2.0/UDP " + hostPort + ";rport;branch=z9hG4bK" + UUID.randomUUID());
        line(text, "Max-Forwards: 70");
        for (String route : r.routes()) {
            line(text, "Route: " + route);
        }
        line(text, "From: " + r.from());
        line(text, "To: " + r.to());
        line(text, "Call-ID: " + r.callId());
        line(text, "CSeq: " + r.cseq() + " " + r.method());
        if (WITH_CAPABILITIES.contains(r.method())) {
            line(text, "Contact: <sip:" + hostPort + ">");
            line(text, "Allow: " + ALLOW);
            line(text, "Supported: timer");
        }
        line(text, "User-Agent: " + userAgent);
        for (SipHeader header : r.headers()) {
            line(text, header.name() + ": " + header.value());
        }
        if (r.sdp() != null) {
            line(text, "Content-Type: application/sdp");
        }
        int length = r.sdp() == null ? 0 : r.sdp().getBytes(StandardCharsets.UTF_8).length;
        line(text, "Content-Length: " + length);
        text.append(CRLF);
        if (r.sdp() != null) {
            text.append(r.sdp());
        }
        return messages.createRequest(text.toString());
    }

    Response response(Request request, SipAction.Respond r) throws ParseException {
        Response response = messages.createResponse(r.status(), request);
        response.setReasonPhrase(oneLine(r.phrase()));
        ToHeader to = (ToHeader) response.getHeader(ToHeader.NAME);
        if (r.toTag() != null && to.getTag() == null) {
            to.setTag(r.toTag());
        }
        response.setHeader(headers.createHeader("Server", userAgent));
        boolean session = List.of("INVITE", "UPDATE").contains(request.getMethod());
        if (session && r.status() > 100 && r.status() < 300) {
            response.setHeader(headers.createHeader("Contact", "<sip:" + hostPort + ">"));
        }
        boolean options = request.getMethod().equals("OPTIONS") && r.status() == 200;
        if (r.status() == 405 || options || (session && r.status() / 100 == 2)) {
            for (String method : ALLOW.split(", ")) {
                response.addHeader(headers.createAllowHeader(method));
            }
        }
        if (options || (session && r.status() / 100 == 2)) {
            response.setHeader(headers.createHeader("Supported", "timer"));
        }
        if (options) {
            response.setHeader(headers.createHeader("Accept", "application/sdp"));
        }
        for (SipHeader header : r.headers()) {
            response.addHeader(headers.createHeader(header.name(), header.value()));
        }
        if (r.sdp() != null) {
            response.setContent(r.sdp().getBytes(StandardCharsets.UTF_8), sdpType);
        }
        return response;
    }

    /** CANCEL is built by the stack from the INVITE; this adds the machine's headers to it. */
    void decorate(Request request, List<SipHeader> extra) throws ParseException {
        request.setHeader(headers.createHeader("User-Agent", userAgent));
        for (SipHeader header : extra) {
            request.addHeader(headers.createHeader(header.name(), header.value()));
        }
    }

    /** A response outside any call. */
    Response plain(Request request, int status, String phrase, @Nullable String toTag, List<SipHeader> extra)
            throws ParseException {
        return response(request, new SipAction.Respond("", status, phrase, toTag, extra, null));
    }

    private static void line(StringBuilder text, String line) {
        text.append(oneLine(line)).append(CRLF);
    }

    private static String oneLine(String text) {
        if (text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("a line end within a header");
        }
        return text;
    }
}
