package io.tollgate.gateway.system;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Foreign programs that some of these tests need. */
final class Programs {
    private Programs() {}

    /**
     * Where the program is. Without it the test is skipped loudly, or fails where {@code CI=true} forbids skipping.
     *
     * @param debianPackage what to install
     */
    static Path require(String program, String debianPackage) {
        Optional<Path> found = Arrays.stream(
                        Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator))
                .map(dir -> Path.of(dir, program))
                .filter(Files::isExecutable)
                .findFirst();
        String sentence = program + " is not installed (Debian: " + debianPackage + ")";
        if (found.isEmpty() && "true".equals(System.getenv("CI"))) {
            throw new AssertionError(sentence + ", and CI=true forbids skipping");
        }
        Assumptions.assumeTrue(found.isPresent(), "SKIPPED, NOTHING IS PROVED: " + sentence);
        return found.orElseThrow();
    }
}
