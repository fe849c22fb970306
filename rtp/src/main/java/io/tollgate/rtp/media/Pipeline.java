package io.tollgate.rtp.media;

import java.util.ArrayList;
import java.util.List;

/** The way that sound takes through a call, as a value that prints itself. */
record Pipeline(List<String> stages) {
    Pipeline {
        stages = List.copyOf(stages);
    }

    static Pipeline of(String... stages) {
        return new Pipeline(List.of(stages));
    }

    /** Four stages with others, or none, after the second. */
    static Pipeline of(String first, String second, List<String> between, String third, String last) {
        List<String> all = new ArrayList<>(List.of(first, second));
        all.addAll(between);
        all.add(third);
        all.add(last);
        return new Pipeline(all);
    }

    @Override
    public String toString() {
        return String.join(" -> ", stages);
    }
}
