package io.tollgate.rtp.media;

import java.util.List;

/** The way that sound takes through a call, as a value that prints itself. */
record Pipeline(List<String> stages) {
    Pipeline {
        stages = List.copyOf(stages);
    }

    static Pipeline of(String... stages) {
        return new Pipeline(List.of(stages));
    }

    @Override
    public String toString() {
        return String.join(" -> ", stages);
    }
}
