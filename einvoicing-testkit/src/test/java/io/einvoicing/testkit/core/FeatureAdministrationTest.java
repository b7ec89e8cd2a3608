package io.einvoicing.testkit.core;

import static io.einvoicing.testkit.core.Results.refused;
import static io.einvoicing.testkit.data.FeatureVersionBuilder.aSetup;
import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aCaller;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.anEnvironment;
import static io.einvoicing.testkit.data.TestData.serviceParameters;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.activation.ServiceParameters;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ActionDescription;
import io.einvoicing.feature.ApplicabilityRule;
import io.einvoicing.feature.ConfigurationProviders;
import io.einvoicing.feature.ContentChange;
import io.einvoicing.feature.DataType;
import io.einvoicing.feature.Deployment;
import io.einvoicing.feature.Feature;
import io.einvoicing.feature.FeatureAdministration;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.FeatureDeployments;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FeatureOverview;
import io.einvoicing.feature.FeatureParameter;
import io.einvoicing.feature.FeatureSetup;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.FormatConfiguration;
import io.einvoicing.feature.ParameterDescription;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.feature.ProviderId;
import io.einvoicing.feature.RetryPolicy;
import io.einvoicing.feature.Variable;
import io.einvoicing.flow.ActionContext;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.flow.ActionTypes;
import io.einvoicing.flow.RepeatableActionType;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import io.einvoicing.kernel.StoreUnavailableException;
import io.einvoicing.testkit.data.SequentialIdentifiers;
import io.einvoicing.testkit.data.TestClock;
import io.einvoicing.testkit.memory.InMemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FeatureAdministrationTest {
    private static final Instant LATER = NOW.plusSeconds(3_600);

    private final InMemoryStore store = new InMemoryStore();
    private final TestClock clock = new TestClock();
    private final SampleType sample = new SampleType();
    private final ActionTypes types = new ActionTypes(List.of(sample));
    private final SequentialIdentifiers identifiers = new SequentialIdentifiers();
    private final ConfigurationProviders providers =
            new ConfigurationProviders(store.providers(), store.tenants(), identifiers, clock);
    private final FeatureAdministration administration =
            new FeatureAdministration(store.features(), providers, types, identifiers, clock);
    private final FeatureDeployments deployments = new FeatureDeployments(
            new FeatureDeployments.Ports(
                    store.features(), store.environments(), store.numberSequences(), store.serviceParameters()),
            providers,
            types,
            identifiers,
            clock);
    private final Caller caller = aCaller().withRoles(Role.CONFIGURE).build();

    @BeforeEach
    void nameTheService() {
        store.serviceParameters().given(serviceParameters(caller.tenant()));
    }

    @Nested
    class Versions {
        @Test
        void beginWithAnEmptyDraft() {
            FeatureVersion first = administration.create(caller, "Peppol").orThrow();

            assertThat(first.number()).isEqualTo(1);
            assertThat(first.status()).isEqualTo(FeatureVersion.Status.DRAFT);
            assertThat(first.content()).isEqualTo(FeatureContent.EMPTY);
            assertThat(first.effectiveFrom()).isEqualTo(NOW);
            assertThat(administration.list(caller).orThrow())
                    .extracting(FeatureOverview::feature)
                    .containsExactly(new Feature(
                            caller.tenant(),
                            first.feature(),
                            "Peppol",
                            ProviderId.first(caller.tenant()),
                            Optional.empty(),
                            1));
            assertThat(administration.versions(caller, first.feature()).orThrow())
                    .containsExactly(first);
        }

        @Test
        void goFromDraftOverCompletedToPublished() {
            FeatureVersion draft = edited(valid());
            assertThat(draft.status()).isEqualTo(FeatureVersion.Status.DRAFT);

            FeatureVersion completed =
                    administration.complete(caller, draft.feature(), 1, 2).orThrow();
            assertThat(completed.status()).isEqualTo(FeatureVersion.Status.COMPLETED);

            deployments
                    .deploy(caller, draft.feature(), 1, environment().id(), NOW)
                    .orThrow();
            FeatureVersion published =
                    administration.find(caller, draft.feature(), 1).orThrow();
            assertThat(published.status()).isEqualTo(FeatureVersion.Status.PUBLISHED);
            assertThat(published.content()).isEqualTo(valid());
            assertThat(store.auditTrail().newest(caller.tenant(), 10))
                    .extracting(entry -> entry.stamp().operation())
                    .startsWith("feature.deploy")
                    .endsWith("feature.complete", "feature.edit", "feature.create", "provider.create");
        }

        @Test
        void areNotDeployedBeforeTheServiceParametersAreSet() {
            FeatureVersion completed = completed();
            ServiceEnvironment environment = environment();
            store.serviceParameters().given(ServiceParameters.unset(caller.tenant()));

            Refusal refusal = refused(
                    deployments.deploy(caller, completed.feature(), 1, environment.id(), NOW),
                    Refusal.Kind.SERVICE_PARAMETERS_MISSING);

            assertThat(refusal.findings()).extracting(Finding::field).containsExactly("geography", "endpoint");
            assertThat(deployments.of(caller, environment.id()).orThrow()).isEmpty();
            assertThat(administration.find(caller, completed.feature(), 1).orThrow())
                    .isEqualTo(completed);
        }

        @Test
        void cannotBeChangedOnceTheyAreFrozen() {
            FeatureVersion completed = completed();
            refuseChanges(completed);

            deployments
                    .deploy(caller, completed.feature(), 1, environment().id(), NOW)
                    .orThrow();
            refuseChanges(administration.find(caller, completed.feature(), 1).orThrow());
        }

        private void refuseChanges(FeatureVersion frozen) {
            Refusal refusal = refused(
                    administration.edit(caller, frozen.feature(), 1, frozen.revision(), FeatureContent.EMPTY, NOW),
                    Refusal.Kind.CONFLICT);
            assertThat(refusal.message()).contains("create a new version");
            refused(administration.complete(caller, frozen.feature(), 1, frozen.revision()), Refusal.Kind.CONFLICT);
            assertThat(administration.find(caller, frozen.feature(), 1).orThrow())
                    .isEqualTo(frozen);
        }

        @Test
        void areFollowedByADraftWithTheSameContent() {
            FeatureVersion completed = completed();

            FeatureVersion next =
                    administration.newVersion(caller, completed.feature()).orThrow();

            assertThat(next.number()).isEqualTo(2);
            assertThat(next.status()).isEqualTo(FeatureVersion.Status.DRAFT);
            assertThat(next.content()).isEqualTo(valid());
            assertThat(administration.versions(caller, completed.feature()).orThrow())
                    .containsExactly(completed, next);
        }

        @Test
        void haveOneDraftAtATime() {
            FeatureVersion completed = completed();
            FeatureVersion draft =
                    administration.newVersion(caller, completed.feature()).orThrow();

            Refusal refusal = refused(administration.newVersion(caller, completed.feature()), Refusal.Kind.CONFLICT);

            assertThat(refusal.message()).contains("version 2", "draft already", "complete or delete it");
            assertThat(refused(administration.newVersion(caller, completed.feature(), 9), Refusal.Kind.CONFLICT))
                    .isEqualTo(refusal);
            assertThat(administration.deleteDraft(caller, draft.feature(), 2).orThrow())
                    .isEqualTo(draft);
            assertThat(administration.versions(caller, draft.feature()).orThrow())
                    .containsExactly(completed);
            administration.newVersion(caller, completed.feature()).orThrow();
        }

        @Test
        void areContinuedFromAnOlderOne() {
            FeatureVersion first = completed();
            FeatureVersion second =
                    administration.newVersion(caller, first.feature()).orThrow();
            FeatureContent other = pipeline(action("Other", valid("7")));
            FeatureVersion edited = administration
                    .edit(caller, first.feature(), 2, second.revision(), other, NOW)
                    .orThrow();
            administration
                    .complete(caller, first.feature(), 2, edited.revision())
                    .orThrow();
            refused(administration.newVersion(caller, first.feature(), 9), Refusal.Kind.NOT_FOUND);

            FeatureVersion third =
                    administration.newVersion(caller, first.feature(), 1).orThrow();

            assertThat(third.number()).isEqualTo(3);
            assertThat(third.content().setups()).isEqualTo(first.content().setups());
            assertThat(administration.differences(caller, first.feature(), 1, 2).orThrow())
                    .extracting(ContentChange::path)
                    .containsExactly(
                            "setups[Invoices].actions[Step].type",
                            "setups[Invoices].actions[Step].parameters[Number]",
                            "setups[Invoices].actions[Other].type",
                            "setups[Invoices].actions[Other].parameters[Number]");
            assertThat(administration.differences(caller, first.feature(), 1, 3).orThrow())
                    .isEmpty();
            refused(administration.differences(caller, first.feature(), 1, 9), Refusal.Kind.NOT_FOUND);
        }

        @Test
        void numberTheirFormatsOnWhenTheTextChanges() {
            FeatureVersion first = completed();
            administration.newVersion(caller, first.feature()).orThrow();
            FeatureContent changed = new FeatureContent(
                    "",
                    valid().setups(),
                    List.of(new FormatConfiguration("UBL", "<other/>"), new FormatConfiguration("New", "<new/>")));

            FeatureVersion edited = administration
                    .edit(caller, first.feature(), 2, 1, changed, NOW)
                    .orThrow();
            FeatureVersion back = administration
                    .edit(caller, first.feature(), 2, 2, valid(), NOW)
                    .orThrow();

            assertThat(edited.content().formatConfigurations())
                    .extracting(FormatConfiguration::version)
                    .containsExactly(2, 1);
            assertThat(back.content()).isEqualTo(valid());
        }

        @Test
        void takeCopiesOfSetups() {
            FeatureVersion draft = edited(valid());
            FeatureVersion other = completed();

            FeatureVersion copied = administration
                    .copySetup(caller, draft.feature(), 1, 2, "Copy", draft.feature(), 1, "Invoices")
                    .orThrow();
            FeatureVersion again = administration
                    .copySetup(caller, draft.feature(), 1, 3, "Far copy", other.feature(), 1, "Invoices")
                    .orThrow();

            assertThat(copied.revision()).isEqualTo(3);
            assertThat(again.content().setups())
                    .extracting(FeatureSetup::name)
                    .containsExactly("Invoices", "Copy", "Far copy");
            assertThat(again.content().setups().get(2).actions())
                    .isEqualTo(other.content().setups().get(0).actions());
            refused(
                    administration.copySetup(caller, draft.feature(), 1, 4, "Copy", draft.feature(), 1, "Invoices"),
                    Refusal.Kind.DUPLICATE);
            refused(
                    administration.copySetup(caller, draft.feature(), 1, 4, "X", draft.feature(), 1, "Missing"),
                    Refusal.Kind.NOT_FOUND);
            refused(
                    administration.copySetup(caller, draft.feature(), 1, 3, "X", draft.feature(), 1, "Invoices"),
                    Refusal.Kind.STALE);
            refused(
                    administration.copySetup(caller, other.feature(), 1, 3, "X", other.feature(), 1, "Invoices"),
                    Refusal.Kind.CONFLICT);
        }

        @Test
        void areDeletedAsDraftsOnlyAndNeverTheLastOne() {
            FeatureVersion completed = completed();
            FeatureVersion only = administration.create(caller, "Only").orThrow();

            refused(administration.deleteDraft(caller, completed.feature(), 1), Refusal.Kind.CONFLICT);
            refused(administration.deleteDraft(caller, only.feature(), 1), Refusal.Kind.CONFLICT);
            refused(administration.deleteDraft(caller, only.feature(), 2), Refusal.Kind.NOT_FOUND);
            refused(administration.deleteDraft(aCaller().build(), only.feature(), 1), Refusal.Kind.NOT_FOUND);
        }

        @Test
        void areDeletedWithTheirFeatureUnlessItIsInUse() {
            FeatureVersion version = completed();
            EnvironmentId environment = environment().id();
            Deployment future = deployments
                    .deploy(caller, version.feature(), 1, environment, LATER)
                    .orThrow();

            Refusal refusal = refused(administration.delete(caller, version.feature()), Refusal.Kind.CONFLICT);
            assertThat(refusal.findings()).hasSize(1);
            assertThat(refusal.findings().get(0).message()).contains(environment.toString(), LATER.toString());
            assertThat(refusal.findings().get(0).remedy()).contains(future.id().toString());

            deployments.cancel(caller, environment, future.id()).orThrow();
            administration.delete(caller, version.feature()).orThrow();
            refused(administration.find(caller, version.feature(), 1), Refusal.Kind.NOT_FOUND);
            refused(administration.delete(caller, version.feature()), Refusal.Kind.NOT_FOUND);
            assertThat(administration.list(caller).orThrow()).isEmpty();
        }

        @Test
        void areRefusedWhenSomebodyElseChangedThemMeanwhile() {
            FeatureVersion edited = edited(valid());
            FeatureId feature = edited.feature();

            refused(administration.edit(caller, feature, 1, 1, FeatureContent.EMPTY, NOW), Refusal.Kind.STALE);
            refused(administration.complete(caller, feature, 1, 3), Refusal.Kind.STALE);
            assertThat(administration.find(caller, feature, 1).orThrow()).isEqualTo(edited);
        }

        @Test
        void refuseAFeatureNameThatIsTaken() {
            administration.create(caller, "Peppol").orThrow();

            refused(administration.create(caller, "Peppol"), Refusal.Kind.DUPLICATE);
            assertThat(administration.list(caller).orThrow()).hasSize(1);
        }

        @Test
        void areNotFoundInAnotherTenant() {
            FeatureVersion version = completed();
            Caller stranger = aCaller().build();

            refused(administration.find(stranger, version.feature(), 1), Refusal.Kind.NOT_FOUND);
            refused(administration.versions(stranger, version.feature()), Refusal.Kind.NOT_FOUND);
            refused(administration.newVersion(stranger, version.feature()), Refusal.Kind.NOT_FOUND);
            refused(administration.validate(stranger, version.feature(), 1), Refusal.Kind.NOT_FOUND);
            refused(
                    deployments.deploy(
                            stranger, version.feature(), 1, environment().id(), NOW),
                    Refusal.Kind.NOT_FOUND);
            assertThat(administration.list(stranger).orThrow()).isEmpty();
            refused(administration.find(caller, version.feature(), 2), Refusal.Kind.NOT_FOUND);
        }

        @ParameterizedTest
        @EnumSource(names = "CONFIGURE", mode = EnumSource.Mode.EXCLUDE)
        void needTheRoleConfigure(Role other) {
            FeatureVersion version = completed();
            FeatureId feature = version.feature();
            EnvironmentId environment = environment().id();
            Caller clerk = aCaller()
                    .of(caller.tenant())
                    .principal(caller.principal())
                    .withRoles(other)
                    .build();

            List<Result<?>> answers = List.of(
                    administration.create(clerk, "Other"),
                    administration.list(clerk),
                    administration.find(clerk, feature, 1),
                    administration.versions(clerk, feature),
                    administration.newVersion(clerk, feature),
                    administration.edit(clerk, feature, 1, version.revision(), FeatureContent.EMPTY, NOW),
                    administration.validate(clerk, feature, 1),
                    administration.complete(clerk, feature, 1, version.revision()),
                    deployments.deploy(clerk, feature, 1, environment, NOW),
                    deployments.of(clerk, environment),
                    deployments.cancel(clerk, environment, new UUID(1, 1)));

            assertThat(answers).allSatisfy(answer -> refused(answer, Refusal.Kind.FORBIDDEN));
        }

        @Test
        void passAnOutageOfTheStoreOn() {
            store.outage().begin();

            assertThatThrownBy(() -> administration.create(caller, "Peppol"))
                    .isInstanceOf(StoreUnavailableException.class);
        }
    }

    @Nested
    class Validation {
        @Test
        void findsNothingWrongWithAValidVersion() {
            assertThat(validate(valid())).isEmpty();
        }

        @Test
        void findsAVersionWithoutSetups() {
            assertThat(only(validate(FeatureContent.EMPTY)))
                    .isEqualTo(Finding.error("setups", "the version has no feature setup", "add at least one setup"));
        }

        @Test
        void warnsOfASetupThatAppliesToEveryDocument() {
            FeatureContent content = content(aSetup("All", ApplicabilityRule.all(), action("Step", valid("5"))));

            Finding finding = only(validate(content));

            assertThat(finding.severity()).isEqualTo(Finding.Severity.WARNING);
            assertThat(finding.field()).isEqualTo("setups[0].applicability");
            FeatureVersion edited = edited(content);
            assertThat(administration.complete(caller, edited.feature(), 1, 2)).isInstanceOf(Result.Accepted.class);
        }

        @Test
        void findsARuleThatIsTooLarge() {
            List<ApplicabilityRule> clauses = new ArrayList<>();
            for (int i = 0; i < 257; i++) {
                clauses.add(ApplicabilityRule.equal("f" + i, "x"));
            }
            Finding finding = only(
                    validate(content(aSetup("Large", new ApplicabilityRule.Any(clauses), action("Step", valid("5"))))));

            assertThat(finding.field()).isEqualTo("setups[0].applicability");
            assertThat(finding.message()).contains("256");
        }

        @Test
        void findsAPipelineWithoutActionsAndAChannelWithSome() {
            FeatureContent content = content(
                    new FeatureSetup("Pipeline", FeatureSetup.Type.PROCESSING_PIPELINE, rule(), List.of(), List.of()),
                    new FeatureSetup(
                            "Channel",
                            FeatureSetup.Type.IMPORT_CHANNEL,
                            rule(),
                            List.of(),
                            List.of(action("Step", valid("5")))),
                    new FeatureSetup("Fine", FeatureSetup.Type.IMPORT_CHANNEL, rule(), List.of(), List.of()));

            assertThat(validate(content))
                    .extracting(Finding::field, Finding::message)
                    .containsExactly(
                            tuple("setups[0].actions", "setup \"Pipeline\" has no action"),
                            tuple("setups[1].actions", "setup \"Channel\" is a channel, which has no actions"));
        }

        @Test
        void findsTwoActionsThatExportResults() {
            Finding finding = only(validate(pipeline(
                    action("One", valid("5")).exportingResults(),
                    action("Two", valid("5")).exportingResults())));

            assertThat(finding.field()).isEqualTo("setups[0].actions");
            assertThat(finding.message()).contains("exports results");
        }

        @Test
        void findsAnUnknownActionTypeAndNamesTheKnownOnes() {
            Finding finding = only(validate(pipeline(Action.of("Step", "Teleport", Map.of()))));

            assertThat(finding.field()).isEqualTo("setups[0].actions[0].type");
            assertThat(finding.remedy()).isEqualTo("use one of: Sample");
        }

        @Test
        void findsMissingAndUnknownParameters() {
            assertThat(validate(pipeline(action("Step", Map.of("Nonsense", ParameterValue.literal("x"))))))
                    .extracting(Finding::field)
                    .containsExactly(
                            "setups[0].actions[0].parameters.Number", "setups[0].actions[0].parameters.Nonsense");
        }

        @ParameterizedTest
        @CsvSource({
            "Number,  abc,            no number",
            "Number,  '1,5',          no number",
            "Flag,    yes,            must be true or false",
            "Wait,    10 s,           no duration",
            "Wait,    PT-1S,          must not be negative",
            "Address, /relative,      must be an address such as",
            "Address, 'http://a b',   must be an address such as",
            "Choice,  C,              not allowed",
            "Format,  Missing,        no format configuration",
            "Input,   file.xml,       cannot be written as text"
        })
        void findsALiteralThatDoesNotFitItsParameter(String parameter, String text, String message) {
            Finding finding = only(validate(pipeline(action("Step", valid("5", parameter, text)))));

            assertThat(finding.severity()).isEqualTo(Finding.Severity.ERROR);
            assertThat(finding.field()).isEqualTo("setups[0].actions[0].parameters." + parameter);
            assertThat(finding.message()).contains(message);
            assertThat(finding.remedy()).isNotBlank();
        }

        @ParameterizedTest
        @CsvSource({
            "Number,  -1.50",
            "Flag,    false",
            "Wait,    PT1M30S",
            "Address, https://authority.example/path",
            "Choice,  A",
            "Format,  UBL"
        })
        void acceptsALiteralThatFitsItsParameter(String parameter, String text) {
            assertThat(validate(pipeline(action("Step", valid("5", parameter, text)))))
                    .isEmpty();
        }

        @Test
        void findsAVariableThatAnActionCannotRead() {
            FeatureSetup setup = new FeatureSetup(
                    "S",
                    FeatureSetup.Type.PROCESSING_PIPELINE,
                    rule(),
                    List.of(
                            new Variable(
                                    "Constant",
                                    "",
                                    Variable.Kind.CONSTANT,
                                    DataType.NUMBER,
                                    Optional.of("5"),
                                    Optional.empty()),
                            toClient("Step", "value")),
                    List.of(
                            action("Step", Map.of("Number", ParameterValue.variable("Constant"))),
                            action("Unknown", Map.of("Number", ParameterValue.variable("Missing"))),
                            action("Wrong way", Map.of("Number", ParameterValue.variable("Result")))));

            assertThat(validate(content(setup)))
                    .extracting(Finding::field)
                    .containsExactly(
                            "setups[0].actions[1].parameters.Number", "setups[0].actions[2].parameters.Number");
        }

        @Test
        void checksWhatAnActionReadsFromAParameterOfTheFeatureOrAConstant() {
            FeatureSetup setup = new FeatureSetup(
                    "S",
                    FeatureSetup.Type.PROCESSING_PIPELINE,
                    rule(),
                    List.of(new Variable(
                            "Word",
                            "",
                            Variable.Kind.CONSTANT,
                            DataType.STRING,
                            Optional.of("five"),
                            Optional.empty())),
                    List.of(
                            action("Fine", Map.of("Number", ParameterValue.variable("Five"))),
                            action("No number", Map.of("Number", ParameterValue.variable("Url"))),
                            action("No constant number", Map.of("Number", ParameterValue.variable("Word")))));
            FeatureContent content = new FeatureContent(
                    "",
                    List.of(
                            new FeatureParameter("Five", "5", ""),
                            new FeatureParameter("Url", "https://authority.example", "")),
                    List.of(setup),
                    List.of(),
                    List.of());

            assertThat(validate(content))
                    .extracting(Finding::field, Finding::message)
                    .containsExactly(
                            tuple(
                                    "setups[0].actions[1].parameters.Number",
                                    "\"https://authority.example\" is no number"),
                            tuple("setups[0].actions[2].parameters.Number", "\"five\" is no number"));
        }

        @Test
        void findsAFileWhereAValueIsNeededAndAValueWhereAFileIs() {
            FeatureSetup setup = new FeatureSetup(
                    "S",
                    FeatureSetup.Type.PROCESSING_PIPELINE,
                    rule(),
                    List.of(new Variable(
                            "Text",
                            "",
                            Variable.Kind.FROM_CLIENT,
                            DataType.STRING,
                            Optional.empty(),
                            Optional.empty())),
                    List.of(
                            action("File", Map.of("Number", ParameterValue.variable(Variable.BUSINESS_DOCUMENT))),
                            action(
                                    "Value",
                                    Map.of(
                                            "Number",
                                            ParameterValue.literal("5"),
                                            "Input",
                                            ParameterValue.variable("Text"))),
                            action(
                                    "Fine",
                                    Map.of(
                                            "Number",
                                            ParameterValue.literal("5"),
                                            "Input",
                                            ParameterValue.variable(Variable.BUSINESS_DOCUMENT)))));

            assertThat(validate(content(setup)))
                    .extracting(Finding::field)
                    .containsExactly("setups[0].actions[0].parameters.Number", "setups[0].actions[1].parameters.Input");
        }

        @Test
        void findsAnOutputThatNoEarlierActionLeaves() {
            FeatureContent content = pipeline(
                    action("First", Map.of("Number", ParameterValue.output("Second", "value"))),
                    action("Second", Map.of("Number", ParameterValue.output("Second", "value"))),
                    action("Third", Map.of("Number", ParameterValue.output("First", "nonsense"))),
                    action("Fourth", Map.of("Number", ParameterValue.output("First", "value"))));

            assertThat(validate(content))
                    .extracting(Finding::field, Finding::message)
                    .containsExactly(
                            tuple("setups[0].actions[0].parameters.Number", "there is no earlier action \"Second\""),
                            tuple("setups[0].actions[1].parameters.Number", "there is no earlier action \"Second\""),
                            tuple(
                                    "setups[0].actions[2].parameters.Number",
                                    "action \"First\" has no output \"nonsense\""));
        }

        @Test
        void findsAVariableWhoseSourceDoesNotExist() {
            FeatureSetup setup = new FeatureSetup(
                    "S",
                    FeatureSetup.Type.PROCESSING_PIPELINE,
                    rule(),
                    List.of(toClient("Missing", "value")),
                    List.of(action("Step", valid("5"))));

            assertThat(only(validate(content(setup))).field()).isEqualTo("setups[0].variables[0].source");
        }

        @Test
        void findsARetryThatStartsAgainAtALaterOrUnknownAction() {
            RetryPolicy later = restartingAt("Second");
            assertThat(only(validate(pipeline(
                                    action("First", valid("5")).withRetry(later), action("Second", valid("5")))))
                            .field())
                    .isEqualTo("setups[0].actions[0].retry.restartFrom");
            assertThat(validate(pipeline(
                            action("First", valid("5")),
                            action("Second", valid("5")).withRetry(later))))
                    .isEmpty();
            assertThat(validate(pipeline(action("First", valid("5")).withRetry(restartingAt("Missing")))))
                    .hasSize(1);
        }

        @Test
        void asksTheActionTypeOnceEverythingElseIsFine() {
            assertThat(only(validate(pipeline(action("Step", valid("13"))))))
                    .isEqualTo(Finding.error("setups[0].actions[0].number", "13 brings bad luck", "use 12"));
        }

        @Test
        void findsEverythingAtOnceAndRefusesToComplete() {
            FeatureVersion edited = edited(content(
                    aSetup("One", rule(), Action.of("Step", "Teleport", Map.of())),
                    aSetup("Two", rule(), action("Step", Map.of()))));

            Refusal refusal = refused(administration.complete(caller, edited.feature(), 1, 2), Refusal.Kind.INVALID);

            assertThat(refusal.findings())
                    .extracting(Finding::field)
                    .containsExactly(
                            "setups[0].actions[0].type",
                            "setups[1].actions[0].parameters.Number",
                            "setups[1].applicability");
            assertThat(administration.find(caller, edited.feature(), 1).orThrow())
                    .isEqualTo(edited);
        }

        private List<Finding> validate(FeatureContent content) {
            return administration.validate(caller, edited(content).feature(), 1).orThrow();
        }

        private Finding only(List<Finding> findings) {
            assertThat(findings).hasSize(1);
            return findings.get(0);
        }

        private RetryPolicy restartingAt(String action) {
            Duration second = Duration.ofSeconds(1);
            return new RetryPolicy(Optional.of(action), 1, second, second, second, Optional.empty());
        }

        private Variable toClient(String action, String output) {
            return new Variable(
                    "Result",
                    "",
                    Variable.Kind.TO_CLIENT,
                    DataType.STRING,
                    Optional.empty(),
                    Optional.of(new ParameterValue.FromAction(action, output)));
        }
    }

    @Nested
    class Deploying {
        @Test
        void makesAVersionServeFromTheLaterOfBothInstants() {
            FeatureVersion version = completed();
            EnvironmentId environment = environment().id();

            Deployment now = deployments
                    .deploy(caller, version.feature(), 1, environment, NOW.minusSeconds(60))
                    .orThrow();
            Deployment later = deployments
                    .deploy(caller, version.feature(), 1, environment, LATER)
                    .orThrow();

            assertThat(now.effectiveFrom()).isEqualTo(version.effectiveFrom());
            assertThat(now.deployedAt()).isEqualTo(NOW);
            assertThat(now.deployedBy()).isEqualTo(caller.principal());
            assertThat(later.effectiveFrom()).isEqualTo(LATER);
            assertThat(deployments.of(caller, environment).orThrow()).containsExactlyInAnyOrder(now, later);
        }

        @Test
        void warmsWhatTheActionsNeed() {
            FeatureVersion version = completed();
            assertThat(sample.prepared).isEmpty();

            deployments
                    .deploy(caller, version.feature(), 1, environment().id(), NOW)
                    .orThrow();

            assertThat(sample.prepared).containsExactly("Step");
        }

        @Test
        void refusesADraft() {
            FeatureVersion draft = edited(valid());
            EnvironmentId environment = environment().id();

            Refusal refusal =
                    refused(deployments.deploy(caller, draft.feature(), 1, environment, NOW), Refusal.Kind.CONFLICT);

            assertThat(refusal.message()).contains("complete it");
            assertThat(deployments.of(caller, environment).orThrow()).isEmpty();
        }

        @Test
        void refusesAnEnvironmentThatIsUnknownOrNotPublished() {
            FeatureVersion version = completed();
            ServiceEnvironment unpublished = anEnvironment()
                    .of(caller.tenant())
                    .named("Unpublished")
                    .createdBy(caller.principal())
                    .build();
            store.environments().save(unpublished, aStamp("environment.create"));

            refused(
                    deployments.deploy(caller, version.feature(), 1, new EnvironmentId(new UUID(9, 9)), NOW),
                    Refusal.Kind.NOT_FOUND);
            Refusal refusal = refused(
                    deployments.deploy(caller, version.feature(), 1, unpublished.id(), NOW), Refusal.Kind.CONFLICT);
            assertThat(refusal.message()).contains("publish it");
        }

        @Test
        void needsTheEnvironmentsPermissionUnlessItsCreatorDeploys() {
            FeatureVersion version = completed();
            Caller listed = aCaller().of(caller.tenant()).build();
            Caller unlisted = aCaller().of(caller.tenant()).build();
            Caller application = aCaller().of(caller.tenant()).application().build();
            ServiceEnvironment environment = anEnvironment()
                    .of(caller.tenant())
                    .createdBy(caller.principal())
                    .listing(listed)
                    .listing(application)
                    .published()
                    .build();
            store.environments().save(environment, aStamp("environment.publish"));

            for (Caller refused : List.of(unlisted, application)) {
                Refusal refusal = refused(
                        deployments.deploy(refused, version.feature(), 1, environment.id(), NOW),
                        Refusal.Kind.FORBIDDEN);
                assertThat(refusal.message()).contains(refused.displayName()).contains("deploy");
            }
            for (Caller permitted : List.of(listed, caller)) {
                deployments
                        .deploy(permitted, version.feature(), 1, environment.id(), NOW)
                        .orThrow();
            }
        }

        @Test
        void isTakenBackOnceByCancelingTheDeployment() {
            FeatureVersion version = completed();
            EnvironmentId environment = environment().id();
            Deployment deployment = deployments
                    .deploy(caller, version.feature(), 1, environment, NOW)
                    .orThrow();
            clock.set(LATER);

            Deployment canceled =
                    deployments.cancel(caller, environment, deployment.id()).orThrow();
            clock.advance(Duration.ofSeconds(1));
            Deployment again =
                    deployments.cancel(caller, environment, deployment.id()).orThrow();

            assertThat(canceled).isEqualTo(deployment.cancel(LATER));
            assertThat(again).isEqualTo(canceled);
            assertThat(deployments.of(caller, environment).orThrow()).containsExactly(canceled);
            assertThat(administration
                            .find(caller, version.feature(), 1)
                            .orThrow()
                            .status())
                    .isEqualTo(FeatureVersion.Status.PUBLISHED);
        }

        @Test
        void tellsWhichVersionServesAtAnyInstant() {
            FeatureVersion version = completed();
            EnvironmentId environment = environment().id();
            Deployment now = deployments
                    .deploy(caller, version.feature(), 1, environment, NOW)
                    .orThrow();
            Deployment later = deployments
                    .deploy(caller, version.feature(), 1, environment, LATER)
                    .orThrow();

            assertThat(deployments
                            .serving(caller, environment, NOW.minusNanos(1))
                            .orThrow())
                    .isEmpty();
            assertThat(deployments.serving(caller, environment, NOW).orThrow()).containsExactly(now);
            assertThat(deployments.serving(caller, environment, LATER).orThrow())
                    .containsExactly(later);
            assertThat(deployments.of(caller, version.feature()).orThrow()).containsExactlyInAnyOrder(now, later);
            refused(deployments.serving(aCaller().build(), environment, NOW), Refusal.Kind.NOT_FOUND);
        }

        @Test
        void cannotBeTakenBackByAnybodyElse() {
            FeatureVersion version = completed();
            EnvironmentId environment = environment().id();
            Deployment deployment = deployments
                    .deploy(caller, version.feature(), 1, environment, NOW)
                    .orThrow();
            Caller unlisted = aCaller().of(caller.tenant()).build();
            Caller stranger = aCaller().build();

            refused(deployments.cancel(unlisted, environment, deployment.id()), Refusal.Kind.FORBIDDEN);
            refused(deployments.cancel(stranger, environment, deployment.id()), Refusal.Kind.NOT_FOUND);
            refused(deployments.cancel(caller, environment, new UUID(9, 9)), Refusal.Kind.NOT_FOUND);
            refused(deployments.of(stranger, environment), Refusal.Kind.NOT_FOUND);
        }
    }

    private FeatureVersion edited(FeatureContent content) {
        String name = "Feature " + administration.list(caller).orThrow().size();
        FeatureVersion first = administration.create(caller, name).orThrow();
        return administration.edit(caller, first.feature(), 1, 1, content, NOW).orThrow();
    }

    private FeatureVersion completed() {
        FeatureVersion edited = edited(valid());
        return administration.complete(caller, edited.feature(), 1, 2).orThrow();
    }

    private ServiceEnvironment environment() {
        ServiceEnvironment environment = anEnvironment()
                .of(caller.tenant())
                .createdBy(caller.principal())
                .published()
                .build();
        store.environments().save(environment, aStamp("environment.publish"));
        return environment;
    }

    private static FeatureContent valid() {
        return pipeline(action("Step", valid("5")));
    }

    private static FeatureContent pipeline(Action... actions) {
        return content(aSetup("Invoices", rule(), actions));
    }

    private static FeatureContent content(FeatureSetup... setups) {
        return new FeatureContent("", List.of(setups), List.of(new FormatConfiguration("UBL", "<xsl:stylesheet/>")));
    }

    private static ApplicabilityRule rule() {
        return ApplicabilityRule.equal("Country", "DE");
    }

    private static Action action(String name, Map<String, ParameterValue> parameters) {
        return Action.of(name, "Sample", parameters);
    }

    private static Map<String, ParameterValue> valid(String number) {
        return Map.of("Number", ParameterValue.literal(number));
    }

    private static Map<String, ParameterValue> valid(String number, String parameter, String text) {
        return parameter.equals("Number")
                ? valid(text)
                : Map.of("Number", ParameterValue.literal(number), parameter, ParameterValue.literal(text));
    }

    /** An action type with a parameter of every sort; it dislikes 13 and remembers what it was told to prepare. */
    private static final class SampleType implements RepeatableActionType {
        private final List<String> prepared = new ArrayList<>();

        @Override
        public ActionDescription description() {
            return new ActionDescription(
                    "Sample",
                    "Has a parameter of every sort.",
                    ActionDescription.Kind.REPEATABLE,
                    List.of(
                            ParameterDescription.mandatory("Number", ParameterDescription.Type.NUMBER, "Set a number."),
                            ParameterDescription.withDefault(
                                    "Flag", ParameterDescription.Type.BOOLEAN, "true", "Say yes or no."),
                            ParameterDescription.optional("Wait", ParameterDescription.Type.DURATION, "Set a time."),
                            ParameterDescription.optional("Address", ParameterDescription.Type.URL, "Set a URL."),
                            ParameterDescription.choice("Choice", "A", List.of("A", "B"), "Choose."),
                            ParameterDescription.optional(
                                    "Format", ParameterDescription.Type.FORMAT_CONFIGURATION, "Name a format."),
                            ParameterDescription.optional("Input", ParameterDescription.Type.FILE, "Name a file.")),
                    List.of("value"));
        }

        @Override
        public List<Finding> check(Action action, FeatureContent content) {
            return ParameterValue.literal("13").equals(action.parameters().get("Number"))
                    ? List.of(Finding.error("number", "13 brings bad luck", "use 12"))
                    : List.of();
        }

        @Override
        public void prepare(Action action, FeatureContent content) {
            prepared.add(action.name());
        }

        @Override
        public ActionOutcome execute(ActionContext context) {
            return ActionOutcome.completed();
        }
    }
}
