package io.tollgate.sip.io;

import gov.nist.javax.sip.message.SIPMessage;
import io.tollgate.sip.auth.DigestChallenge;
import io.tollgate.sip.cause.SipReason;
import io.tollgate.sip.trunk.CallerId;
import io.tollgate.sip.trunk.SessionExpires;
import io.tollgate.sip.trunk.SipInput;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.sip.address.Address;
import javax.sip.address.SipURI;
import javax.sip.address.TelURL;
import javax.sip.address.URI;
import javax.sip.header.CSeqHeader;
import javax.sip.header.ContactHeader;
import javax.sip.header.ContentTypeHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.Header;
import javax.sip.header.HeaderAddress;
import javax.sip.header.ToHeader;
import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/** Reduces the stack's messages to the facts that the machine decides on. */
final class MessageReader {

    private static final int MAX_VALUES = 32;

    private MessageReader() {}

    static SipInput.Response response(Response response) {
        CSeqHeader cseq = (CSeqHeader) response.getHeader(CSeqHeader.NAME);
        List<DigestChallenge> challenges = new ArrayList<>();
        for (String value : values(response, "WWW-Authenticate")) {
            DigestChallenge.parse(value, false).ifPresent(challenges::add);
        }
        for (String value : values(response, "Proxy-Authenticate")) {
            DigestChallenge.parse(value, true).ifPresent(challenges::add);
        }
        String phrase = response.getReasonPhrase();
        return new SipInput.Response(
                response.getStatusCode(),
                phrase == null ? "" : phrase,
                cseq.getMethod(),
                cseq.getSeqNumber(),
                ((ToHeader) response.getHeader(ToHeader.NAME)).getTag(),
                "application/sdp".equalsIgnoreCase(contentType(response)) ? body(response) : null,
                contact(response),
                values(response, "Record-Route"),
                reasons(response),
                List.copyOf(challenges),
                sessionExpires(response),
                lists(response, "Allow", "UPDATE"));
    }

    static SipInput.Request request(String key, Request request) {
        CSeqHeader cseq = (CSeqHeader) request.getHeader(CSeqHeader.NAME);
        return new SipInput.Request(
                key,
                request.getMethod(),
                cseq.getSeqNumber(),
                ((ToHeader) request.getHeader(ToHeader.NAME)).getTag(),
                contentType(request),
                body(request),
                contact(request),
                values(request, "Record-Route"),
                tokens(request, "Require"),
                reasons(request),
                sessionExpires(request),
                lists(request, "Supported", "timer"),
                lists(request, "Allow", "UPDATE"));
    }

    /** Who calls: P-Asserted-Identity of a trunk is believed (RFC 3325 section 9.1), else From. */
    static CallerId caller(Request request) {
        FromHeader from = (FromHeader) request.getHeader(FromHeader.NAME);
        String fromNumber = user(from.getAddress().getURI());
        String name = from.getAddress().getDisplayName();
        String asserted = null;
        Iterator<?> identities = request.getHeaders("P-Asserted-Identity");
        while (identities.hasNext() && asserted == null) {
            if (identities.next() instanceof HeaderAddress identity) {
                asserted = user(identity.getAddress().getURI());
            }
        }
        boolean anonymous = fromNumber == null || fromNumber.equalsIgnoreCase("anonymous");
        boolean withheld = anonymous
                || tokens(request, "Privacy").stream()
                        .anyMatch(p -> List.of("id", "user", "header").contains(p.toLowerCase(Locale.ROOT)));
        String number = asserted != null ? asserted : anonymous ? null : fromNumber;
        return new CallerId(number, withheld || name == null || name.isBlank() ? null : name, withheld);
    }

    /** The dialled digits: user part of the Request-URI, without parameters and visual separators. */
    static String called(Request request) {
        String user = user(request.getRequestURI());
        return user == null ? "" : user;
    }

    private static @Nullable String user(URI uri) {
        String user = null;
        if (uri instanceof SipURI sip) {
            user = sip.getUser();
        } else if (uri instanceof TelURL tel) {
            user = (tel.isGlobal() ? "+" : "") + tel.getPhoneNumber();
        }
        if (user == null || user.isBlank()) {
            return null;
        }
        int parameters = user.indexOf(';');
        String bare = parameters < 0 ? user : user.substring(0, parameters);
        String digits = bare.replaceAll("[-.()\\s]", "");
        return digits.matches("\\+?[0-9*#]{1,32}") ? digits : bare;
    }

    static String fromTag(Message message) {
        String tag = ((FromHeader) message.getHeader(FromHeader.NAME)).getTag();
        return tag == null ? "" : tag;
    }

    static String callId(Message message) {
        return ((SIPMessage) message).getCallId().getCallId();
    }

    /** Header values as written, in order; a header's list of values counts as several. */
    static List<String> values(Message message, String name) {
        List<String> values = new ArrayList<>();
        Iterator<?> headers = message.getHeaders(name);
        while (headers.hasNext() && values.size() < MAX_VALUES) {
            String line = ((Header) headers.next()).toString().strip();
            int colon = line.indexOf(':');
            values.add(line.substring(colon + 1).strip());
        }
        return List.copyOf(values);
    }

    private static List<String> tokens(Message message, String name) {
        List<String> tokens = new ArrayList<>();
        for (String value : values(message, name)) {
            for (String token : value.split("[,;]")) {
                if (!token.isBlank()) {
                    tokens.add(token.strip());
                }
            }
        }
        return List.copyOf(tokens);
    }

    private static boolean lists(Message message, String name, String token) {
        return tokens(message, name).stream().anyMatch(t -> t.equalsIgnoreCase(token));
    }

    private static List<SipReason> reasons(Message message) {
        List<SipReason> reasons = new ArrayList<>();
        for (String value : values(message, "Reason")) {
            reasons.addAll(SipReason.parse(value));
        }
        return List.copyOf(reasons);
    }

    private static @Nullable SessionExpires sessionExpires(Message message) {
        return values(message, "Session-Expires").stream()
                .findFirst()
                .flatMap(SessionExpires::parse)
                .orElse(null);
    }

    private static @Nullable String contact(Message message) {
        if (message.getHeader(ContactHeader.NAME) instanceof ContactHeader contact) {
            Address address = contact.getAddress();
            return address == null || contact.isWildCard()
                    ? null
                    : address.getURI().toString();
        }
        return null;
    }

    private static @Nullable String contentType(Message message) {
        ContentTypeHeader type = (ContentTypeHeader) message.getHeader(ContentTypeHeader.NAME);
        return type == null ? null : type.getContentType() + "/" + type.getContentSubType();
    }

    private static @Nullable String body(Message message) {
        byte[] content = message.getRawContent();
        return content == null || content.length == 0 ? null : new String(content, StandardCharsets.UTF_8);
    }
}
