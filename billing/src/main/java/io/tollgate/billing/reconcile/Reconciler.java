package io.tollgate.billing.reconcile;

import io.tollgate.billing.cdr.Period;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Pairs calls by number and time. Among the calls to one number the closest in start and talk time belong together, the
 * closest pair first; each call is in one pair at most. A clock that is off by a constant is found from the numbers that
 * both sides called exactly once, and allowed for. The order of either list does not matter.
 */
public final class Reconciler {
    private static final Comparator<OwnCall> OURS =
            Comparator.comparing(OwnCall::start).thenComparing(OwnCall::attemptId);
    private static final Comparator<CarrierCall> THEIRS =
            Comparator.comparing(CarrierCall::start).thenComparingInt(CarrierCall::row);

    private final Tolerance tolerance;
    private final Period period;
    private final long windowMs;
    private final List<Finding> pairs = new ArrayList<>();
    private final List<Finding> missingOurs = new ArrayList<>();
    private final List<Finding> missingTheirs = new ArrayList<>();
    private long offsetMs;

    private Reconciler(Tolerance tolerance, Period period) {
        this.tolerance = tolerance;
        this.period = period;
        windowMs = tolerance.window().toMillis();
    }

    /**
     * Compares two lists of calls of one trunk.
     *
     * @param ours also of the window before and behind the period, so that pairs across its edges are found
     * @param theirs likewise; what lies outside is not reported as missing
     */
    public static Reconciliation compare(
            List<OwnCall> ours, List<CarrierCall> theirs, Tolerance tolerance, Period period) {
        return new Reconciler(tolerance, period).compare(ours, theirs);
    }

    /** The calls to one number. */
    private record SameNumber(List<OwnCall> ours, List<CarrierCall> theirs) {
        SameNumber() {
            this(new ArrayList<>(), new ArrayList<>());
        }
    }

    private Reconciliation compare(List<OwnCall> ours, List<CarrierCall> theirs) {
        Map<String, SameNumber> byNumber = new HashMap<>();
        ours.forEach(call -> byNumber.computeIfAbsent(call.number(), n -> new SameNumber())
                .ours()
                .add(call));
        theirs.forEach(call -> byNumber.computeIfAbsent(call.number(), n -> new SameNumber())
                .theirs()
                .add(call));
        Map<String, SameNumber> inOrder = new TreeMap<>(byNumber);
        offsetMs = offset(inOrder);
        inOrder.values().forEach(this::pair);
        List<Finding> findings = new ArrayList<>(pairs);
        findings.addAll(missingOurs);
        findings.addAll(missingTheirs);
        return new Reconciliation(findings, offsetMs, totals(findings));
    }

    /** The median difference of the starts where there is nothing to choose. */
    private long offset(Map<String, SameNumber> byNumber) {
        long[] differences = byNumber.values().stream()
                .filter(same -> same.ours().size() == 1 && same.theirs().size() == 1)
                .mapToLong(same -> startMs(same.ours().getFirst(), same.theirs().getFirst()))
                .filter(ms -> Math.abs(ms) <= windowMs)
                .toArray();
        if (differences.length == 0) {
            return 0;
        }
        Arrays.sort(differences);
        return differences[differences.length / 2];
    }

    private static long startMs(OwnCall ours, CarrierCall theirs) {
        return Duration.between(ours.start(), theirs.start()).toMillis();
    }

    /** Two calls that may be one, and how far apart they are. */
    private record Candidate(int ours, int theirs, long apartMs) {}

    private void pair(SameNumber same) {
        List<OwnCall> ours = same.ours().stream().sorted(OURS).toList();
        List<CarrierCall> theirs = same.theirs().stream().sorted(THEIRS).toList();
        boolean[] ourTaken = new boolean[ours.size()];
        boolean[] theirTaken = new boolean[theirs.size()];
        for (Candidate candidate : candidates(ours, theirs)) {
            if (!ourTaken[candidate.ours()] && !theirTaken[candidate.theirs()]) {
                ourTaken[candidate.ours()] = true;
                theirTaken[candidate.theirs()] = true;
                OwnCall own = ours.get(candidate.ours());
                if (isInside(own.start())) {
                    pairs.add(paired(own, theirs.get(candidate.theirs())));
                }
            }
        }
        for (int i = 0; i < theirTaken.length; i++) {
            if (!theirTaken[i] && isInside(theirs.get(i).start().minusMillis(offsetMs))) {
                missingOurs.add(new Finding.MissingOurs(theirs.get(i)));
            }
        }
        for (int i = 0; i < ourTaken.length; i++) {
            if (!ourTaken[i] && isInside(ours.get(i).start())) {
                missingTheirs.add(new Finding.MissingTheirs(ours.get(i)));
            }
        }
    }

    private List<Candidate> candidates(List<OwnCall> ours, List<CarrierCall> theirs) {
        List<Candidate> found = new ArrayList<>();
        int first = 0;
        for (int i = 0; i < ours.size(); i++) {
            OwnCall own = ours.get(i);
            while (first < theirs.size() && startMs(own, theirs.get(first)) - offsetMs < -windowMs) {
                first++;
            }
            for (int j = first; j < theirs.size(); j++) {
                long start = startMs(own, theirs.get(j)) - offsetMs;
                if (start > windowMs) {
                    break;
                }
                long duration = theirs.get(j).durationMs() - own.durationMs();
                found.add(new Candidate(i, j, Math.abs(start) + Math.abs(duration)));
            }
        }
        found.sort(Comparator.comparingLong(Candidate::apartMs)
                .thenComparingInt(Candidate::ours)
                .thenComparingInt(Candidate::theirs));
        return found;
    }

    private Finding paired(OwnCall ours, CarrierCall theirs) {
        long duration = theirs.durationMs() - ours.durationMs();
        Long cost = difference(ours.costMicros(), theirs.costMicros());
        boolean within = Math.abs(duration) <= tolerance.duration().toMillis()
                && (cost == null || Math.abs(cost) <= tolerance.costMicros());
        return new Finding.Paired(ours, theirs, startMs(ours, theirs), duration, cost, within);
    }

    private static @Nullable Long difference(@Nullable Long ours, @Nullable Long theirs) {
        return ours == null || theirs == null ? null : Long.valueOf(Math.subtractExact(theirs, ours));
    }

    private boolean isInside(Instant start) {
        return !start.isBefore(period.from()) && start.isBefore(period.to());
    }

    private Reconciliation.Totals totals(List<Finding> findings) {
        long matched = 0;
        long ourCost = 0;
        long ourDuration = 0;
        long theirCost = 0;
        long theirDuration = 0;
        for (Finding finding : findings) {
            OwnCall own = null;
            CarrierCall other = null;
            switch (finding) {
                case Finding.Paired pair -> {
                    own = pair.ours();
                    other = pair.theirs();
                    matched += pair.within() ? 1 : 0;
                }
                case Finding.MissingOurs missing -> other = missing.theirs();
                case Finding.MissingTheirs missing -> own = missing.ours();
            }
            if (own != null) {
                ourDuration = Math.addExact(ourDuration, own.durationMs());
                ourCost = Math.addExact(ourCost, orNothing(own.costMicros()));
            }
            if (other != null) {
                theirDuration = Math.addExact(theirDuration, other.durationMs());
                theirCost = Math.addExact(theirCost, orNothing(other.costMicros()));
            }
        }
        return new Reconciliation.Totals(
                matched,
                pairs.size() - matched,
                missingOurs.size(),
                missingTheirs.size(),
                ourDuration,
                theirDuration,
                ourCost,
                theirCost);
    }

    private static long orNothing(@Nullable Long micros) {
        return micros == null ? 0 : micros;
    }
}
