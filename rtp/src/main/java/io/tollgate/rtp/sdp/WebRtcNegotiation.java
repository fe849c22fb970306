package io.tollgate.rtp.sdp;

import io.tollgate.rtp.sdp.Outcome.Agreed;
import io.tollgate.rtp.sdp.Outcome.Refused;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Offer and answer for WebRTC (RFC 8829), one audio section only. As answerer we are ICE-lite and the DTLS server; as
 * offerer we are a full ICE agent that leaves the DTLS role to the answerer.
 */
final class WebRtcNegotiation {
    private static final List<String> PROTOCOLS = List.of("UDP/TLS/RTP/SAVPF", "UDP/TLS/RTP/SAVP");
    private static final String OPUS_PARAMETERS = "minptime=10;useinbandfec=1";
    private static final String ICE_CHARS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final int OFFERED_TE_48K = 110;
    private static final int OFFERED_TE_8K = 126;
    /** What we like to receive: longer packets would add to the delay. */
    private static final int OUR_PTIME_MS = 20;

    private WebRtcNegotiation() {}

    static SessionDescription offer(LocalWebRtc local) {
        List<Attribute> session = List.of(
                Attribute.of("group", "BUNDLE 0"),
                Attribute.of("ice-options", "trickle"),
                Attribute.of("msid-semantic", " WMS"));
        List<String> formats = new ArrayList<>();
        List<Attribute> meanings = new ArrayList<>();
        local.codecs().forEach(codec -> format(formats, meanings, codec.rtpMap(codec.offeredPt())));
        boolean opus = local.codecs().contains(OverlayCodec.OPUS);
        events(formats, meanings, opus ? OFFERED_TE_48K : -1, OFFERED_TE_8K);
        MediaDescription audio = audio(local, "0", Direction.SENDRECV, formats, meanings, Setup.ACTPASS);
        return describe(local, session, List.of(audio));
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
            switch (read(offer, section, local.codecs())) {
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
        Outcome<NegotiatedWebRtc> read =
                read(answer, section, inOrder(section, offer.media().getFirst()));
        boolean undecided = read instanceof Agreed<NegotiatedWebRtc>(NegotiatedWebRtc media)
                && media.remoteSetup() != Setup.ACTIVE
                && media.remoteSetup() != Setup.PASSIVE;
        return undecided ? new Refused<>(Refusal.WRONG_SETUP) : read;
    }

    /** RFC 5763 section 5: the offerer says actpass, and may say active; then we are passive. */
    private static boolean fitsServer(Setup offered) {
        return offered == Setup.ACTPASS || offered == Setup.ACTIVE;
    }

    /** The codecs of an answer in its own order, which is the answerer's preference, as far as we offered them. */
    private static List<OverlayCodec> inOrder(MediaDescription answer, MediaDescription offer) {
        Map<Integer, RtpMap> maps = answer.rtpMaps();
        List<OverlayCodec> found = new ArrayList<>();
        for (int payloadType : answer.payloadTypes()) {
            for (OverlayCodec codec : OverlayCodec.values()) {
                RtpMap map = maps.get(payloadType);
                if (map != null && codec.is(map) && payloadTypeOf(codec, offer) >= 0) {
                    found.add(codec);
                }
            }
        }
        return found;
    }

    private static Outcome<NegotiatedWebRtc> read(
            SessionDescription theirs, MediaDescription section, List<OverlayCodec> preference) {
        if (!PROTOCOLS.contains(section.protocol())) {
            return new Refused<>(Refusal.UNSUPPORTED_TRANSPORT);
        }
        if (!section.rtcpMux()) {
            return new Refused<>(Refusal.NO_RTCP_MUX);
        }
        Optional<OverlayCodec> chosen = preference.stream()
                .filter(codec -> payloadTypeOf(codec, section) >= 0)
                .findFirst();
        if (chosen.isEmpty()) {
            boolean onlyOpus = preference.isEmpty() || preference.equals(List.of(OverlayCodec.OPUS));
            return new Refused<>(onlyOpus ? Refusal.NOT_OPUS : Refusal.NO_COMMON_CODEC);
        }
        return secure(theirs, section, chosen.get());
    }

    private static int payloadTypeOf(OverlayCodec codec, MediaDescription section) {
        return first(section, codec::is);
    }

    /** Numbers that look like RTCP packets are passed over, since the port is shared (RFC 5761 section 4). */
    private static int first(MediaDescription section, Predicate<RtpMap> wanted) {
        Map<Integer, RtpMap> maps = section.rtpMaps();
        return section.payloadTypes().stream()
                .filter(payloadType -> payloadType < 64 || payloadType > 95)
                .filter(payloadType -> {
                    RtpMap map = maps.get(payloadType);
                    return map != null && wanted.test(map);
                })
                .findFirst()
                .orElse(-1);
    }

    private static Outcome<NegotiatedWebRtc> secure(
            SessionDescription theirs, MediaDescription section, OverlayCodec codec) {
        Optional<Fingerprint> fingerprint = theirs.fingerprintOf(section, "sha-256");
        if (fingerprint.isEmpty()) {
            return new Refused<>(Refusal.NO_FINGERPRINT);
        }
        String ufrag = theirs.iceUfragOf(section).orElse("");
        String pwd = theirs.icePwdOf(section).orElse("");
        if (!isIceText(ufrag, 4) || !isIceText(pwd, 22)) {
            return new Refused<>(Refusal.NO_ICE_CREDENTIALS);
        }
        boolean opus = codec == OverlayCodec.OPUS;
        int payloadType = payloadTypeOf(codec, section);
        int max = asked(section, section.maxPtimeMs(), payloadType, "maxptime");
        return new Agreed<>(new NegotiatedWebRtc(
                section.mid().orElse("0"),
                ufrag,
                pwd,
                fingerprint.get(),
                theirs.setupOf(section).orElse(Setup.ACTIVE),
                codec,
                payloadType,
                opus ? first(section, map -> map.is("telephone-event", 48_000)) : -1,
                first(section, map -> map.is("telephone-event", 8_000)),
                ptime(asked(section, section.ptimeMs(), payloadType, "ptime"), max),
                max,
                opus ? OpusParameters.read(section, payloadType) : OpusParameters.DEFAULT,
                section.ssrc(),
                section.candidates(),
                theirs.directionOf(section).mirrored()));
    }

    /** RFC 7587 section 7 makes ptime and maxptime attributes; some devices write them among Opus' parameters. */
    private static int asked(MediaDescription section, int attribute, int payloadType, String name) {
        return attribute != 0 ? attribute : OpusParameters.number(section, payloadType, name, 0, 10_000, 0);
    }

    /** Packets of whole 20 ms frames that are also frames of Opus; one frame even if that is more than asked for. */
    private static int ptime(int wishMs, int maxMs) {
        int wish = wishMs == 0 ? OUR_PTIME_MS : wishMs;
        int limit = maxMs == 0 ? 60 : maxMs;
        return Math.clamp(Math.min(wish, limit) / 20 * 20L, 20, 60);
    }

    private static boolean isIceText(String text, int min) {
        return text.length() >= min && text.length() <= 256 && text.chars().allMatch(c -> ICE_CHARS.indexOf(c) >= 0);
    }

    private static SessionDescription answerText(
            SessionDescription offer, int chosen, LocalWebRtc local, NegotiatedWebRtc media) {
        List<MediaDescription> sections = new ArrayList<>();
        for (int i = 0; i < offer.media().size(); i++) {
            MediaDescription section = offer.media().get(i);
            sections.add(i == chosen ? accepted(local, media) : TrunkNegotiation.refused(section));
        }
        List<Attribute> session = List.of(
                Attribute.of("group", "BUNDLE " + media.mid()),
                Attribute.flag("ice-lite"),
                Attribute.of("msid-semantic", " WMS tollgate"));
        return describe(local, session, sections);
    }

    private static MediaDescription accepted(LocalWebRtc local, NegotiatedWebRtc media) {
        List<String> formats = new ArrayList<>();
        List<Attribute> meanings = new ArrayList<>();
        format(formats, meanings, media.codec().rtpMap(media.payloadType()));
        events(formats, meanings, media.te48kPt(), media.te8kPt());
        return audio(local, media.mid(), media.direction(), formats, meanings, Setup.PASSIVE);
    }

    private static MediaDescription audio(
            LocalWebRtc local,
            String mid,
            Direction direction,
            List<String> formats,
            List<Attribute> meanings,
            Setup setup) {
        List<Attribute> a = new ArrayList<>();
        a.add(Attribute.of("mid", mid));
        a.add(Attribute.of("ice-ufrag", local.ufrag()));
        a.add(Attribute.of("ice-pwd", local.pwd()));
        a.add(local.fingerprint().attribute());
        a.add(Attribute.of("setup", setup.value()));
        a.add(Attribute.flag("rtcp-mux"));
        a.add(Attribute.flag(direction.attribute()));
        a.addAll(meanings);
        a.add(Attribute.of("ptime", String.valueOf(OUR_PTIME_MS)));
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

    private static void format(List<String> formats, List<Attribute> attributes, RtpMap map) {
        formats.add(String.valueOf(map.payloadType()));
        attributes.add(map.attribute());
        if (OverlayCodec.OPUS.is(map)) {
            attributes.add(Attribute.of("fmtp", map.payloadType() + " " + OPUS_PARAMETERS));
        }
    }

    private static void events(List<String> formats, List<Attribute> attributes, int te48kPt, int te8kPt) {
        if (te48kPt >= 0) {
            format(formats, attributes, new RtpMap(te48kPt, "telephone-event", 48_000, 1));
            attributes.add(Attribute.of("fmtp", te48kPt + " 0-15"));
        }
        if (te8kPt >= 0) {
            format(formats, attributes, new RtpMap(te8kPt, "telephone-event", 8_000, 1));
            attributes.add(Attribute.of("fmtp", te8kPt + " 0-15"));
        }
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
