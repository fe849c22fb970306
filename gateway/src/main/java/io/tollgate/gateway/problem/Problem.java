package io.tollgate.gateway.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A problem document (RFC 9457 section 3).
 *
 * @param type a URN that a program can tell cases apart by, {@code urn:tollgate:problem:…}
 * @param title the same for every occurrence of the type
 * @param status the HTTP status
 * @param detail what is wrong this time, in one sentence that helps to mend it
 * @param errors single faults of a body or file; null when there is only one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable List<Fault> errors) {
    public static final String MEDIA_TYPE = "application/problem+json";
    private static final String URN = "urn:tollgate:problem:";

    /**
     * One fault.
     *
     * @param where a JSON pointer, a parameter name, or "row 12, column rate"
     */
    public record Fault(String where, String detail) {}

    public static Problem of(int status, String type, String title, String detail) {
        return new Problem(URN + type, title, status, detail, null);
    }

    public static Problem withFaults(int status, String type, String title, String detail, List<Fault> faults) {
        return new Problem(URN + type, title, status, detail, List.copyOf(faults));
    }
}
