package io.tollgate.gateway;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

/** The house's rules that Maven's module boundaries cannot see. */
@AnalyzeClasses(packages = "io.tollgate", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] PURE = {
        "io.tollgate.gateway.call",
        "io.tollgate.sip.trunk",
        "io.tollgate.sip.cause",
        "io.tollgate.overlay.stun",
        "io.tollgate.overlay.ice",
        "io.tollgate.overlay.message",
        "io.tollgate.overlay.supernode",
        "io.tollgate.rtp.packet",
        "io.tollgate.rtp.jitter",
        "io.tollgate.rtp.dtmf",
        "io.tollgate.rtp.sdp",
        "io.tollgate.billing.money",
        "io.tollgate.billing.number",
        "io.tollgate.billing.rating",
        "io.tollgate.billing.deck",
        "io.tollgate.billing.payment",
        "io.tollgate.billing.payment.stripe",
        "io.tollgate.billing.voucher",
        "io.tollgate.billing.adjustment",
        "io.tollgate.billing.renewal",
        "io.tollgate.billing.upkeep",
        "io.tollgate.billing.notice",
    };

    private static final DescribedPredicate<JavaAccess<?>> A_CLOCK = target(
                    owner(DescribedPredicate.<JavaClass>describe(
                            "a clock",
                            c -> c.isEquivalentTo(Instant.class)
                                    || c.isEquivalentTo(Clock.class)
                                    || c.isEquivalentTo(System.class))))
            .and(target(name("now")
                    .or(name("nanoTime"))
                    .or(name("currentTimeMillis"))
                    .or(name("systemUTC"))))
            .as("the system's clock");

    @ArchTest
    static final ArchRule CORES_HAVE_NO_SOCKETS_THREADS_OR_DATABASES = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.sql..",
                    "javax.sql..",
                    "java.nio.channels..",
                    "java.net.http..",
                    "io.quarkus..",
                    "jakarta..",
                    "io.vertx..",
                    "javax.sip..",
                    "java.util.concurrent.locks..");

    @ArchTest
    static final ArchRule CORES_START_NO_THREADS = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class);

    @ArchTest
    static final ArchRule CORES_ARE_TOLD_THE_TIME =
            noClasses().that().resideInAnyPackage(PURE).should().accessTargetWhere(A_CLOCK);

    @ArchTest
    static final ArchRule LIBRARIES_DO_NOT_KNOW_THE_APPLICATION = noClasses()
            .that(not(resideInAPackage("io.tollgate.gateway..")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.tollgate.gateway..");

    @ArchTest
    static final ArchRule THE_LEGS_DO_NOT_KNOW_EACH_OTHER = noClasses()
            .that(resideInAnyPackage("io.tollgate.sip..", "io.tollgate.billing.."))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.tollgate.overlay..");

    @ArchTest
    static final ArchRule MONEY_IS_NEVER_A_FLOAT = noClasses()
            .that()
            .resideInAnyPackage("io.tollgate.billing.money", "io.tollgate.billing.rating", "io.tollgate.billing.deck")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Double.class, Float.class);

    @ArchTest
    static final ArchRule EVERY_PACKAGE_IS_NULL_MARKED = classes()
            .that()
            .haveSimpleName("package-info")
            .and()
            .resideOutsideOfPackage("..wire..")
            .should()
            .beAnnotatedWith(org.jspecify.annotations.NullMarked.class);

    @ArchTest
    static final ArchRule LIBRARY_PACKAGES_HAVE_NO_CYCLES = slices().matching(
                    "io.tollgate.(rtp|sip|billing|overlay).(**)")
            .should()
            .beFreeOfCycles();
}
