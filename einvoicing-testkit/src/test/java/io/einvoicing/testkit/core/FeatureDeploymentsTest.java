package io.einvoicing.testkit.core;

import static io.einvoicing.testkit.core.Results.refused;
import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.anEnvironment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ApplicabilityRule;
import io.einvoicing.feature.DataType;
import io.einvoicing.feature.Deployment;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.FeatureParameter;
import io.einvoicing.feature.FeatureSetup;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.feature.Variable;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import io.einvoicing.numbersequence.NumberSequence;
import io.einvoicing.numbersequence.NumberSequenceEdit;
import io.einvoicing.testkit.data.EnvironmentBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FeatureDeploymentsTest {
    private final FeatureFixture fixture = new FeatureFixture();

    @Test
    void needEverySecretAndCertificateThatTheVersionNamesDeclared() {
        FeatureVersion version = completed(
                action("By name", "Secret", ParameterValue.literal("missing")),
                action("By parameter", "Certificate", ParameterValue.variable("Shared")),
                action("By constant", "Secret", ParameterValue.variable("Constant")),
                action("By sender", "Secret", ParameterValue.variable("Sent")),
                action("Declared", "Secret", ParameterValue.literal(EnvironmentBuilder.STORAGE_SECRET)));

        Refusal refusal = refused(
                fixture.deployments.deploy(
                        fixture.caller, version.feature(), 1, environment().id(), NOW),
                Refusal.Kind.INVALID);

        assertThat(refusal.findings())
                .extracting(Finding::field, Finding::message)
                .containsExactly(
                        tuple(
                                "setups[0].actions[0].parameters.Secret",
                                "the published environment declares no secret \"missing\""),
                        tuple(
                                "setups[0].actions[1].parameters.Certificate",
                                "the published environment declares no certificate or certificate chain \"Signing\""),
                        tuple(
                                "setups[0].actions[2].parameters.Secret",
                                "the published environment declares no secret \"gone\""));
        assertThat(fixture.features
                        .find(fixture.caller, version.feature(), 1)
                        .orThrow()
                        .status())
                .isEqualTo(FeatureVersion.Status.COMPLETED);
    }

    @Test
    void takeAVersionWhoseSecretsAreDeclared() {
        FeatureVersion version =
                completed(action("Declared", "Secret", ParameterValue.literal(EnvironmentBuilder.STORAGE_SECRET)));

        fixture.deployments
                .deploy(fixture.caller, version.feature(), 1, environment().id(), NOW)
                .orThrow();
    }

    @Test
    void needEveryNumberSequenceThatTheVersionNames() {
        FeatureVersion version = completed(action("Draw", "Sequence", ParameterValue.literal("Counter")));
        ServiceEnvironment environment = environment();

        Refusal refusal = refused(
                fixture.deployments.deploy(fixture.caller, version.feature(), 1, environment.id(), NOW),
                Refusal.Kind.INVALID);

        assertThat(refusal.findings())
                .extracting(Finding::field, Finding::message)
                .containsExactly(tuple(
                        "setups[0].actions[0].parameters.Sequence",
                        "the environment has no number sequence \"Counter\" for the feature"));
        NumberSequence counter = fixture.sequences
                .create(
                        fixture.caller,
                        environment.id(),
                        Optional.of(version.feature()),
                        new NumberSequenceEdit("Counter", "", true, Optional.empty()))
                .orThrow();
        Deployment deployment = fixture.deployments
                .deploy(fixture.caller, version.feature(), 1, environment.id(), NOW)
                .orThrow();

        for (Result<NumberSequence> taken : List.of(
                fixture.sequences.delete(fixture.caller, environment.id(), counter.id(), 1),
                fixture.sequences.edit(fixture.caller, environment.id(), counter.id(), 1, sequence("Counter", false)),
                fixture.sequences.edit(fixture.caller, environment.id(), counter.id(), 1, sequence("Other", true)))) {
            assertThat(refused(taken, Refusal.Kind.CONFLICT).findings())
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.message())
                            .contains("is deployed, and action ", " of setup \"Issue\" draws from \"Counter\""));
        }
        fixture.deployments
                .cancel(fixture.caller, environment.id(), deployment.id())
                .orThrow();
        fixture.sequences
                .delete(fixture.caller, environment.id(), counter.id(), 1)
                .orThrow();
    }

    @Test
    void needNotTheEnvironmentsSequenceIfTheFeatureHasItsOwn() {
        FeatureVersion version = completed(action("Draw", "Sequence", ParameterValue.literal("Counter")));
        ServiceEnvironment environment = environment();
        NumberSequence general = fixture.sequences
                .create(fixture.caller, environment.id(), Optional.empty(), sequence("Counter", true))
                .orThrow();
        fixture.deployments
                .deploy(fixture.caller, version.feature(), 1, environment.id(), NOW)
                .orThrow();
        refused(fixture.sequences.delete(fixture.caller, environment.id(), general.id(), 1), Refusal.Kind.CONFLICT);

        fixture.sequences
                .create(fixture.caller, environment.id(), Optional.of(version.feature()), sequence("Counter", true))
                .orThrow();

        fixture.sequences
                .delete(fixture.caller, environment.id(), general.id(), 1)
                .orThrow();
    }

    private static NumberSequenceEdit sequence(String name, boolean inUse) {
        return new NumberSequenceEdit(name, "", inUse, Optional.empty());
    }

    private FeatureVersion completed(Action... actions) {
        FeatureVersion draft =
                fixture.features.create(fixture.caller, "Signing").orThrow();
        FeatureSetup setup = new FeatureSetup(
                "Issue",
                FeatureSetup.Type.PROCESSING_PIPELINE,
                ApplicabilityRule.equal("Country", "DE"),
                List.of(
                        variable("Constant", Variable.Kind.CONSTANT, Optional.of("gone")),
                        variable("Sent", Variable.Kind.FROM_CLIENT, Optional.empty())),
                List.of(actions));
        FeatureContent content = new FeatureContent(
                "", List.of(new FeatureParameter("Shared", "Signing", "")), List.of(setup), List.of(), List.of());
        fixture.features
                .edit(fixture.caller, draft.feature(), 1, 1, content, NOW)
                .orThrow();
        return fixture.features.complete(fixture.caller, draft.feature(), 1, 2).orThrow();
    }

    private ServiceEnvironment environment() {
        ServiceEnvironment environment = anEnvironment()
                .of(fixture.caller.tenant())
                .createdBy(fixture.caller.principal())
                .published()
                .build();
        fixture.store.environments().save(environment, aStamp("environment.publish"));
        return environment;
    }

    private static Action action(String name, String parameter, ParameterValue value) {
        return Action.of(name, "Step", Map.of("Text", ParameterValue.literal("x"), parameter, value));
    }

    private static Variable variable(String name, Variable.Kind kind, Optional<String> value) {
        return new Variable(name, "", kind, DataType.STRING, value, Optional.empty());
    }
}
