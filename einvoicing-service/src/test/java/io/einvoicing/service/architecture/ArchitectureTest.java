package io.einvoicing.service.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.einvoicing.environment.planted.CoreThatUsesSql;
import io.einvoicing.http.planted.AdapterThatUsesAnother;
import io.einvoicing.http.planted.AdapterThatUsesInternals;
import io.einvoicing.jdbc.planted.StoreThatKnowsASecret;
import io.einvoicing.kernel.planted.KernelInACycle;
import io.einvoicing.usage.planted.UsageThatReadsTheClock;
import io.einvoicing.usage.planted.UsageThatUsesAnAdapter;
import io.einvoicing.vault.planted.VaultInACycle;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {
    private static final JavaClasses PROJECT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("testkit"))
            .importPackages("io.einvoicing");

    static Stream<Arguments> rules() {
        return Stream.of(
                Arguments.of(ArchitectureRules.DOMAIN_KNOWS_ONLY_ITSELF, new Class<?>[] {CoreThatUsesSql.class}),
                Arguments.of(
                        ArchitectureRules.USAGE_KNOWS_ONLY_THE_DOMAIN, new Class<?>[] {UsageThatUsesAnAdapter.class}),
                Arguments.of(
                        ArchitectureRules.CORE_HAS_NO_CYCLES,
                        new Class<?>[] {KernelInACycle.class, VaultInACycle.class}),
                Arguments.of(ArchitectureRules.ADAPTERS_ARE_INDEPENDENT, new Class<?>[] {AdapterThatUsesAnother.class}),
                Arguments.of(ArchitectureRules.INTERNALS_STAY_INSIDE, new Class<?>[] {AdapterThatUsesInternals.class}),
                Arguments.of(ArchitectureRules.STORE_KNOWS_NO_SECRETS, new Class<?>[] {StoreThatKnowsASecret.class}),
                Arguments.of(ArchitectureRules.CORE_READS_NO_CLOCK, new Class<?>[] {UsageThatReadsTheClock.class}));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void projectKeepsTheRule(ArchRule rule, Class<?>[] planted) {
        rule.check(PROJECT);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void ruleFindsThePlantedViolation(ArchRule rule, Class<?>[] planted) {
        JavaClasses violation = new ClassFileImporter().importClasses(planted);
        assertThat(rule.evaluate(violation).hasViolation())
                .as(rule.getDescription())
                .isTrue();
    }

    /** Without this guard a module that is not on the class path would keep every rule. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.einvoicing.environment.ServiceEnvironment",
                "io.einvoicing.usage.MonthlyBalance",
                "io.einvoicing.xml.XmlEngine",
                "io.einvoicing.azure.BlobDocumentStore",
                "io.einvoicing.jdbc.JdbcStore",
                "io.einvoicing.http.api.EinvoicingApi",
                "io.einvoicing.service.ServiceAssembly"
            })
    void everyModuleIsImported(String className) {
        assertThat(PROJECT.contain(className)).isTrue();
    }

    @Test
    void everyPackageOfTheProjectBelongsToAModule() {
        assertThat(PROJECT.stream().map(each -> each.getPackageName()).distinct())
                .allMatch(name -> Stream.concat(
                                Stream.concat(ArchitectureRules.DOMAIN.stream(), ArchitectureRules.USAGE.stream()),
                                Stream.concat(ArchitectureRules.ADAPTERS.stream(), Stream.of("io.einvoicing.service"))
                                        .map(root -> root + ".."))
                        .map(pattern -> pattern.replace("..", ""))
                        .anyMatch(root -> root.equals("io.einvoicing")
                                ? name.equals(root)
                                : name.equals(root) || name.startsWith(root + ".")));
    }
}
