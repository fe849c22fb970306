package io.tollgate.rtp.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A command line of {@code --name value} pairs and bare {@code --flags}. */
final class Options {
    private final Map<String, String> values = new HashMap<>();

    /**
     * @param flags the names that take no value
     * @param named the names that take one
     * @throws IllegalArgumentException for anything else
     */
    Options(String[] args, Set<String> flags, Set<String> named) {
        for (int i = 0; i < args.length; i++) {
            String name = args[i].replaceFirst("^--", "");
            if (args[i].startsWith("--") && flags.contains(name)) {
                values.put(name, "true");
            } else if (args[i].startsWith("--") && named.contains(name) && i + 1 < args.length) {
                values.put(name, args[++i]);
            } else {
                List<String> known = new ArrayList<>();
                flags.stream().sorted().forEach(each -> known.add("--" + each));
                named.stream().sorted().forEach(each -> known.add("--" + each + " X"));
                throw new IllegalArgumentException(
                        "cannot make sense of '" + args[i] + "'; options: " + String.join(", ", known));
            }
        }
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    int number(String name, int otherwise) {
        String value = values.get(name);
        return value == null ? otherwise : Integer.parseInt(value);
    }
}
