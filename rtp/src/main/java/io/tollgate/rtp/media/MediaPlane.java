package io.tollgate.rtp.media;

import io.tollgate.rtp.codec.OpusLibrary;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** All media workers of a process. */
public final class MediaPlane implements AutoCloseable {
    /** A worker that is busy for half of the time gets no more calls while another is not. */
    private static final double ENOUGH = 0.5;

    private final List<MediaWorker> workers;
    private final MediaCounters counters;
    private final Disk disk;
    private final OpusLibrary opus;

    private MediaPlane(List<MediaWorker> workers, MediaCounters counters, Disk disk, OpusLibrary opus) {
        this.workers = workers;
        this.counters = counters;
        this.disk = disk;
        this.opus = opus;
    }

    /**
     * Loads Opus, binds the workers' ports and starts them.
     *
     * @throws IOException when a port cannot be bound; its message names the port
     */
    public static MediaPlane start(MediaConfig config) throws IOException {
        OpusLibrary opus = OpusLibrary.load();
        PortPool ports = new PortPool(config.trunkPortMin(), config.trunkPortMax());
        Disk disk = new Disk();
        List<MediaWorker> workers = new ArrayList<>();
        List<CounterBlock> blocks = new ArrayList<>();
        MediaPlane plane;
        try {
            for (int i = 0; i < config.workers(); i++) {
                CounterBlock block = new CounterBlock();
                blocks.add(block);
                workers.add(new MediaWorker(i, config, opus, ports, disk, block));
            }
            plane = new MediaPlane(List.copyOf(workers), new MediaCounters(blocks), disk, opus);
        } catch (IOException e) {
            workers.forEach(MediaWorker::abandon);
            disk.close();
            throw e;
        }
        workers.forEach(MediaWorker::start);
        return plane;
    }

    /**
     * A new call on the first worker that has time for it, so that few calls keep few processors awake; when all have enough
     * to do, on the one with the least.
     *
     * @param callId for logs
     * @param events told on the worker's thread
     */
    public MediaCall newCall(String callId, MediaEvents events) {
        MediaWorker worker = workers.stream()
                .filter(each -> each.expectedShare() < ENOUGH)
                .findFirst()
                .or(() -> workers.stream().min(Comparator.comparingDouble(MediaWorker::expectedShare)))
                .orElseThrow();
        return worker.newCall(callId, events);
    }

    /**
     * A new call on a given worker.
     *
     * @param worker 0 to one less than were configured
     */
    public MediaCall newCall(String callId, MediaEvents events, int worker) {
        return workers.get(worker).newCall(callId, events);
    }

    /** How late each worker's steps began. */
    public List<Lateness> lateness() {
        return workers.stream().map(MediaWorker::lateness).toList();
    }

    /** The share of the last second that the busiest worker was at work, 0 to 1. */
    public double busy() {
        return workers.stream().mapToDouble(w -> w.effort().share()).max().orElse(0);
    }

    /** How many steps the complexity of Opus has gone down on the busiest worker, 0 to 4. */
    public int complexitySteps() {
        return workers.stream().mapToInt(w -> w.effort().step()).max().orElse(0);
    }

    /** What was counted since the start. */
    public MediaCounters counters() {
        return counters;
    }

    /** The shared ports, one for each worker, as peers see them. */
    public List<InetSocketAddress> overlayAddresses() {
        return workers.stream().map(MediaWorker::sharedAddress).toList();
    }

    /** Where Opus came from, with its version. */
    public String opus() {
        return opus.version() + " (" + opus.kind() + ")";
    }

    /** Closes all calls, sockets and files. */
    @Override
    public void close() {
        workers.forEach(MediaWorker::stop);
        disk.close();
    }
}
