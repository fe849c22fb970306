package io.tollgate.gateway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.billing.admin.TrunkEntity;
import io.tollgate.gateway.trunks.TrunkDigits;
import io.tollgate.rtp.sdp.SrtpPolicy;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A trunk's media settings as the API shows and takes them. */
final class TrunkMediaFields {
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");

    private TrunkMediaFields() {}

    /** How a trunk's calls sound. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "TrunkMediaView")
    public record View(
            int ptimeMs,
            boolean comfortNoise,
            boolean silenceSuppression,
            String srtp,
            boolean rtcpMux,
            boolean echoCancellation,
            int echoTailMs,
            boolean gainControl,
            String dtmf,
            @Nullable String country) {}

    /** What is to be different; what is absent stays. */
    @Schema(name = "TrunkMediaChange", description = "How a trunk's calls sound; what is absent stays as it is")
    public record Change(
            @Schema(description = "milliseconds of audio in a packet, 10 to 60 in tens", defaultValue = "20")
            @Nullable
            @Min(10)
            @Max(60)
            Integer ptimeMs,

            @Schema(description = "offer and accept comfort noise (RFC 3389)", defaultValue = "false") @Nullable
            Boolean comfortNoise,

            @Schema(description = "leave out packets without speech", defaultValue = "false") @Nullable
            Boolean silenceSuppression,

            @Schema(
                    description = "media encrypted with keys from the SDP (RFC 4568): 'optional' offers RTP/AVP with"
                            + " keys that may be passed over (RFC 8643) and answers either, 'required' offers RTP/SAVP"
                            + " and refuses RTP/AVP with 488. The keys are as safe as the signalling that carries them",
                    enumeration = {"off", "optional", "required"},
                    defaultValue = "off")
            @Nullable
            String srtp,

            @Schema(description = "offer RTP and RTCP on one port (RFC 5761)", defaultValue = "false") @Nullable
            Boolean rtcpMux,

            @Schema(description = "cancel the echo of the telephone network", defaultValue = "false") @Nullable
            Boolean echoCancellation,

            @Schema(description = "milliseconds that an echo may last, 8 to 128", defaultValue = "64")
            @Nullable
            @Min(8)
            @Max(128)
            Integer echoTailMs,

            @Schema(description = "bring the telephone's voice to an even loudness", defaultValue = "false") @Nullable
            Boolean gainControl,

            @Schema(
                    description = "how keys travel: as telephone events (RFC 4733), as tones, or as tones only where"
                            + " the carrier has no events",
                    enumeration = {"rfc4733", "inband", "auto"},
                    defaultValue = "auto")
            @Nullable
            String dtmf,

            @Schema(
                    implementation = String.class,
                    description = "country whose tones callers hear on this trunk, such as GB; null for that of the"
                            + " number called")
            @Nullable
            JsonNode country) {}

    static View of(TrunkEntity trunk) {
        return new View(
                trunk.ptimeMs,
                trunk.comfortNoise,
                trunk.silenceSuppression,
                trunk.srtp.toLowerCase(Locale.ROOT),
                trunk.rtcpMux,
                trunk.echoCancellation,
                trunk.echoTailMs,
                trunk.gainControl,
                trunk.dtmf.toLowerCase(Locale.ROOT),
                trunk.country);
    }

    static void merge(TrunkEntity trunk, @Nullable Change change) {
        if (change == null) {
            return;
        }
        Integer ptimeMs = change.ptimeMs();
        if (ptimeMs != null && ptimeMs % 10 != 0) {
            throw Texts.fault("ptime_ms", "must be 10 to 60 in tens");
        }
        trunk.ptimeMs = Objects.requireNonNullElse(ptimeMs, trunk.ptimeMs);
        trunk.comfortNoise = Objects.requireNonNullElse(change.comfortNoise(), trunk.comfortNoise);
        trunk.silenceSuppression = Objects.requireNonNullElse(change.silenceSuppression(), trunk.silenceSuppression);
        String srtp = change.srtp();
        if (srtp != null) {
            trunk.srtp = Texts.constant(SrtpPolicy.class, srtp, "srtp").name();
        }
        trunk.rtcpMux = Objects.requireNonNullElse(change.rtcpMux(), trunk.rtcpMux);
        trunk.echoCancellation = Objects.requireNonNullElse(change.echoCancellation(), trunk.echoCancellation);
        trunk.echoTailMs = Objects.requireNonNullElse(change.echoTailMs(), trunk.echoTailMs);
        trunk.gainControl = Objects.requireNonNullElse(change.gainControl(), trunk.gainControl);
        String dtmf = change.dtmf();
        if (dtmf != null) {
            trunk.dtmf = Texts.constant(TrunkDigits.class, dtmf, "dtmf").name();
        }
        trunk.country = Texts.patched(
                change.country(), trunk.country, "country", COUNTRY, "must be two capital letters (ISO 3166-1)");
    }
}
