package io.tollgate.billing.renewal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The machine. Total: every standing answers every input. */
public final class Renewal {
    /** How often an unpaid contract is tried again. */
    static final Duration RETRY = Duration.ofMinutes(10);

    private Renewal() {}

    /** What to do. */
    public sealed interface Action {
        /** Take the price of a period; the answer comes back as PAID, SHORT or CLOSED. */
        record Charge(int period) implements Action {}

        /** Something for the user's eyes. */
        record Tell(News news) implements Action {}
    }

    /** What a user is told. */
    public enum News {
        SHORT,
        SUSPENDED,
        RESUMED,
        ENDED
    }

    /** The next standing and what to do, in order. */
    public record Step(Standing next, List<Action> actions) {
        static Step to(Standing next, Action... actions) {
            return new Step(next, List.of(actions));
        }
    }

    /** Takes one input. */
    public static Step on(Standing standing, Input input, Terms terms, Instant now) {
        return switch (standing) {
            case Standing.Active active -> active(active, input, terms, now);
            case Standing.Grace grace -> grace(grace, input, terms, now);
            case Standing.Suspended suspended -> suspended(suspended, input, terms, now);
            case Standing.HeldBack held ->
                input == Input.END || !now.isBefore(held.until())
                        ? Step.to(new Standing.Ended(held.periods()))
                        : Step.to(held);
            case Standing.Ended ended -> Step.to(ended);
        };
    }

    private static Step active(Standing.Active active, Input input, Terms terms, Instant now) {
        Instant paidUntil = terms.endOf(active.periods());
        return switch (input) {
            case LOOK -> {
                if (now.isBefore(paidUntil)) {
                    yield Step.to(active);
                }
                yield active.renews()
                        ? Step.to(active, new Action.Charge(active.periods() + 1))
                        : over(active.periods(), terms, now);
            }
            case PAID -> Step.to(new Standing.Active(active.periods() + 1, active.renews()));
            case SHORT -> unpaid(active, terms, now);
            case CANCEL -> Step.to(new Standing.Active(active.periods(), false));
            case RENEW -> Step.to(new Standing.Active(active.periods(), true));
            case CLOSED, END -> over(active.periods(), terms, now);
        };
    }

    private static Step unpaid(Standing.Active active, Terms terms, Instant now) {
        Instant until = terms.endOf(active.periods()).plus(terms.grace());
        return now.isBefore(until)
                ? Step.to(new Standing.Grace(active.periods(), until), new Action.Tell(News.SHORT))
                : graceOver(active.periods(), terms, now);
    }

    private static Step grace(Standing.Grace grace, Input input, Terms terms, Instant now) {
        return switch (input) {
            case LOOK -> Step.to(grace, new Action.Charge(grace.periods() + 1));
            case PAID -> Step.to(new Standing.Active(grace.periods() + 1, true));
            case SHORT -> now.isBefore(grace.until()) ? Step.to(grace) : graceOver(grace.periods(), terms, now);
            case RENEW -> Step.to(grace);
            case CANCEL, CLOSED, END -> over(grace.periods(), terms, now);
        };
    }

    private static Step graceOver(int periods, Terms terms, Instant now) {
        Instant until = terms.endOf(periods).plus(terms.grace()).plus(terms.suspension());
        return now.isBefore(until)
                ? Step.to(new Standing.Suspended(periods, until), new Action.Tell(News.SUSPENDED))
                : over(periods, terms, now);
    }

    private static Step suspended(Standing.Suspended suspended, Input input, Terms terms, Instant now) {
        return switch (input) {
            case LOOK -> Step.to(suspended, new Action.Charge(suspended.periods() + 1));
            case PAID -> Step.to(new Standing.Active(suspended.periods() + 1, true), new Action.Tell(News.RESUMED));
            case SHORT -> now.isBefore(suspended.until()) ? Step.to(suspended) : over(suspended.periods(), terms, now);
            case RENEW -> Step.to(suspended);
            case CANCEL, CLOSED, END -> over(suspended.periods(), terms, now);
        };
    }

    private static Step over(int periods, Terms terms, Instant now) {
        Standing next = terms.holdBack().isZero()
                ? new Standing.Ended(periods)
                : new Standing.HeldBack(periods, now.plus(terms.holdBack()));
        return Step.to(next, new Action.Tell(News.ENDED));
    }

    /** When to look again at a contract that has just been looked at; {@link Instant#MAX} for never. */
    public static Instant nextLook(Standing standing, Terms terms, Instant now) {
        return switch (standing) {
            case Standing.Active active -> terms.endOf(active.periods());
            case Standing.Grace grace -> earlier(now.plus(RETRY), grace.until());
            case Standing.Suspended suspended -> earlier(now.plus(RETRY), suspended.until());
            case Standing.HeldBack held -> held.until();
            case Standing.Ended ended -> Instant.MAX;
        };
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
