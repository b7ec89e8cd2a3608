package io.einvoicing.testkit.core;

import static io.einvoicing.testkit.data.FeatureVersionBuilder.aSetup;
import static io.einvoicing.testkit.data.TestData.aCaller;
import static io.einvoicing.testkit.data.TestData.serviceParameters;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ActionDescription;
import io.einvoicing.feature.ApplicabilityRule;
import io.einvoicing.feature.ConfigurationProviders;
import io.einvoicing.feature.DeployedObjectUses;
import io.einvoicing.feature.FeatureAdministration;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.FeatureDeployments;
import io.einvoicing.feature.FeatureDerivation;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FeatureReference;
import io.einvoicing.feature.FeatureSharing;
import io.einvoicing.feature.FeatureTransfer;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.ParameterDescription;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.flow.ActionContext;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.flow.ActionTypes;
import io.einvoicing.flow.RepeatableActionType;
import io.einvoicing.numbersequence.NumberSequences;
import io.einvoicing.testkit.data.SequentialIdentifiers;
import io.einvoicing.testkit.data.TestClock;
import io.einvoicing.testkit.memory.InMemoryStore;
import java.util.List;
import java.util.Map;

/** The use cases of features over one store in memory, with one action type that takes a text and names things. */
final class FeatureFixture {
    final InMemoryStore store = new InMemoryStore();
    final TestClock clock = new TestClock();
    final Caller caller = aCaller().withRoles(Role.CONFIGURE).build();
    private final ActionTypes types = new ActionTypes(List.of(new Step()));
    private final SequentialIdentifiers identifiers = new SequentialIdentifiers();
    final ConfigurationProviders providers =
            new ConfigurationProviders(store.providers(), store.tenants(), identifiers, clock);
    final FeatureAdministration features =
            new FeatureAdministration(store.features(), providers, types, identifiers, clock);
    final FeatureDeployments deployments = new FeatureDeployments(
            new FeatureDeployments.Ports(
                    store.features(), store.environments(), store.numberSequences(), store.serviceParameters()),
            providers,
            types,
            identifiers,
            clock);
    final NumberSequences sequences = new NumberSequences(
            store.numberSequences(),
            store.environments(),
            store.features(),
            new DeployedObjectUses(store.features(), types),
            identifiers,
            clock);
    final FeatureSharing sharing =
            new FeatureSharing(store.features(), store.featureShares(), store.tenants(), providers, clock);
    final FeatureDerivation derivation =
            new FeatureDerivation(store.features(), sharing, providers, identifiers, clock);
    final FeatureTransfer transfer = new FeatureTransfer(store.features(), providers, identifiers, clock);

    FeatureFixture() {
        store.serviceParameters().given(serviceParameters(caller.tenant()));
    }

    /** Returns a feature of which version 1 is completed, with one action of this text. */
    FeatureVersion completed(String name, String text) {
        return completed(caller, name, text);
    }

    FeatureVersion completed(Caller by, String name, String text) {
        FeatureVersion draft = features.create(by, name).orThrow();
        return completed(by, draft, content(text));
    }

    /** Returns the next version of a feature, completed with this content. */
    FeatureVersion next(FeatureId feature, FeatureContent content) {
        return completed(caller, features.newVersion(caller, feature).orThrow(), content);
    }

    private FeatureVersion completed(Caller by, FeatureVersion draft, FeatureContent content) {
        FeatureVersion edited = features.edit(
                        by, draft.feature(), draft.number(), draft.revision(), content, clock.instant())
                .orThrow();
        return features.complete(by, edited.feature(), edited.number(), edited.revision())
                .orThrow();
    }

    static FeatureContent content(String text) {
        return content(step("Step", text));
    }

    static FeatureContent content(Action... actions) {
        return new FeatureContent(
                "", List.of(aSetup("Issue", ApplicabilityRule.equal("Country", "DE"), actions)), List.of());
    }

    static Action step(String name, String text) {
        return Action.of(name, "Step", Map.of("Text", ParameterValue.literal(text)));
    }

    static FeatureReference reference(FeatureVersion version) {
        return new FeatureReference(version.tenant(), version.feature(), version.number());
    }

    private static final class Step implements RepeatableActionType {
        @Override
        public ActionDescription description() {
            return new ActionDescription(
                    "Step",
                    "Does nothing.",
                    ActionDescription.Kind.REPEATABLE,
                    List.of(
                            ParameterDescription.mandatory("Text", ParameterDescription.Type.TEXT, "Set a text."),
                            ParameterDescription.optional("Secret", ParameterDescription.Type.SECRET, "Name a secret."),
                            ParameterDescription.optional(
                                    "Certificate", ParameterDescription.Type.CERTIFICATE, "Name a certificate."),
                            ParameterDescription.optional(
                                    "Sequence", ParameterDescription.Type.NUMBER_SEQUENCE, "Name a number sequence.")),
                    List.of("Output"));
        }

        @Override
        public ActionOutcome execute(ActionContext context) {
            return ActionOutcome.completed();
        }
    }
}
