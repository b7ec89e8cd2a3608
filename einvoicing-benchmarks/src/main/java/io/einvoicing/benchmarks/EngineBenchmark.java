package io.einvoicing.benchmarks;

import io.einvoicing.access.Caller;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ActionDescription;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.ParameterDescription;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.feature.Variable;
import io.einvoicing.flow.ActionContext;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.flow.ActionOutput;
import io.einvoicing.flow.ActionTypes;
import io.einvoicing.flow.FlowEngine;
import io.einvoicing.flow.FlowPolicy;
import io.einvoicing.flow.OutsideEffectActionType;
import io.einvoicing.flow.RepeatableActionType;
import io.einvoicing.submission.BusinessDocumentKey;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.testkit.data.EnvironmentBuilder;
import io.einvoicing.testkit.data.TestData;
import io.einvoicing.testkit.memory.InMemoryDocumentStore;
import io.einvoicing.testkit.memory.InMemorySecretVault;
import io.einvoicing.testkit.memory.InMemoryStore;
import io.einvoicing.vault.Vaults;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * The flow engine alone, in one thread on in-memory adapters: six actions, five of them trivial and one with an outside effect, so a
 * stored request, both checkpoints, a stored response, the log and the counted completion.
 */
final class EngineBenchmark {
    private static final int FLOWS_IN_A_ROUND = 20_000;
    private static final int WARM_UP_ROUNDS = 30;
    private static final int ROUNDS = 31;

    private EngineBenchmark() {}

    /** Prints the median over rounds of 20,000 flows each, every round on a fresh store. */
    public static void main(String[] arguments) {
        double[] perSecond = new double[ROUNDS];
        for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
            double rate = round();
            if (round >= 0) {
                perSecond[round] = rate;
            }
            if (!List.of(arguments).contains("--json")) {
                System.out.printf(Locale.ROOT, "%s %,.0f flows/s%n", round < 0 ? "warm-up" : "round", rate);
            }
        }
        Arrays.sort(perSecond);
        System.out.printf(Locale.ROOT, "{\"flowsPerSecondPerCore\":%.0f}%n", perSecond[ROUNDS / 2]);
    }

    /** Runs one round and returns flows per second; submissions are made before the clock starts. */
    private static double round() {
        InMemoryStore store = new InMemoryStore();
        InMemorySecretVault vault = new InMemorySecretVault();
        vault.putSecret(EnvironmentBuilder.VAULT, EnvironmentBuilder.STORAGE_SECRET, "memory:benchmark");
        InMemoryDocumentStore documents = new InMemoryDocumentStore();
        Caller caller = TestData.aCaller().build();
        store.tenants().save(TestData.aTenant().id(caller.tenant()).build(), TestData.aStamp("tenant.create"));
        ServiceEnvironment environment =
                TestData.anEnvironment().of(caller.tenant()).published().build();
        store.environments().save(environment, TestData.aStamp("environment.publish"));
        FeatureVersion version = TestData.aFeatureVersion()
                .of(caller.tenant())
                .published()
                .withActions(
                        Action.of(
                                "Transform",
                                "Trivial",
                                Map.of("Input", ParameterValue.variable(Variable.BUSINESS_DOCUMENT))),
                        Action.of("Validate", "Trivial", Map.of()),
                        Action.of("Sign", "Trivial", Map.of()),
                        Action.of("Submit", "Call", Map.of()),
                        Action.of("Process response", "Trivial", Map.of()),
                        Action.of("Notify", "Trivial", Map.of()))
                .build();
        store.features().create(TestData.featureOf(version), version, TestData.aStamp("feature.create"));
        FlowEngine engine = new FlowEngine(
                new FlowEngine.Ports(
                        store.progress(),
                        store.completions(),
                        store.environments(),
                        store.features(),
                        documents,
                        new Vaults(
                                vault,
                                store.vaultAccesses(),
                                store.addressClaims(),
                                Vaults.STANDARD_CACHE_AGE,
                                UUID::randomUUID,
                                InstantSource.system()),
                        store.numberDraws(),
                        store.submissions(),
                        store.queue()),
                new ActionTypes(List.of(new Trivial(), new Call())),
                FlowPolicy.DEFAULT,
                InstantSource.system());
        SubmissionId[] submissions = new SubmissionId[FLOWS_IN_A_ROUND];
        for (int i = 0; i < FLOWS_IN_A_ROUND; i++) {
            Submission submission = TestData.aSubmission()
                    .to(environment)
                    .pinned(version)
                    .id(new SubmissionId(new UUID(0L, i)))
                    .submittedAt(Instant.EPOCH)
                    .document(new BusinessDocumentKey("ERP-1", "DEMF", "Customer invoice", "FTI-" + i))
                    .build();
            store.submissions().create(submission);
            submissions[i] = submission.id();
        }
        long start = System.nanoTime();
        for (SubmissionId submission : submissions) {
            if (engine.run(caller.tenant(), submission).orElseThrow() != SubmissionStatus.COMPLETED) {
                throw new IllegalStateException(
                        "flow did not complete: " + store.submissions().find(caller.tenant(), submission));
            }
        }
        return FLOWS_IN_A_ROUND / ((System.nanoTime() - start) / 1e9);
    }

    /** Does next to nothing, as an action that only looks something up. */
    private static final class Trivial implements RepeatableActionType {
        private static final ActionDescription DESCRIPTION = new ActionDescription(
                "Trivial",
                "Leaves a value.",
                ActionDescription.Kind.REPEATABLE,
                List.of(ParameterDescription.optional("Input", ParameterDescription.Type.FILE, "Not read.")),
                List.of("value"));

        @Override
        public ActionDescription description() {
            return DESCRIPTION;
        }

        @Override
        public ActionOutcome execute(ActionContext context) {
            return ActionOutcome.completed(new ActionOutput.Value("value", "42"));
        }
    }

    /** Sends nothing, but is treated as a call. */
    private static final class Call implements OutsideEffectActionType {
        private static final ActionDescription DESCRIPTION = new ActionDescription(
                "Call", "Calls nobody.", ActionDescription.Kind.OUTSIDE_EFFECT, List.of(), List.of("response"));
        private static final DocumentContent REQUEST = new DocumentContent(
                "application/xml", "<Invoice><ID>1</ID></Invoice>".getBytes(StandardCharsets.UTF_8));
        private static final DocumentContent RESPONSE =
                new DocumentContent("application/json", "{\"status\":\"ACCEPTED\"}".getBytes(StandardCharsets.UTF_8));

        @Override
        public ActionDescription description() {
            return DESCRIPTION;
        }

        @Override
        public DocumentContent request(ActionContext context) {
            return REQUEST;
        }

        @Override
        public Duration timeout(ActionContext context) {
            return Duration.ofSeconds(10);
        }

        @Override
        public ActionOutcome send(ActionContext context, DocumentContent request, String idempotencyKey) {
            return ActionOutcome.completed(new ActionOutput.File("response", RESPONSE));
        }

        @Override
        public Recovery recovery(ActionContext context) {
            return Recovery.REPEAT;
        }
    }
}
