package io.tollgate.rtp.sdp;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a leg to a browser or a Java peer can speak: Opus, or what a trunk speaks too and needs no transcoding. */
public enum OverlayCodec {
    /** opus/48000/2, the only way to write it (RFC 7587 section 7). */
    OPUS(null, 111),
    PCMU(AudioCodec.PCMU, 0),
    PCMA(AudioCodec.PCMA, 8),
    G722(AudioCodec.G722, 9);

    private final @Nullable AudioCodec trunk;
    private final int offeredPt;

    OverlayCodec(@Nullable AudioCodec trunk, int offeredPt) {
        this.trunk = trunk;
        this.offeredPt = offeredPt;
    }

    /** The same codec on a trunk, empty for Opus. */
    public Optional<AudioCodec> onTrunk() {
        return Optional.ofNullable(trunk);
    }

    /** The codec that carries a trunk's codec through unchanged, if a browser speaks it. */
    public static Optional<OverlayCodec> carrying(AudioCodec codec) {
        return switch (codec) {
            case PCMU -> Optional.of(PCMU);
            case PCMA -> Optional.of(PCMA);
            case G722 -> Optional.of(G722);
            case G729, GSM, ILBC, L16 -> Optional.empty();
        };
    }

    /** The RTP clock in Hz. */
    public int clockRate() {
        return trunk == null ? 48_000 : trunk.clockRate();
    }

    /** As it stands in the answer to a call, such as {@code opus/48000/2}. */
    public String words() {
        return trunk == null ? "opus/48000/2" : trunk.encodingName() + "/" + trunk.clockRate();
    }

    /** The payload type under which we offer it. */
    int offeredPt() {
        return offeredPt;
    }

    RtpMap rtpMap(int payloadType) {
        return trunk == null
                ? new RtpMap(payloadType, "opus", 48_000, 2)
                : new RtpMap(payloadType, trunk.encodingName(), trunk.clockRate(), 1);
    }

    boolean is(RtpMap map) {
        return trunk == null
                ? map.is("opus", 48_000) && map.channels() == 2
                : AudioCodec.named(map).filter(codec -> codec == trunk).isPresent();
    }
}
