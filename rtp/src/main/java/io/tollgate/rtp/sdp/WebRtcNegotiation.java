package io.tollgate.rtp.sdp;

import io.tollgate.rtp.sdp.Outcome.Agreed;
import io.tollgate.rtp.sdp.Outcome.Refused;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Offer and answer for WebRTC (RFC 8829), one audio section only. As answerer we are ICE-lite and the DTLS server; as
 * offerer we are a full ICE agent that leaves the DTLS role to the answerer.
 */
final class WebRtcNegotiation {
    private static final List<String> PROTOCOLS = List.of("UDP/TLS/RTP/SAVPF", "UDP/TLS/RTP/SAVP");
    private static final String OPUS_PARAMETERS = "minptime=10;useinbandfec=1";
    private static final String ICE_CHARS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final int OFFERED_OPUS = 111;
    private static final int OFFERED_TE_48K = 110;
    private static final int OFFERED_TE_8K = 126;

    private WebRtcNegotiation() {}

    static SessionDescription offer(LocalWebRtc local) {
        NegotiatedWebRtc shape = new NegotiatedWebRtc(
                "0",
                local.ufrag(),
                local.pwd(),
                local.fingerprint(),
                Setup.ACTPASS,
                OFFERED_OPUS,
                OFFERED_TE_48K,
                OFFERED_TE_8K,
                20,
                true,
                -1,
                List.of(),
                Direction.SENDRECV);
        List<Attribute> session = List.of(
                Attribute.of("group", "BUNDLE 0"),
                Attribute.of("ice-options", "trickle"),
                Attribute.of("msid-semantic", " WMS"));
        return describe(local, session, List.of(audio(local, shape, Setup.ACTPASS)));
    }

    static Outcome<WebRtcAnswer> answer(SessionDescription offer, LocalWebRtc local) {
        if (local.sockets().isEmpty()) {
            throw new IllegalArgumentException("an ICE-lite answer needs a candidate");
        }
        Refusal nearest = Refusal.NO_AUDIO;
        for (int i = 0; i < offer.media().size(); i++) {
            MediaDescription section = offer.media().get(i);
            if (!section.kind().equals("audio") || section.port() == 0) {
                continue;
            }
            switch (read(offer, section)) {
                case Agreed<NegotiatedWebRtc>(NegotiatedWebRtc media)
                when fitsServer(media.remoteSetup()) -> {
                    return new Agreed<>(new WebRtcAnswer(media, answerText(offer, i, local, media)));
                }
                case Agreed<NegotiatedWebRtc> cannotBeClient -> nearest = Refusal.WRONG_SETUP;
                case Refused<NegotiatedWebRtc>(Refusal refusal) -> nearest = refusal;
            }
        }
        return new Refused<>(nearest);
    }

    static Outcome<NegotiatedWebRtc> readAnswer(SessionDescription offer, SessionDescription answer) {
        if (answer.media().size() != offer.media().size() || answer.media().isEmpty()) {
            return new Refused<>(Refusal.SECTIONS_DIFFER);
        }
        MediaDescription section = answer.media().getFirst();
        if (!section.kind().equals("audio") || section.port() == 0) {
            return new Refused<>(Refusal.NO_AUDIO);
        }
        Outcome<NegotiatedWebRtc> read = read(answer, section);
        boolean undecided = read instanceof Agreed<NegotiatedWebRtc>(NegotiatedWebRtc media)
                && media.remoteSetup() != Setup.ACTIVE
                && media.remoteSetup() != Setup.PASSIVE;
        return undecided ? new Refused<>(Refusal.WRONG_SETUP) : read;
    }

    /** RFC 5763 section 5: the offerer says actpass, and may say active; then we are passive. */
    private static boolean fitsServer(Setup offered) {
        return offered == Setup.ACTPASS || offered == Setup.ACTIVE;
    }

    private static Outcome<NegotiatedWebRtc> read(SessionDescription theirs, MediaDescription section) {
        if (!PROTOCOLS.contains(section.protocol())) {
            return new Refused<>(Refusal.UNSUPPORTED_TRANSPORT);
        }
        if (!section.rtcpMux()) {
            return new Refused<>(Refusal.NO_RTCP_MUX);
        }
        Map<Integer, RtpMap> maps = section.rtpMaps();
        int opusPt = -1;
        int te48kPt = -1;
        int te8kPt = -1;
        for (int payloadType : section.payloadTypes()) {
            RtpMap map = maps.get(payloadType);
            if (map == null) {
                continue;
            }
            if (opusPt < 0 && map.is("opus", 48_000) && map.channels() == 2) {
                opusPt = payloadType;
            } else if (te48kPt < 0 && map.is("telephone-event", 48_000)) {
                te48kPt = payloadType;
            } else if (te8kPt < 0 && map.is("telephone-event", 8_000)) {
                te8kPt = payloadType;
            }
        }
        if (opusPt < 0) {
            return new Refused<>(Refusal.NOT_OPUS);
        }
        return secure(theirs, section, opusPt, te48kPt, te8kPt);
    }

    private static Outcome<NegotiatedWebRtc> secure(
            SessionDescription theirs, MediaDescription section, int opusPt, int te48kPt, int te8kPt) {
        Optional<Fingerprint> fingerprint = theirs.fingerprintOf(section, "sha-256");
        if (fingerprint.isEmpty()) {
            return new Refused<>(Refusal.NO_FINGERPRINT);
        }
        String ufrag = theirs.iceUfragOf(section).orElse("");
        String pwd = theirs.icePwdOf(section).orElse("");
        if (!isIceText(ufrag, 4) || !isIceText(pwd, 22)) {
            return new Refused<>(Refusal.NO_ICE_CREDENTIALS);
        }
        String parameters = section.fmtp(opusPt).orElse("").replace(" ", "").toLowerCase(Locale.ROOT);
        return new Agreed<>(new NegotiatedWebRtc(
                section.mid().orElse("0"),
                ufrag,
                pwd,
                fingerprint.get(),
                theirs.setupOf(section).orElse(Setup.ACTIVE),
                opusPt,
                te48kPt,
                te8kPt,
                20,
                (";" + parameters + ";").contains(";useinbandfec=1;"),
                section.ssrc(),
                section.candidates(),
                theirs.directionOf(section).mirrored()));
    }

    private static boolean isIceText(String text, int min) {
        return text.length() >= min && text.length() <= 256 && text.chars().allMatch(c -> ICE_CHARS.indexOf(c) >= 0);
    }

    private static SessionDescription answerText(
            SessionDescription offer, int chosen, LocalWebRtc local, NegotiatedWebRtc media) {
        List<MediaDescription> sections = new ArrayList<>();
        for (int i = 0; i < offer.media().size(); i++) {
            MediaDescription section = offer.media().get(i);
            sections.add(i == chosen ? audio(local, media, Setup.PASSIVE) : TrunkNegotiation.refused(section));
        }
        List<Attribute> session = List.of(
                Attribute.of("group", "BUNDLE " + media.mid()),
                Attribute.flag("ice-lite"),
                Attribute.of("msid-semantic", " WMS tollgate"));
        return describe(local, session, sections);
    }

    private static MediaDescription audio(LocalWebRtc local, NegotiatedWebRtc media, Setup setup) {
        List<String> formats = new ArrayList<>();
        List<Attribute> a = new ArrayList<>();
        a.add(Attribute.of("mid", media.mid()));
        a.add(Attribute.of("ice-ufrag", local.ufrag()));
        a.add(Attribute.of("ice-pwd", local.pwd()));
        a.add(local.fingerprint().attribute());
        a.add(Attribute.of("setup", setup.value()));
        a.add(Attribute.flag("rtcp-mux"));
        a.add(Attribute.flag(media.direction().attribute()));
        format(formats, a, new RtpMap(media.opusPt(), "opus", 48_000, 2), OPUS_PARAMETERS);
        if (media.te48kPt() >= 0) {
            format(formats, a, new RtpMap(media.te48kPt(), "telephone-event", 48_000, 1), "0-15");
        }
        if (media.te8kPt() >= 0) {
            format(formats, a, new RtpMap(media.te8kPt(), "telephone-event", 8_000, 1), "0-15");
        }
        a.add(Attribute.of("ptime", String.valueOf(media.ptimeMs())));
        a.add(Attribute.of("msid", "tollgate audio"));
        a.add(Attribute.of("ssrc", local.ssrc() + " cname:" + local.cname()));
        a.add(Attribute.of("ssrc", local.ssrc() + " msid:tollgate audio"));
        for (int i = 0; i < local.sockets().size(); i++) {
            a.add(Attribute.of(
                    "candidate", Candidate.host(local.sockets().get(i), i).value()));
        }
        if (!local.sockets().isEmpty()) {
            a.add(Attribute.flag("end-of-candidates"));
        }
        InetSocketAddress shown = shown(local);
        return new MediaDescription(
                "audio",
                shown.getPort(),
                1,
                PROTOCOLS.getFirst(),
                formats,
                Connection.of(shown.getAddress()),
                List.of(),
                a);
    }

    private static void format(List<String> formats, List<Attribute> attributes, RtpMap map, String parameters) {
        formats.add(String.valueOf(map.payloadType()));
        attributes.add(map.attribute());
        attributes.add(Attribute.of("fmtp", map.payloadType() + " " + parameters));
    }

    /** The default candidate (RFC 8839 section 4.2.1.2); port 9 and zeros when candidates come later. */
    private static InetSocketAddress shown(LocalWebRtc local) {
        return local.sockets().isEmpty()
                ? new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 9)
                : local.sockets().getFirst();
    }

    private static SessionDescription describe(
            LocalWebRtc local, List<Attribute> session, List<MediaDescription> sections) {
        Origin origin =
                new Origin("-", String.valueOf(local.sessionId()), String.valueOf(local.version()), "IP4", "127.0.0.1");
        return new SessionDescription(origin, "-", null, List.of(), session, sections);
    }
}
