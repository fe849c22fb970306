package io.tollgate.gateway.rest;

import io.tollgate.gateway.config.RecordingRight;
import io.tollgate.gateway.config.TollgateConfig;
import io.tollgate.gateway.problem.Problem;
import io.tollgate.gateway.problem.ProblemException;
import io.tollgate.gateway.start.DataFolder;
import io.tollgate.gateway.switchboard.LiveCall;
import io.tollgate.gateway.switchboard.LiveCalls;
import io.tollgate.gateway.switchboard.RecordingWish;
import io.tollgate.gateway.switchboard.RecordingWish.Heard;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Recordings of calls: who may have them made, and the folder they are kept in, which only its owner can read. */
@Singleton
class Recordings {
    private static final Logger LOG = Logger.getLogger(Recordings.class);
    private static final String FOLDER = "recordings";
    private static final int MAX_LISTED = 1_000;
    private static final long COMPLETE_WITHIN_S = 5;
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);
    /** What this class names files; nothing else in the folder is shown or given out. */
    private static final Pattern NAME = Pattern.compile(
            "(\\d{8}T\\d{9}Z)_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})_(caller|callee|both)\\.wav");

    private final TollgateConfig.Recordings config;
    private final LiveCalls calls;
    private final Path folder;

    Recordings(TollgateConfig config, LiveCalls calls, DataFolder data) {
        this.config = config.recordings();
        this.calls = calls;
        this.folder = data.file(FOLDER);
    }

    /**
     * A recording.
     *
     * @param name by which it is fetched
     * @param direction {@code caller}, {@code callee}, or {@code both}: stereo with the caller on the left
     * @param bytes of the file so far
     */
    public record RecordingView(String name, UUID call, String direction, Instant startedAt, long bytes) {}

    /** Begins a recording of a call that its caller may see. */
    RecordingView start(LiveCall call, RecordingWish wish, String actor, boolean admin) {
        check(admin, wish);
        Instant now = Instant.now();
        String name = STAMP.format(now) + "_" + call.id() + "_" + Texts.word(wish.heard()) + ".wav";
        RecordingWish.Outcome outcome = call.record(wish, prepared().resolve(name), actor);
        switch (outcome) {
            case BEGUN -> LOG.infof("call %s: recording of %s begun by %s", call.id(), wish.heard(), actor);
            case NOT_TALKING ->
                throw ProblemException.conflict("A call is recorded while both sides talk, not before or after.");
            case ALREADY -> throw ProblemException.conflict("The call is being recorded already.");
            case UNABLE -> throw ProblemException.conflict("A call of this kind is not recorded.");
        }
        return new RecordingView(name, call.id(), Texts.word(wish.heard()), now, 0);
    }

    private void check(boolean admin, RecordingWish wish) {
        RecordingRight right = config.allowed();
        if (!right.includes(admin)) {
            throw new ProblemException(Problem.of(
                    403,
                    "recording-not-allowed",
                    "Not allowed",
                    "Recording is not allowed here: tollgate.recordings.allowed is " + Texts.word(right) + "."));
        }
        if (!admin && !wish.consentTone()) {
            throw ProblemException.invalid("Only the operator may leave out the tone that tells of a recording.");
        }
        if (calls.all().stream().filter(LiveCall::recorded).count() >= config.atOnce()) {
            throw ProblemException.conflict(
                    "As many calls are being recorded as tollgate.recordings.at-once allows: " + config.atOnce() + ".");
        }
    }

    /** Ends a recording; returns when its file is complete. */
    void stop(LiveCall call, String actor) {
        boolean stopped = call.stopRecording(actor)
                .completeOnTimeout(true, COMPLETE_WITHIN_S, TimeUnit.SECONDS)
                .join();
        if (!stopped) {
            throw ProblemException.notFound("The call is not being recorded.");
        }
    }

    private Path prepared() {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder + " cannot be made", e);
        }
    }

    /** The newest first. */
    List<RecordingView> list() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.flatMap(file -> view(file).stream())
                    .sorted(Comparator.comparing(RecordingView::name).reversed())
                    .limit(MAX_LISTED)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder + " cannot be read", e);
        }
    }

    private static Optional<RecordingView> view(Path file) {
        String name = file.getFileName().toString();
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new RecordingView(
                    name,
                    UUID.fromString(parts.group(2)),
                    parts.group(3),
                    STAMP.parse(parts.group(1), Instant::from),
                    Files.size(file)));
        } catch (IOException e) {
            return Optional.empty(); // removed in the meantime
        }
    }

    /** The file of a recording. A name that is none of ours never reaches the file system. */
    Path file(String name) {
        Path file = NAME.matcher(name).matches() ? folder.resolve(name) : null;
        if (file == null || !Files.isRegularFile(file)) {
            throw noSuchRecording();
        }
        return file;
    }

    /** Deletes a recording that is complete. */
    void delete(String name) {
        Path file = file(name);
        RecordingView view = view(file).orElseThrow(Recordings::noSuchRecording);
        if (calls.find(view.call()).filter(LiveCall::recorded).isPresent()) {
            throw ProblemException.conflict("The call is being recorded: stop that first.");
        }
        try {
            Files.delete(file);
        } catch (NoSuchFileException e) {
            throw noSuchRecording();
        } catch (IOException e) {
            throw new UncheckedIOException("the recording " + name + " cannot be deleted", e);
        }
    }

    private static ProblemException noSuchRecording() {
        return ProblemException.notFound("There is no such recording.");
    }

    /** Reads the direction of a request. */
    static Heard heard(String direction) {
        return Texts.constant(Heard.class, direction, "direction");
    }
}
