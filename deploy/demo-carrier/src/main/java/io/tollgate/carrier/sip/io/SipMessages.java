package io.tollgate.carrier.sip.io;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.carrier.number.Refusal;
import io.tollgate.carrier.rtp.Sdp;
import java.net.InetSocketAddress;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.sip.InvalidArgumentException;
import javax.sip.PeerUnavailableException;
import javax.sip.SipFactory;
import javax.sip.address.Address;
import javax.sip.address.AddressFactory;
import javax.sip.address.SipURI;
import javax.sip.address.TelURL;
import javax.sip.address.URI;
import javax.sip.header.HeaderFactory;
import javax.sip.header.ReasonHeader;
import javax.sip.header.ToHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.Message;
import javax.sip.message.MessageFactory;
import javax.sip.message.Request;
import javax.sip.message.Response;

/** Builds and reads the carrier's SIP messages. */
final class SipMessages {
    private static final String AGENT = "Tollgate-Demo-Carrier";
    private static final List<String> METHODS =
            List.of(Request.INVITE, Request.ACK, Request.CANCEL, Request.BYE, Request.OPTIONS);

    private final InetSocketAddress local;
    private final AddressFactory addresses;
    private final HeaderFactory headers;
    private final MessageFactory messages;

    SipMessages(SipFactory factory, InetSocketAddress local) throws PeerUnavailableException {
        this.local = local;
        this.addresses = factory.createAddressFactory();
        this.headers = factory.createHeaderFactory();
        this.messages = factory.createMessageFactory();
    }

    /** A response with our agent, our Contact, and our tag (from 101 on; RFC 3261 section 8.2.6.2). */
    Response response(Request request, int status, String tag) throws ParseException {
        Response response = messages.createResponse(status, request);
        if (status > 100 && response.getHeader(ToHeader.NAME) instanceof ToHeader to && to.getTag() == null) {
            to.setTag(tag);
        }
        response.addHeader(headers.createHeader("Server", AGENT));
        boolean carriesContact = status > 100 && status < 300;
        if (carriesContact) {
            response.addHeader(headers.createContactHeader(contact()));
        }
        if (carriesContact || status == Response.METHOD_NOT_ALLOWED) {
            allow(response);
        }
        return response;
    }

    Response withSdp(Response response, String sdp) throws ParseException {
        response.setContent(sdp.getBytes(UTF_8), headers.createContentTypeHeader("application", "sdp"));
        return response;
    }

    Response withReason(Response response, Refusal refusal) throws ParseException, InvalidArgumentException {
        response.addHeader(reason(refusal.q850(), refusal.text()));
        return response;
    }

    ReasonHeader reason(int q850, String text) throws ParseException, InvalidArgumentException {
        return headers.createReasonHeader("Q.850", q850, text);
    }

    /** An INVITE to the gateway; {@code from} is a number or {@code anonymous} (RFC 3323 section 4.1.1.3). */
    Request invite(String callId, String from, String to, InetSocketAddress gateway, String tag, String offer)
            throws ParseException, InvalidArgumentException {
        SipURI target = addresses.createSipURI(to, gateway.getAddress().getHostAddress());
        target.setPort(gateway.getPort());
        target.setUserParam("phone");
        boolean anonymous = from.equals("anonymous");
        Address caller = anonymous
                ? addresses.createAddress("Anonymous", addresses.createSipURI("anonymous", "anonymous.invalid"))
                : addresses.createAddress(phone(from));
        List<ViaHeader> via = new ArrayList<>();
        via.add(headers.createViaHeader(local.getAddress().getHostAddress(), local.getPort(), "udp", null));
        Request invite = messages.createRequest(
                target,
                Request.INVITE,
                headers.createCallIdHeader(callId),
                headers.createCSeqHeader(1L, Request.INVITE),
                headers.createFromHeader(caller, tag),
                headers.createToHeader(addresses.createAddress(phone(to)), null),
                via,
                headers.createMaxForwardsHeader(70));
        invite.addHeader(headers.createContactHeader(contact()));
        invite.addHeader(headers.createHeader("User-Agent", AGENT));
        allow(invite);
        if (anonymous) {
            invite.addHeader(headers.createHeader("Privacy", "id"));
        }
        invite.setContent(offer.getBytes(UTF_8), headers.createContentTypeHeader("application", "sdp"));
        return invite;
    }

    /** An OPTIONS to ourselves. */
    Request optionsToSelf(String callId, String tag) throws ParseException, InvalidArgumentException {
        Address self = contact();
        List<ViaHeader> via = new ArrayList<>();
        via.add(headers.createViaHeader(local.getAddress().getHostAddress(), local.getPort(), "udp", null));
        return messages.createRequest(
                self.getURI(),
                Request.OPTIONS,
                headers.createCallIdHeader(callId),
                headers.createCSeqHeader(1L, Request.OPTIONS),
                headers.createFromHeader(self, tag),
                headers.createToHeader(self, null),
                via,
                headers.createMaxForwardsHeader(70));
    }

    private void allow(Message message) throws ParseException {
        for (String method : METHODS) {
            message.addHeader(headers.createAllowHeader(method));
        }
    }

    /** The session description in a message; empty when there is none or it is beyond all measure. */
    static String description(Message message) {
        byte[] raw = message.getRawContent();
        return raw == null || raw.length > Sdp.MAX_CHARS ? "" : new String(raw, UTF_8);
    }

    /** The Q.850 cause that a message gives, if it gives one. */
    static SipEvent.Cause cause(Message message) {
        Iterator<?> reasons = message.getHeaders(ReasonHeader.NAME);
        while (reasons.hasNext()) {
            if (reasons.next() instanceof ReasonHeader reason && "Q.850".equalsIgnoreCase(reason.getProtocol())) {
                String text = reason.getText();
                return new SipEvent.Cause(reason.getCause(), text == null ? "" : text);
            }
        }
        return SipEvent.Cause.NONE;
    }

    /** The number part of a SIP or tel URI, as it came. */
    static String user(URI uri) {
        return switch (uri) {
            case SipURI sip -> sip.getUser() == null ? "" : sip.getUser();
            case TelURL tel -> (tel.isGlobal() ? "+" : "") + tel.getPhoneNumber();
            default -> "";
        };
    }

    private SipURI phone(String number) throws ParseException {
        SipURI uri = addresses.createSipURI(number, local.getAddress().getHostAddress());
        uri.setUserParam("phone");
        return uri;
    }

    private Address contact() throws ParseException {
        SipURI uri = addresses.createSipURI("carrier", local.getAddress().getHostAddress());
        uri.setPort(local.getPort());
        return addresses.createAddress(uri);
    }
}
