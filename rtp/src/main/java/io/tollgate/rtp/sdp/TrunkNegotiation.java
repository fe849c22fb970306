package io.tollgate.rtp.sdp;

import io.tollgate.rtp.sdp.Outcome.Agreed;
import io.tollgate.rtp.sdp.Outcome.Refused;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Offer and answer (RFC 3264) towards a trunk, for RTP/AVP and for RTP/SAVP with security descriptions, and for RTP/AVP whose
 * security descriptions are an invitation that may be passed over (RFC 8643).
 */
final class TrunkNegotiation {
    private static final String PLAIN = "RTP/AVP";
    private static final String SECURE = "RTP/SAVP";
    private static final int DEFAULT_PTIME_MS = 20;

    private TrunkNegotiation() {}

    static SessionDescription offer(LocalTrunk local, Direction direction) {
        SrtpPolicy policy = local.security().policy();
        SectionFormats formats = SectionFormats.offered(local);
        List<CryptoLine> crypto = switch (policy) {
            case OFF -> List.of();
            case OPTIONAL -> Sdes.offer(local.security().invited());
            case REQUIRED -> Sdes.offer(local.security().keys());
        };
        int ptimeMs = formats.audio().getFirst().ptimeMs(local.ptimeMs(), 0);
        return describe(
                local,
                List.of(audio(
                        local,
                        policy == SrtpPolicy.REQUIRED ? SECURE : PLAIN,
                        formats,
                        crypto,
                        ptimeMs,
                        direction,
                        local.features().rtcpMux())));
    }

    static Outcome<TrunkAnswer> answer(SessionDescription offer, LocalTrunk local) {
        Refusal nearest = Refusal.NO_AUDIO;
        for (int i = 0; i < offer.media().size(); i++) {
            MediaDescription section = offer.media().get(i);
            if (!section.kind().equals("audio") || section.port() == 0) {
                continue;
            }
            switch (answered(offer, i, local)) {
                case Agreed<TrunkAnswer> agreed -> {
                    return agreed;
                }
                case Refused<TrunkAnswer>(Refusal refusal) -> nearest = refusal;
            }
        }
        return new Refused<>(nearest);
    }

    private static Outcome<TrunkAnswer> answered(SessionDescription offer, int index, LocalTrunk local) {
        MediaDescription section = offer.media().get(index);
        Optional<Refusal> wrong = wrongTransport(section, local.security().policy());
        if (wrong.isPresent()) {
            return new Refused<>(wrong.get());
        }
        SectionFormats formats = SectionFormats.read(
                section,
                local.codecs(),
                local.ilbcModeMs(),
                local.features().telephoneEvents(),
                local.features().comfortNoise());
        if (formats.audio().isEmpty()) {
            return new Refused<>(Refusal.NO_COMMON_CODEC);
        }
        boolean secure = section.protocol().equals(SECURE);
        Optional<Sdes.Agreed> crypto = secure || local.security().policy() == SrtpPolicy.OPTIONAL
                ? Sdes.answer(section.cryptoLines(), local.security())
                : Optional.empty();
        if (secure && crypto.isEmpty()) {
            return new Refused<>(Refusal.NO_COMMON_CIPHER);
        }
        Terms terms = new Terms(
                formats,
                formats.arriving(),
                local.ptimeMs(),
                Direction.SENDRECV,
                section.rtcpMux() && formats.fitRtcpMux(),
                crypto.map(Sdes.Agreed::keys));
        Optional<CryptoLine> line = crypto.map(Sdes.Agreed::line);
        return switch (place(offer, section, terms)) {
            case Refused<Negotiated>(Refusal refusal) -> new Refused<>(refusal);
            case Agreed<Negotiated>(Negotiated media) ->
                new Agreed<>(new TrunkAnswer(media, answerText(offer, index, local, formats, media, line)));
        };
    }

    /** An answer keeps the offer's transport (RFC 3264 section 6), so a wrong one cannot be mended by answering. */
    private static Optional<Refusal> wrongTransport(MediaDescription section, SrtpPolicy policy) {
        boolean secure = section.protocol().equals(SECURE);
        if (!secure && !section.protocol().equals(PLAIN)) {
            return Optional.of(Refusal.UNSUPPORTED_TRANSPORT);
        }
        return switch (policy) {
            case OFF -> secure ? Optional.of(Refusal.UNSUPPORTED_TRANSPORT) : Optional.empty();
            case OPTIONAL -> Optional.empty();
            case REQUIRED -> secure ? Optional.empty() : Optional.of(Refusal.SRTP_REQUIRED);
        };
    }

    static Outcome<Negotiated> readAnswer(SessionDescription offer, SessionDescription answer) {
        if (answer.media().size() != offer.media().size() || answer.media().isEmpty()) {
            return new Refused<>(Refusal.SECTIONS_DIFFER);
        }
        MediaDescription ours = offer.media().getFirst();
        MediaDescription theirs = answer.media().getFirst();
        if (!theirs.kind().equals(ours.kind())) {
            return new Refused<>(Refusal.SECTIONS_DIFFER);
        }
        if (theirs.port() == 0) {
            return new Refused<>(Refusal.NO_AUDIO);
        }
        if (!theirs.protocol().equals(ours.protocol())) {
            return new Refused<>(
                    ours.protocol().equals(SECURE) ? Refusal.SRTP_REQUIRED : Refusal.UNSUPPORTED_TRANSPORT);
        }
        return readAnswer(offer, ours, answer, theirs);
    }

    private static Outcome<Negotiated> readAnswer(
            SessionDescription offer, MediaDescription ours, SessionDescription answer, MediaDescription theirs) {
        // Our own offer is read for what we can do: thus an answer is understood without any state beside the offer.
        SectionFormats offered = SectionFormats.read(ours, List.of(AudioCodec.values()), 20, true, true);
        List<AudioCodec> known =
                offered.audio().stream().map(TrunkFormat::codec).toList();
        int ilbcModeMs = offered.audio().stream()
                .filter(format -> format.codec() == AudioCodec.ILBC)
                .mapToInt(TrunkFormat::ilbcModeMs)
                .findFirst()
                .orElse(20);
        SectionFormats formats = SectionFormats.read(
                theirs, known, ilbcModeMs, offered.telephoneEventPt() >= 0, offered.comfortNoisePt() >= 0);
        if (formats.audio().isEmpty()) {
            return new Refused<>(Refusal.NO_COMMON_CODEC);
        }
        Optional<TrunkKeys> keys = Optional.empty();
        // With RTP/AVP the answerer passes our invitation over by saying nothing about keys (RFC 8643 section 3.2).
        boolean invited = !ours.cryptoLines().isEmpty()
                && !theirs.all("crypto", Optional::of).isEmpty();
        if (theirs.protocol().equals(SECURE) || invited) {
            keys = Sdes.readAnswer(ours.cryptoLines(), theirs.cryptoLines());
            if (keys.isEmpty()) {
                return new Refused<>(Refusal.NO_COMMON_CIPHER);
            }
        }
        Terms terms = new Terms(
                formats,
                offered.arrivingAfter(formats),
                ours.ptimeMs() == 0 ? DEFAULT_PTIME_MS : ours.ptimeMs(),
                offer.directionOf(ours),
                ours.rtcpMux() && theirs.rtcpMux(),
                keys);
        return place(answer, theirs, terms);
    }

    /**
     * What is settled before the addresses are looked at.
     *
     * @param formats the other side's, of which the first is what we send: RFC 3264 section 6.1 recommends the
     *     offerer's order, and for an answer the order is the answerer's preference
     * @param fallbackPtimeMs our packet length, for a side that does not ask for one
     * @param ours the direction that we are ready for
     */
    private record Terms(
            SectionFormats formats,
            ArrivingFormats arriving,
            int fallbackPtimeMs,
            Direction ours,
            boolean rtcpMux,
            Optional<TrunkKeys> keys) {}

    private static Outcome<Negotiated> place(SessionDescription theirs, MediaDescription section, Terms terms) {
        Optional<InetAddress> address = theirs.connectionOf(section).flatMap(Connection::literalAddress);
        if (address.isEmpty()) {
            return new Refused<>(Refusal.BAD_ADDRESS);
        }
        InetSocketAddress rtp = new InetSocketAddress(address.get(), section.port());
        int rtcpPort = section.rtcpPort() != 0 ? section.rtcpPort() : Math.min(section.port() + 1, 65_535);
        Direction wanted = theirs.directionOf(section).mirrored();
        // RFC 2543 put a call on hold with an address of zeros; RFC 3264 section 8.4 asks us to understand that.
        boolean heldTheOldWay = address.get().isAnyLocalAddress();
        TrunkFormat format = terms.formats().audio().getFirst();
        int wish = section.ptimeMs() == 0 ? terms.fallbackPtimeMs() : section.ptimeMs();
        return new Agreed<>(new Negotiated(
                rtp,
                terms.rtcpMux() ? rtp : new InetSocketAddress(address.get(), rtcpPort),
                format.codec(),
                format.payloadType(),
                terms.formats().telephoneEventPt(),
                format.ptimeMs(wish, section.maxPtimeMs()),
                Direction.of(
                        wanted.sends() && terms.ours().sends() && !heldTheOldWay,
                        wanted.receives() && terms.ours().receives()),
                terms.formats().comfortNoisePt(),
                format.ilbcModeMs(),
                section.maxPtimeMs(),
                terms.rtcpMux(),
                terms.arriving(),
                terms.keys()));
    }

    /** Every section of the offer keeps its place; sections can be equal, so the chosen one goes by its index. */
    private static SessionDescription answerText(
            SessionDescription offer,
            int chosen,
            LocalTrunk local,
            SectionFormats formats,
            Negotiated media,
            Optional<CryptoLine> crypto) {
        List<MediaDescription> sections = new ArrayList<>();
        for (int i = 0; i < offer.media().size(); i++) {
            MediaDescription section = offer.media().get(i);
            if (i != chosen) {
                sections.add(refused(section));
                continue;
            }
            // A direction answers a direction: an old-style hold is no reason to stop listening.
            Direction answered = offer.directionOf(section).mirrored();
            MediaDescription audio = audio(
                    local,
                    section.protocol(),
                    formats,
                    crypto.stream().toList(),
                    media.ptimeMs(),
                    answered,
                    media.rtcpMux());
            sections.add(audio);
        }
        return describe(local, sections);
    }

    /** RFC 3264 section 6: a refused stream keeps its place and its formats, with port 0. */
    static MediaDescription refused(MediaDescription section) {
        List<Attribute> kept =
                section.mid().map(mid -> List.of(Attribute.of("mid", mid))).orElse(List.of());
        return new MediaDescription(section.kind(), 0, 1, section.protocol(), section.formats(), null, List.of(), kept);
    }

    private static MediaDescription audio(
            LocalTrunk local,
            String protocol,
            SectionFormats spoken,
            List<CryptoLine> crypto,
            int ptimeMs,
            Direction direction,
            boolean rtcpMux) {
        List<String> formats = new ArrayList<>();
        List<Attribute> attributes = new ArrayList<>();
        crypto.forEach(line -> attributes.add(line.attribute()));
        spoken.writeTo(formats, attributes);
        attributes.add(Attribute.of("ptime", String.valueOf(ptimeMs)));
        if (local.rtcpPort() != local.rtp().getPort() + 1) {
            attributes.add(Attribute.of("rtcp", String.valueOf(local.rtcpPort())));
        }
        if (rtcpMux) {
            attributes.add(Attribute.flag("rtcp-mux"));
        }
        attributes.add(Attribute.flag(direction.attribute()));
        return new MediaDescription("audio", local.rtp().getPort(), 1, protocol, formats, null, List.of(), attributes);
    }

    private static SessionDescription describe(LocalTrunk local, List<MediaDescription> sections) {
        Connection connection = Connection.of(local.rtp().getAddress());
        Origin origin = new Origin(
                "tollgate",
                String.valueOf(local.sessionId()),
                String.valueOf(local.version()),
                connection.addressType(),
                connection.address());
        return new SessionDescription(origin, "-", connection, List.of(), List.of(), sections);
    }
}
