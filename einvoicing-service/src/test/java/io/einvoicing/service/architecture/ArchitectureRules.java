package io.einvoicing.service.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rules, apart from the test, so that planted violations meet the same objects. */
final class ArchitectureRules {
    /** Packages of einvoicing-domain. */
    static final List<String> DOMAIN = List.of(
            "io.einvoicing",
            "io.einvoicing.access..",
            "io.einvoicing.activation..",
            "io.einvoicing.audit..",
            "io.einvoicing.connectedapp..",
            "io.einvoicing.document..",
            "io.einvoicing.environment..",
            "io.einvoicing.feature..",
            "io.einvoicing.flow..",
            "io.einvoicing.health..",
            "io.einvoicing.kernel..",
            "io.einvoicing.notification..",
            "io.einvoicing.numbersequence..",
            "io.einvoicing.submission..",
            "io.einvoicing.vault..");

    /** Packages of einvoicing-usage. */
    static final List<String> USAGE = List.of("io.einvoicing.usage..");

    /** One root package for each adapter module. */
    static final List<String> ADAPTERS =
            List.of("io.einvoicing.xml", "io.einvoicing.azure", "io.einvoicing.jdbc", "io.einvoicing.http");

    private static final List<String> ALLOWED_LIBRARIES = List.of(
            "java.lang..",
            "java.util..",
            "java.time..",
            "java.math..",
            "java.io..",
            "java.net",
            "java.nio.charset..",
            "java.security..",
            "javax.security.auth.x500",
            "com.google.common..",
            "org.jspecify..");

    private static final Pattern INTERNAL = Pattern.compile("(io\\.einvoicing(?:\\.\\w+)*?)\\.internal(?:\\..*)?");

    static final ArchRule DOMAIN_KNOWS_ONLY_ITSELF = classes()
            .that()
            .resideInAnyPackage(array(List.of(DOMAIN)))
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(array(List.of(DOMAIN, ALLOWED_LIBRARIES)))
            .because("the core must not know any technology, nor usage, which builds on it");

    static final ArchRule USAGE_KNOWS_ONLY_THE_DOMAIN = classes()
            .that()
            .resideInAnyPackage(array(List.of(USAGE)))
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(array(List.of(DOMAIN, USAGE, ALLOWED_LIBRARIES)))
            .because("usage is core too");

    static final ArchRule CORE_HAS_NO_CYCLES = slices().matching("io.einvoicing.(*)..")
            .that(describe(
                    "capabilities of the core",
                    slice -> slice.stream().allMatch(resideInAnyPackage(array(List.of(DOMAIN, USAGE))))))
            .should()
            .beFreeOfCycles();

    static final ArchRule ADAPTERS_ARE_INDEPENDENT = classes()
            .that()
            .resideInAnyPackage(ADAPTERS.stream().map(root -> root + "..").toArray(String[]::new))
            .should(new ArchCondition<>("not depend on another adapter or on the service") {
                @Override
                public void check(JavaClass item, ConditionEvents events) {
                    String own = root(item.getPackageName());
                    for (Dependency dependency : item.getDirectDependenciesFromSelf()) {
                        String other = root(dependency.getTargetClass().getPackageName());
                        boolean forbidden = ADAPTERS.contains(other) || other.equals("io.einvoicing.service");
                        if (forbidden && !other.equals(own)) {
                            events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
                        }
                    }
                }
            })
            .because("a vendor takes one adapter without the others");

    static final ArchRule INTERNALS_STAY_INSIDE = classes()
            .that()
            .resideInAPackage("io.einvoicing..")
            .should(new ArchCondition<>("use internal packages of their own module only") {
                @Override
                public void check(JavaClass item, ConditionEvents events) {
                    for (Dependency dependency : item.getDirectDependenciesFromSelf()) {
                        Matcher internal =
                                INTERNAL.matcher(dependency.getTargetClass().getPackageName());
                        if (internal.matches()
                                && !root(item.getPackageName()).equals(root(internal.group(1)))
                                && !root(item.getPackageName()).equals("io.einvoicing.service")) {
                            events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
                        }
                    }
                }
            })
            .because("internal packages may change in any release");

    static final ArchRule STORE_KNOWS_NO_SECRETS = noClasses()
            .that()
            .resideInAPackage("io.einvoicing.jdbc..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("io.einvoicing.vault.SecretValue")
            .because("no record of the audit trail, nor any other row, may hold the value of a secret");

    private static final Set<String> CLOCK_READS = Set.of("now", "currentTimeMillis", "nanoTime", "systemDefault");

    static final ArchRule CORE_READS_NO_CLOCK = noClasses()
            .that()
            .resideInAnyPackage(array(List.of(DOMAIN, USAGE)))
            .should()
            .callMethodWhere(describe(
                    "a clock or the machine's zone is read",
                    (JavaMethodCall call) -> CLOCK_READS.contains(call.getName())
                            && call.getTargetOwner().getPackageName().matches("java\\.time.*|java\\.lang")))
            .because("time comes in as a port");

    private ArchitectureRules() {}

    /** Returns the first three segments of a package: its module, for adapters and service. */
    private static String root(String packageName) {
        return Stream.of(packageName.split("\\."))
                .limit(3)
                .reduce((a, b) -> a + "." + b)
                .orElse("");
    }

    private static String[] array(List<List<String>> lists) {
        return lists.stream().flatMap(List::stream).toArray(String[]::new);
    }
}
