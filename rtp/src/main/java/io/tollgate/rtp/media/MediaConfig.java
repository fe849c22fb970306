package io.tollgate.rtp.media;

import io.tollgate.rtp.codec.OpusSettings;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where the media plane lives.
 *
 * @param bind the local address of the overlay's shared ports
 * @param trunkBind the local address of the trunks' ports: a carrier's network is rarely the peers'
 * @param advertised what peers are told instead, when the machine is behind a static address translation
 * @param overlayPort UDP port of the first worker, the next ones follow; 0 takes any
 * @param trunkPortMin first port of the trunks' range
 * @param trunkPortMax last port of the trunks' range; a call takes an even port and the one after it
 * @param workers threads, each with its share of the calls; one per core is enough
 * @param opus how Opus towards the overlay is encoded
 * @param adaptsComplexity whether the complexity of Opus goes down before a worker has too much to do
 */
public record MediaConfig(
        InetAddress bind,
        InetAddress trunkBind,
        @Nullable InetAddress advertised,
        int overlayPort,
        int trunkPortMin,
        int trunkPortMax,
        int workers,
        OpusSettings opus,
        boolean adaptsComplexity) {

    /** How long a side is silent before {@link MediaEvents#onSilent} tells. */
    public static final long SILENT_AFTER_MS = 10_000;

    public MediaConfig {
        boolean range = trunkPortMin >= 1 && trunkPortMax <= 65_535 && trunkPortMin < trunkPortMax;
        if (!range || overlayPort < 0 || overlayPort + workers > 65_536 || workers < 1 || workers > 256) {
            throw new IllegalArgumentException("ports must lie in 1 to 65535 and workers in 1 to 256: overlay "
                    + overlayPort + ", trunks " + trunkPortMin + "-" + trunkPortMax + ", workers " + workers);
        }
    }

    /** With a complexity that adapts. */
    public MediaConfig(
            InetAddress bind,
            InetAddress trunkBind,
            @Nullable InetAddress advertised,
            int overlayPort,
            int trunkPortMin,
            int trunkPortMax,
            int workers,
            OpusSettings opus) {
        this(bind, trunkBind, advertised, overlayPort, trunkPortMin, trunkPortMax, workers, opus, true);
    }

    /** Everything on one address. */
    public MediaConfig(
            InetAddress bind,
            @Nullable InetAddress advertised,
            int overlayPort,
            int trunkPortMin,
            int trunkPortMax,
            int workers,
            OpusSettings opus) {
        this(bind, bind, advertised, overlayPort, trunkPortMin, trunkPortMax, workers, opus);
    }

    /** What overlay peers are told. */
    InetAddress shown() {
        return advertised == null ? bind : advertised;
    }

    /** What carriers are told: the advertised address only when both sides share one. */
    InetAddress trunkShown() {
        return trunkBind.equals(bind) ? shown() : trunkBind;
    }
}
