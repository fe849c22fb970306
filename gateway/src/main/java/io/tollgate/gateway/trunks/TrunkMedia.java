package io.tollgate.gateway.trunks;

import io.tollgate.billing.admin.TrunkEntity;
import io.tollgate.rtp.codec.AudioCodecs;
import io.tollgate.rtp.media.TrunkSettings;
import io.tollgate.rtp.sdp.AudioCodec;
import io.tollgate.rtp.sdp.SrtpPolicy;
import io.tollgate.rtp.sdp.TrunkFeatures;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a trunk's calls sound and what is negotiated for them.
 *
 * @param codecs preferred first, at least one; those that are configured and can be spoken on this machine
 * @param ptimeMs milliseconds of audio that we like in a packet, 10 to 60 in tens
 * @param features what is offered and accepted besides voice
 * @param settings what is done to the sound
 * @param country ISO 3166-1 alpha-2 of the country whose tones callers hear, or null for that of the number called
 */
public record TrunkMedia(
        List<AudioCodec> codecs,
        int ptimeMs,
        TrunkFeatures features,
        SrtpPolicy srtp,
        TrunkSettings settings,
        @Nullable String country) {
    /** What trunks speak none of whose codecs can be spoken here. */
    private static final List<AudioCodec> COMMON_CODECS = List.of(AudioCodec.PCMU, AudioCodec.PCMA);

    /** A trunk about which nothing was said. */
    public static final TrunkMedia USUAL = of(new TrunkEntity());

    public TrunkMedia {
        codecs = List.copyOf(codecs);
        if (codecs.isEmpty() || ptimeMs < 10 || ptimeMs > 60 || ptimeMs % 10 != 0) {
            throw new IllegalArgumentException("a trunk needs a codec, and packets of 10 to 60 ms in tens");
        }
    }

    /**
     * From the form in which it is changed.
     *
     * @throws IllegalArgumentException when a setting is out of range
     */
    public static TrunkMedia of(TrunkEntity trunk) {
        return of(
                trunk.codecs,
                trunk.ptimeMs,
                trunk.rtcpMux,
                SrtpPolicy.valueOf(trunk.srtp),
                trunk.comfortNoise,
                trunk.silenceSuppression,
                trunk.echoCancellation ? trunk.echoTailMs : 0,
                trunk.gainControl,
                TrunkDigits.valueOf(trunk.dtmf),
                trunk.country);
    }

    /** From a row of the table {@code trunk}. */
    static TrunkMedia of(ResultSet row) throws SQLException {
        return of(
                row.getString("codecs"),
                row.getInt("ptime_ms"),
                row.getBoolean("rtcp_mux"),
                SrtpPolicy.valueOf(row.getString("srtp")),
                row.getBoolean("comfort_noise"),
                row.getBoolean("silence_suppression"),
                row.getBoolean("echo_cancellation") ? row.getInt("echo_tail_ms") : 0,
                row.getBoolean("gain_control"),
                TrunkDigits.valueOf(row.getString("dtmf")),
                row.getString("country"));
    }

    private static TrunkMedia of(
            String codecs,
            int ptimeMs,
            boolean rtcpMux,
            SrtpPolicy srtp,
            boolean comfortNoise,
            boolean silenceSuppression,
            int echoTailMs,
            boolean gainControl,
            TrunkDigits digits,
            @Nullable String country) {
        List<AudioCodec> known = Arrays.stream(codecs.split(","))
                .flatMap(name -> codec(name.strip()).stream())
                .filter(AudioCodecs.available()::contains)
                .distinct()
                .toList();
        return new TrunkMedia(
                known.isEmpty() ? COMMON_CODECS : known,
                ptimeMs,
                new TrunkFeatures(comfortNoise, rtcpMux, digits != TrunkDigits.INBAND),
                srtp,
                new TrunkSettings(comfortNoise, silenceSuppression, echoTailMs, gainControl, digits.inband()),
                country);
    }

    /** The codec that an rtpmap would call so, compared without regard to case. */
    public static Optional<AudioCodec> codec(String name) {
        return Arrays.stream(AudioCodec.values())
                .filter(codec -> codec.encodingName().equalsIgnoreCase(name))
                .findFirst();
    }
}
