package io.tollgate.rtp.sdp;

import io.tollgate.rtp.sdp.Outcome.Agreed;
import io.tollgate.rtp.sdp.Outcome.Refused;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Offer and answer (RFC 3264) for plain RTP/AVP towards a trunk. */
final class TrunkNegotiation {
    private static final String PROTOCOL = "RTP/AVP";
    private static final int OFFERED_TELEPHONE_EVENT = 101;
    private static final String EVENTS = "0-15";
    private static final int DEFAULT_PTIME_MS = 20;

    private TrunkNegotiation() {}

    static SessionDescription offer(LocalTrunk local, Direction direction) {
        List<RtpMap> maps = new ArrayList<>();
        for (AudioCodec codec : local.codecs()) {
            maps.add(new RtpMap(codec.staticPayloadType(), codec.encodingName(), codec.clockRate(), 1));
        }
        MediaDescription audio = audio(local, maps, OFFERED_TELEPHONE_EVENT, local.ptimeMs(), direction);
        return describe(local, List.of(audio));
    }

    static Outcome<TrunkAnswer> answer(SessionDescription offer, LocalTrunk local) {
        Refusal nearest = Refusal.NO_AUDIO;
        for (MediaDescription section : offer.media()) {
            if (!section.kind().equals("audio") || section.port() == 0) {
                continue;
            }
            switch (choose(offer, section, local)) {
                case Agreed<Negotiated>(Negotiated media) -> {
                    return new Agreed<>(new TrunkAnswer(media, answerText(offer, section, local, media)));
                }
                case Refused<Negotiated>(Refusal refusal) -> nearest = refusal;
            }
        }
        return new Refused<>(nearest);
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
        List<AudioCodec> offered = new ArrayList<>();
        Map<Integer, RtpMap> maps = ours.rtpMaps();
        for (int payloadType : ours.payloadTypes()) {
            Optional.ofNullable(maps.get(payloadType))
                    .flatMap(AudioCodec::named)
                    .ifPresent(offered::add);
        }
        int fallback = ours.ptimeMs() == 0 ? DEFAULT_PTIME_MS : ours.ptimeMs();
        return read(answer, theirs, offered, fallback, offer.directionOf(ours));
    }

    private static Outcome<Negotiated> choose(SessionDescription offer, MediaDescription section, LocalTrunk local) {
        return read(offer, section, local.codecs(), local.ptimeMs(), Direction.SENDRECV);
    }

    /**
     * Reads what the other side wants of us. The first of its formats that we know is taken: RFC 3264 section 6.1
     * recommends the offerer's order, and for an answer the order is the answerer's preference.
     */
    private static Outcome<Negotiated> read(
            SessionDescription theirs,
            MediaDescription section,
            List<AudioCodec> known,
            int fallbackPtimeMs,
            Direction ours) {
        if (!section.protocol().equals(PROTOCOL)) {
            return new Refused<>(Refusal.UNSUPPORTED_TRANSPORT);
        }
        Map<Integer, RtpMap> maps = section.rtpMaps();
        AudioCodec codec = null;
        int codecPt = -1;
        int eventPt = -1;
        for (int payloadType : section.payloadTypes()) {
            RtpMap map = maps.get(payloadType);
            if (map == null) {
                continue;
            }
            Optional<AudioCodec> named = AudioCodec.named(map).filter(known::contains);
            if (codec == null && named.isPresent()) {
                codec = named.get();
                codecPt = payloadType;
            } else if (eventPt < 0 && map.is("telephone-event", 8_000)) {
                eventPt = payloadType;
            }
        }
        if (codec == null) {
            return new Refused<>(Refusal.NO_COMMON_CODEC);
        }
        return place(theirs, section, codec, codecPt, eventPt, ptime(section, fallbackPtimeMs), ours);
    }

    private static Outcome<Negotiated> place(
            SessionDescription theirs,
            MediaDescription section,
            AudioCodec codec,
            int codecPt,
            int eventPt,
            int ptimeMs,
            Direction ours) {
        @Nullable
        InetAddress address =
                theirs.connectionOf(section).flatMap(Connection::literalAddress).orElse(null);
        if (address == null) {
            return new Refused<>(Refusal.BAD_ADDRESS);
        }
        int rtcpPort = section.rtcpPort() != 0 ? section.rtcpPort() : Math.min(section.port() + 1, 65_535);
        Direction wanted = theirs.directionOf(section).mirrored();
        // RFC 2543 put a call on hold with an address of zeros; RFC 3264 section 8.4 asks us to understand that.
        boolean heldTheOldWay = address.isAnyLocalAddress();
        Direction direction =
                Direction.of(wanted.sends() && ours.sends() && !heldTheOldWay, wanted.receives() && ours.receives());
        return new Agreed<>(new Negotiated(
                new InetSocketAddress(address, section.port()),
                new InetSocketAddress(address, rtcpPort),
                codec,
                codecPt,
                eventPt,
                ptimeMs,
                direction));
    }

    private static int ptime(MediaDescription section, int fallbackMs) {
        int wanted = section.ptimeMs();
        int chosen = wanted >= 10 && wanted <= 60 && wanted % 10 == 0 ? wanted : fallbackMs;
        int max = section.maxPtimeMs();
        return max >= 10 && chosen > max ? max / 10 * 10 : chosen;
    }

    private static SessionDescription answerText(
            SessionDescription offer, MediaDescription chosen, LocalTrunk local, Negotiated media) {
        List<MediaDescription> sections = new ArrayList<>();
        boolean placed = false;
        for (MediaDescription section : offer.media()) {
            // Equal sections can occur twice in one offer; only the first of them is ours.
            if (section.equals(chosen) && !placed) {
                placed = true;
                RtpMap map = new RtpMap(
                        media.payloadType(),
                        media.codec().encodingName(),
                        media.codec().clockRate(),
                        1);
                // A direction answers a direction: an old-style hold is no reason to stop listening.
                Direction answered = offer.directionOf(section).mirrored();
                sections.add(audio(local, List.of(map), media.telephoneEventPt(), media.ptimeMs(), answered));
            } else {
                sections.add(refused(section));
            }
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
            LocalTrunk local, List<RtpMap> maps, int eventPt, int ptimeMs, Direction direction) {
        List<String> formats = new ArrayList<>();
        List<Attribute> attributes = new ArrayList<>();
        for (RtpMap map : maps) {
            formats.add(String.valueOf(map.payloadType()));
            attributes.add(map.attribute());
        }
        if (eventPt >= 0) {
            formats.add(String.valueOf(eventPt));
            attributes.add(new RtpMap(eventPt, "telephone-event", 8_000, 1).attribute());
            attributes.add(Attribute.of("fmtp", eventPt + " " + EVENTS));
        }
        attributes.add(Attribute.of("ptime", String.valueOf(ptimeMs)));
        if (local.rtcpPort() != local.rtp().getPort() + 1) {
            attributes.add(Attribute.of("rtcp", String.valueOf(local.rtcpPort())));
        }
        attributes.add(Attribute.flag(direction.attribute()));
        return new MediaDescription("audio", local.rtp().getPort(), 1, PROTOCOL, formats, null, List.of(), attributes);
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
