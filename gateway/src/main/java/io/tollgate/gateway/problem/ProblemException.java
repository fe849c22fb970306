package io.tollgate.gateway.problem;

/** Ends a request with a problem document. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    public static ProblemException notFound(String what) {
        return new ProblemException(Problem.of(404, "not-found", "Not found", what));
    }

    public static ProblemException invalid(String detail) {
        return new ProblemException(Problem.of(422, "invalid", "The request cannot be carried out", detail));
    }

    public static ProblemException conflict(String detail) {
        return new ProblemException(Problem.of(409, "conflict", "It conflicts with what is there", detail));
    }

    public Problem problem() {
        return problem;
    }
}
