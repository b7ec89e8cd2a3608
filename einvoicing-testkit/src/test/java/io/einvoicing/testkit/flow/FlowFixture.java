package io.einvoicing.testkit.flow;

import static io.einvoicing.testkit.data.TestData.aCaller;
import static io.einvoicing.testkit.data.TestData.aFeatureVersion;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.aTenant;
import static io.einvoicing.testkit.data.TestData.anEnvironment;
import static io.einvoicing.testkit.data.TestData.deployment;
import static io.einvoicing.testkit.data.TestData.featureOf;

import io.einvoicing.ElectronicInvoicing;
import io.einvoicing.access.Caller;
import io.einvoicing.document.Container;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ActionDescription;
import io.einvoicing.feature.ApplicabilityRule;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FeatureParameter;
import io.einvoicing.feature.FeatureSetup;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.FieldValue;
import io.einvoicing.feature.ParameterDescription;
import io.einvoicing.feature.Variable;
import io.einvoicing.flow.ActionContext;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.flow.ActionOutput;
import io.einvoicing.flow.AssembleBatchAction;
import io.einvoicing.flow.FlowPolicy;
import io.einvoicing.flow.NextNumberAction;
import io.einvoicing.flow.OutsideEffectActionType;
import io.einvoicing.flow.RepeatableActionType;
import io.einvoicing.flow.port.DestinationGuard;
import io.einvoicing.submission.BusinessDocumentKey;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.submission.SubmitCommand;
import io.einvoicing.submission.SubmitResult;
import io.einvoicing.testkit.data.EnvironmentBuilder;
import io.einvoicing.testkit.data.SequentialIdentifiers;
import io.einvoicing.testkit.data.TestClock;
import io.einvoicing.testkit.data.TestData;
import io.einvoicing.testkit.memory.InMemoryDocumentStore;
import io.einvoicing.testkit.memory.InMemoryFlowQueue;
import io.einvoicing.testkit.memory.InMemorySecretVault;
import io.einvoicing.testkit.memory.InMemoryStore;
import io.einvoicing.vault.SecretValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A tenant with one environment, one deployed pipeline and scripted actions, all in memory. */
final class FlowFixture {
    static final String CONTAINER = "memory:customer";

    final TestClock clock = new TestClock();
    final InMemoryStore store = new InMemoryStore();
    final InMemoryDocumentStore documents = new InMemoryDocumentStore();
    final InMemorySecretVault vault = new InMemorySecretVault();
    final ScriptedStep step = new ScriptedStep();
    final ScriptedCall call = new ScriptedCall();
    final ToldEvents told = new ToldEvents();
    /** What decides about calls to the host of {@link ScriptedCall}. */
    DestinationGuard destinations = DestinationGuard.NONE;

    final Caller caller = aCaller().build();
    final ServiceEnvironment environment;
    final ElectronicInvoicing invoicing;
    private final FeatureVersion version;

    FlowFixture(Action... actions) {
        this(List.of(), actions);
    }

    FlowFixture(List<Variable> variables, Action... actions) {
        this(new FeatureSetup(
                "Issue", FeatureSetup.Type.PROCESSING_PIPELINE, ApplicabilityRule.all(), variables, List.of(actions)));
    }

    FlowFixture(FeatureSetup setup) {
        vault.putSecret(EnvironmentBuilder.VAULT, EnvironmentBuilder.STORAGE_SECRET, CONTAINER);
        store.tenants()
                .save(
                        aTenant()
                                .id(caller.tenant())
                                .activatedFor(caller.clientApplication())
                                .build(),
                        aStamp("tenant.create"));
        version = aFeatureVersion()
                .of(caller.tenant())
                .published()
                .withContent(new FeatureContent(
                        "",
                        List.of(new FeatureParameter("Endpoint", "https://authority.example", "")),
                        List.of(setup),
                        List.of(),
                        List.of()))
                .build();
        store.features().create(featureOf(version), version, aStamp("feature.create"));
        environment = addEnvironment("Production");
        invoicing = ElectronicInvoicing.builder()
                .stores(store)
                .vault(vault)
                .documents(documents)
                .containers(documents)
                .vaultCacheAge(Duration.ZERO)
                .queue(store.queue())
                .actions(List.of(step, call, new NextNumberAction(), new AssembleBatchAction()))
                .identifiers(new SequentialIdentifiers())
                .clock(clock)
                .flowPolicy(FlowPolicy.DEFAULT)
                .flowObserver(told)
                .destinations((tenant, host) -> destinations.admit(tenant, host))
                .submissionObserver(told)
                .build();
    }

    /** Publishes a further environment, to which the pipeline is deployed too. */
    ServiceEnvironment addEnvironment(String name) {
        ServiceEnvironment added = anEnvironment()
                .of(caller.tenant())
                .named(name)
                .listing(caller)
                .published()
                .build();
        store.environments().save(added, aStamp("environment.publish"));
        store.features().deploy(deployment(version, added.id(), TestData.NOW), version, aStamp("feature.deploy"));
        return added;
    }

    FeatureId feature() {
        return version.feature();
    }

    /** Submits a document of a record and returns its submission's id. */
    SubmissionId submit(String record) {
        return submit(
                environment,
                new BusinessDocumentKey("ERP-1", "DEMF", "Customer invoice", record),
                "{\"n\":\"" + record + "\"}");
    }

    SubmissionId submit(ServiceEnvironment through, BusinessDocumentKey document, String content) {
        SubmitResult result = invoicing
                .submissions()
                .submit(
                        caller,
                        new SubmitCommand(
                                through.name(),
                                document,
                                Map.of("Country", FieldValue.of("DE")),
                                Map.of(),
                                new DocumentContent("application/json", content.getBytes(StandardCharsets.UTF_8))));
        return ((SubmitResult.Scheduled) result).submission().id();
    }

    Optional<SubmissionStatus> run(SubmissionId id) {
        return invoicing.engine().run(caller.tenant(), id);
    }

    Submission find(SubmissionId id) {
        return invoicing.submissions().find(caller, id).orThrow();
    }

    String file(String name) {
        return new String(documents.read(new Container(new SecretValue(CONTAINER)), name), StandardCharsets.UTF_8);
    }

    /** Moves the clock to the submission's due time and runs it. */
    Optional<SubmissionStatus> runWhenDue(SubmissionId id) {
        clock.set(find(id).dueAt().orElseThrow());
        return run(id);
    }

    /** Takes reminders and runs them until none is due any more, moving the clock from one to the next. */
    void runAll(Duration atMost) {
        var end = clock.instant().plus(atMost);
        while (clock.instant().isBefore(end)) {
            Optional<InMemoryFlowQueue.Reminder> due = store.queue().poll(clock.instant());
            if (due.isEmpty()) {
                clock.advance(Duration.ofMillis(500));
            } else {
                run(due.get().submission());
            }
        }
    }

    static Action step(String name) {
        return Action.of(name, "Step", Map.of());
    }

    static Action call(String name) {
        return Action.of(name, "Call", Map.of());
    }

    /** A repeatable action that does what a test tells it; by default it completes with a file and a value. */
    static final class ScriptedStep implements RepeatableActionType {
        final List<String> runs = new ArrayList<>();
        final Deque<Function<ActionContext, ActionOutcome>> script = new ArrayDeque<>();

        @Override
        public ActionDescription description() {
            return new ActionDescription(
                    "Step",
                    "Does what the test says.",
                    ActionDescription.Kind.REPEATABLE,
                    List.of(ParameterDescription.optional("Input", ParameterDescription.Type.FILE, "What to read.")),
                    List.of("file", "value"));
        }

        @Override
        public ActionOutcome execute(ActionContext context) {
            runs.add(context.actionName());
            Function<ActionContext, ActionOutcome> next = script.poll();
            return next != null
                    ? next.apply(context)
                    : ActionOutcome.completed(
                            new ActionOutput.File("file", text("made by " + context.actionName())),
                            new ActionOutput.Value("value", "value of " + context.actionName()));
        }
    }

    /** An action with outside effect that records what it sent; by default it completes. */
    static final class ScriptedCall implements OutsideEffectActionType {
        record Sent(String key, String body) {}

        final List<Sent> sent = new ArrayList<>();
        final List<Sent> asked = new ArrayList<>();
        final Deque<Function<ActionContext, ActionOutcome>> script = new ArrayDeque<>();
        final Deque<Function<ActionContext, ActionOutcome>> askScript = new ArrayDeque<>();
        Recovery recovery = Recovery.DECISION;
        Runnable whileBuilding = () -> {};
        Runnable whileRecovering = () -> {};
        private int built;

        @Override
        public ActionDescription description() {
            return new ActionDescription(
                    "Call",
                    "Records what it sends.",
                    ActionDescription.Kind.OUTSIDE_EFFECT,
                    List.of(),
                    List.of("response"));
        }

        @Override
        public DocumentContent request(ActionContext context) {
            whileBuilding.run();
            return text("request " + ++built);
        }

        @Override
        public Optional<String> destination(ActionContext context) {
            return Optional.of("authority.example:443");
        }

        @Override
        public Duration timeout(ActionContext context) {
            return Duration.ofSeconds(30);
        }

        @Override
        public ActionOutcome send(ActionContext context, DocumentContent request, String idempotencyKey) {
            sent.add(new Sent(idempotencyKey, new String(request.bytes(), StandardCharsets.UTF_8)));
            Function<ActionContext, ActionOutcome> next = script.poll();
            return next != null ? next.apply(context) : answered();
        }

        static ActionOutcome answered() {
            return ActionOutcome.completed(new ActionOutput.File("response", text("accepted")));
        }

        @Override
        public Recovery recovery(ActionContext context) {
            whileRecovering.run();
            return recovery;
        }

        @Override
        public ActionOutcome ask(ActionContext context, DocumentContent request, String idempotencyKey) {
            asked.add(new Sent(idempotencyKey, new String(request.bytes(), StandardCharsets.UTF_8)));
            Function<ActionContext, ActionOutcome> next = askScript.poll();
            return next != null ? next.apply(context) : answered();
        }
    }

    static DocumentContent text(String text) {
        return new DocumentContent("text/plain", text.getBytes(StandardCharsets.UTF_8));
    }
}
