package io.tollgate.rtp.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BundledOpusTest extends OpusContract {
    private static final OpusLibrary LIBRARY =
            OpusLibrary.load(OpusLibrary.Kind.BUNDLED).orElseThrow();

    @Override
    OpusLibrary library() {
        return LIBRARY;
    }

    @Test
    void isTheVersionThatWeMeasured() {
        assertThat(LIBRARY.version()).startsWith("libopus 1.5");
    }
}
