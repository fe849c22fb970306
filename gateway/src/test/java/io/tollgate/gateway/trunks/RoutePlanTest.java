package io.tollgate.gateway.trunks;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.number.E164;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RoutePlanTest {
    private static final E164 LONDON = new E164("+442079460123");

    private static List<String> choose(List<Route> routes) {
        return new RoutePlan(routes).trunksFor(LONDON, () -> 0.5);
    }

    @Test
    void theLongestPrefixReplacesTheShorterOnes() {
        assertThat(choose(List.of(
                        new Route("", "world", 1, 1),
                        new Route("44", "britain", 100, 1),
                        new Route("4420", "london", 100, 1),
                        new Route("4479", "mobile", 1, 1))))
                .containsExactly("london");
    }

    @Test
    void lowerPriorityNumbersAreTriedFirst() {
        assertThat(choose(List.of(new Route("44", "second", 20, 9), new Route("44", "first", 10, 1))))
                .containsExactly("first", "second");
    }

    @Test
    void withoutARouteThereIsNoTrunk() {
        assertThat(choose(List.of(new Route("1", "america", 1, 1)))).isEmpty();
    }

    @Test
    void equalsShareInProportionToTheirWeights() {
        RoutePlan plan = new RoutePlan(List.of(new Route("", "big", 1, 3), new Route("", "small", 1, 1)));
        SplittableRandom random = new SplittableRandom(7);
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            first.merge(plan.trunksFor(LONDON, random::nextDouble).getFirst(), 1, Integer::sum);
        }
        assertThat(first.get("big")).isBetween(14_700, 15_300);
        assertThat(first.getOrDefault("big", 0) + first.getOrDefault("small", 0))
                .isEqualTo(20_000);
    }
}
