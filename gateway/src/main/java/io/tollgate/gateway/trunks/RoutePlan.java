package io.tollgate.gateway.trunks;

import io.tollgate.billing.number.E164;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * Chooses trunks for a number, pure: the longest matching prefix decides, then priority, then chance by weight.
 *
 * <p>Only the routes of the longest prefix are used: a more specific route is meant to replace the general one, not to
 * be backed up by it.
 */
public record RoutePlan(List<Route> routes) {
    public RoutePlan {
        routes = List.copyOf(routes);
    }

    /**
     * Trunks in the order in which they are to be tried; empty when there is no route.
     *
     * @param random gives numbers from 0 (inclusive) to 1 (exclusive)
     */
    public List<String> trunksFor(E164 number, DoubleSupplier random) {
        return routesFor(number, random).stream().map(Route::trunk).distinct().toList();
    }

    /** The same as routes, so that what they allow is known. */
    public List<Route> routesFor(E164 number, DoubleSupplier random) {
        String digits = number.withoutPlus();
        int longest = routes.stream()
                .filter(route -> digits.startsWith(route.prefix()))
                .mapToInt(route -> route.prefix().length())
                .max()
                .orElse(-1);
        record Drawn(Route route, double lot) {}
        List<Drawn> drawn = new ArrayList<>();
        for (Route route : routes) {
            if (route.prefix().length() == longest && digits.startsWith(route.prefix())) {
                // Efraimidis and Spirakis: sorting by u^(1/w) draws without replacement in proportion to w.
                drawn.add(new Drawn(route, Math.pow(random.getAsDouble(), 1.0 / route.weight())));
            }
        }
        return drawn.stream()
                .sorted(Comparator.comparingInt((Drawn d) -> d.route().priority())
                        .thenComparing(Comparator.comparingDouble(Drawn::lot).reversed()))
                .map(Drawn::route)
                .toList();
    }
}
