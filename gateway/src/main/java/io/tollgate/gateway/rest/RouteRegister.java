package io.tollgate.gateway.rest;

import io.tollgate.billing.admin.RouteEntity;
import io.tollgate.billing.admin.TrunkEntity;
import io.tollgate.gateway.problem.ProblemException;
import io.tollgate.gateway.rest.RoutesResource.NewRoute;
import io.tollgate.gateway.rest.RoutesResource.RouteChange;
import io.tollgate.gateway.rest.RoutesResource.RouteView;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Objects;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** Routes as they are stored. */
@Singleton
class RouteRegister {
    @Transactional
    List<RouteView> all() {
        return RouteEntity.<RouteEntity>list("order by prefix, priority, id").stream()
                .map(RouteRegister::view)
                .toList();
    }

    @Transactional
    RouteView one(long id) {
        return view(found(id));
    }

    @Transactional
    RouteView add(NewRoute wanted) {
        TrunkEntity trunk = Texts.isName(wanted.trunk())
                ? TrunkEntity.findById(wanted.trunk(), LockModeType.PESSIMISTIC_READ)
                : null;
        if (trunk == null) {
            throw ProblemException.invalid("There is no such trunk.");
        }
        RouteEntity route = new RouteEntity();
        route.prefix = wanted.prefix();
        route.trunkId = trunk.id;
        merge(route, wanted.priority(), wanted.weight(), wanted.enabled(), wanted.allowLoss());
        try {
            route.persistAndFlush();
        } catch (ConstraintViolationException e) {
            throw ProblemException.conflict("There is a route from this prefix to this trunk already.");
        }
        return view(route);
    }

    @Transactional
    RouteView change(long id, RouteChange change) {
        RouteEntity route = found(id);
        merge(route, change.priority(), change.weight(), change.enabled(), change.allowLoss());
        return view(route);
    }

    @Transactional
    void remove(long id) {
        found(id).delete();
    }

    private static void merge(
            RouteEntity route,
            @Nullable Integer priority,
            @Nullable Integer weight,
            @Nullable Boolean enabled,
            @Nullable Boolean allowLoss) {
        route.priority = Objects.requireNonNullElse(priority, route.priority);
        route.weight = Objects.requireNonNullElse(weight, route.weight);
        route.enabled = Objects.requireNonNullElse(enabled, route.enabled);
        route.allowLoss = Objects.requireNonNullElse(allowLoss, route.allowLoss);
    }

    private static RouteEntity found(long id) {
        return RouteEntity.<RouteEntity>findByIdOptional(id)
                .orElseThrow(() -> ProblemException.notFound("There is no such route."));
    }

    private static RouteView view(RouteEntity route) {
        return new RouteView(
                Objects.requireNonNull(route.id),
                route.prefix,
                route.trunkId,
                route.priority,
                route.weight,
                route.enabled,
                route.allowLoss);
    }
}
