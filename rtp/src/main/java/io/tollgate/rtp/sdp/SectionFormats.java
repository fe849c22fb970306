package io.tollgate.rtp.sdp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The formats of one audio section, as far as both sides know them.
 *
 * @param audio in the order of the section, each codec once
 * @param telephoneEventPt of the first codec's clock, or -1
 * @param comfortNoisePt of the first codec's clock, or -1
 * @param annexB whether G.729 may say what its silences sound like (RFC 4856 section 2.1.9)
 */
record SectionFormats(List<TrunkFormat> audio, int telephoneEventPt, int comfortNoisePt, boolean annexB) {
    private static final int FIRST_DYNAMIC = 97;
    private static final int OFFERED_TELEPHONE_EVENT = 101;

    SectionFormats {
        audio = List.copyOf(audio);
    }

    /** What we offer: static payload types where there are any, others from 97. */
    static SectionFormats offered(LocalTrunk local) {
        List<TrunkFormat> audio = new ArrayList<>();
        int dynamic = FIRST_DYNAMIC;
        for (AudioCodec codec : local.codecs()) {
            int payloadType = codec.staticPayloadType();
            if (payloadType < 0) {
                payloadType = dynamic++;
            }
            audio.add(new TrunkFormat(payloadType, codec, codec == AudioCodec.ILBC ? local.ilbcModeMs() : 0));
        }
        return new SectionFormats(
                audio,
                local.features().telephoneEvents() ? OFFERED_TELEPHONE_EVENT : -1,
                local.features().comfortNoise() ? MediaDescription.COMFORT_NOISE : -1,
                local.features().comfortNoise());
    }

    /**
     * Reads a section of the other side.
     *
     * @param known the codecs that we speak
     * @param ilbcModeMs the mode that we prefer or have offered
     */
    static SectionFormats read(
            MediaDescription section, List<AudioCodec> known, int ilbcModeMs, boolean events, boolean noise) {
        Map<Integer, RtpMap> maps = section.rtpMaps();
        Map<AudioCodec, TrunkFormat> audio = new LinkedHashMap<>();
        for (int payloadType : section.payloadTypes()) {
            Optional.ofNullable(maps.get(payloadType))
                    .flatMap(AudioCodec::named)
                    .filter(known::contains)
                    .ifPresent(codec -> audio.putIfAbsent(codec, format(section, payloadType, codec, ilbcModeMs)));
        }
        // Events and noise run on the clock of the voice that they stand in for (RFC 4733 section 2.1, RFC 3389).
        int clock = audio.values().stream()
                .mapToInt(format -> format.codec().clockRate())
                .findFirst()
                .orElse(-1);
        return new SectionFormats(
                List.copyOf(audio.values()),
                events ? first(section, maps, "telephone-event", clock) : -1,
                noise ? first(section, maps, "CN", clock) : -1,
                noise && annexB(section, audio.get(AudioCodec.G729)));
    }

    /** Nothing said means yes, and an answer says yes only to a yes (RFC 7261 section 3). */
    private static boolean annexB(MediaDescription section, @Nullable TrunkFormat g729) {
        return g729 != null
                && section.fmtp(g729.payloadType(), "annexb")
                        .filter("no"::equalsIgnoreCase)
                        .isEmpty();
    }

    private static TrunkFormat format(MediaDescription section, int payloadType, AudioCodec codec, int ilbcModeMs) {
        if (codec != AudioCodec.ILBC) {
            return new TrunkFormat(payloadType, codec, 0);
        }
        // RFC 3952 section 5: no mode means 30, and of two modes the one of lower bandwidth holds, which is 30 again.
        int theirs = section.fmtp(payloadType, "mode").filter("20"::equals).isPresent() ? 20 : 30;
        return new TrunkFormat(payloadType, codec, Math.max(theirs, ilbcModeMs));
    }

    private static int first(MediaDescription section, Map<Integer, RtpMap> maps, String name, int clock) {
        return section.payloadTypes().stream()
                .filter(payloadType -> {
                    RtpMap map = maps.get(payloadType);
                    return map != null && map.is(name, clock);
                })
                .findFirst()
                .orElse(-1);
    }

    /** Everything here may arrive under these very numbers: so it is with our answer, which repeats the offer's. */
    ArrivingFormats arriving() {
        return new ArrivingFormats(audio, some(telephoneEventPt), some(comfortNoisePt));
    }

    /** What may arrive after {@code answer} to this, our offer: what both hold, under our numbers and then theirs. */
    ArrivingFormats arrivingAfter(SectionFormats answer) {
        List<TrunkFormat> arriving = new ArrayList<>();
        for (TrunkFormat theirs : answer.audio) {
            payloadTypeOf(theirs.codec())
                    .ifPresent(ours -> arriving.add(new TrunkFormat(ours, theirs.codec(), theirs.ilbcModeMs())));
        }
        for (TrunkFormat theirs : answer.audio) {
            if (!uses(theirs.payloadType())) {
                arriving.add(theirs);
            }
        }
        return new ArrivingFormats(
                arriving, both(telephoneEventPt, answer.telephoneEventPt), both(comfortNoisePt, answer.comfortNoisePt));
    }

    private OptionalInt payloadTypeOf(AudioCodec codec) {
        return audio.stream()
                .filter(format -> format.codec() == codec)
                .mapToInt(TrunkFormat::payloadType)
                .findFirst();
    }

    private boolean uses(int payloadType) {
        return payloadType == telephoneEventPt
                || payloadType == comfortNoisePt
                || audio.stream().anyMatch(format -> format.payloadType() == payloadType);
    }

    private List<Integer> both(int ours, int theirs) {
        if (theirs < 0) {
            return List.of();
        }
        return uses(theirs) ? List.of(ours) : List.of(ours, theirs);
    }

    private static List<Integer> some(int payloadType) {
        return payloadType < 0 ? List.of() : List.of(payloadType);
    }

    /** RFC 5761 section 4: these numbers look like RTCP packets on a shared port. */
    boolean fitRtcpMux() {
        return audio.stream().noneMatch(format -> clashes(format.payloadType()))
                && !clashes(telephoneEventPt)
                && !clashes(comfortNoisePt);
    }

    private static boolean clashes(int payloadType) {
        return payloadType >= 64 && payloadType <= 95;
    }

    /** Adds the formats and what they mean to a section that is being written. */
    void writeTo(List<String> formats, List<Attribute> attributes) {
        for (TrunkFormat format : audio) {
            add(formats, attributes, format.rtpMap());
            switch (format.codec()) {
                // No annexb would mean yes (RFC 4856 section 2.1.9).
                case G729 ->
                    attributes.add(Attribute.of("fmtp", format.payloadType() + " annexb=" + (annexB ? "yes" : "no")));
                case ILBC ->
                    attributes.add(Attribute.of("fmtp", format.payloadType() + " mode=" + format.ilbcModeMs()));
                case PCMU, PCMA, G722, GSM, L16 -> {}
            }
        }
        int clock = audio.getFirst().codec().clockRate();
        if (comfortNoisePt >= 0) {
            add(formats, attributes, new RtpMap(comfortNoisePt, "CN", clock, 1));
        }
        if (telephoneEventPt >= 0) {
            add(formats, attributes, new RtpMap(telephoneEventPt, "telephone-event", clock, 1));
            attributes.add(Attribute.of("fmtp", telephoneEventPt + " 0-15"));
        }
    }

    private static void add(List<String> formats, List<Attribute> attributes, RtpMap map) {
        formats.add(String.valueOf(map.payloadType()));
        attributes.add(map.attribute());
    }
}
