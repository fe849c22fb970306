package io.tollgate.rtp.codec;

import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;

/** Runs where the operating system has a libopus. */
class SystemOpusTest extends OpusContract {
    private static final Optional<OpusLibrary> LIBRARY = OpusLibrary.load(OpusLibrary.Kind.SYSTEM);

    @BeforeEach
    void needsTheSystemsLibrary() {
        Assumptions.assumeTrue(LIBRARY.isPresent(), "this system has no libopus");
    }

    @Override
    OpusLibrary library() {
        return LIBRARY.orElseThrow();
    }
}
