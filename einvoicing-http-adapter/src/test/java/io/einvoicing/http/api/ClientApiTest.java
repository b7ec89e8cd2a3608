package io.einvoicing.http.api;

import static io.einvoicing.testkit.data.TestData.freshDocument;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.einvoicing.activation.DeploymentProject;
import io.einvoicing.activation.Geography;
import io.einvoicing.environment.EnvironmentSettings;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ApplicabilityRule;
import io.einvoicing.feature.ApplicationSetup;
import io.einvoicing.feature.DataType;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.FeatureParameter;
import io.einvoicing.feature.FeatureSetup;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.FieldValue;
import io.einvoicing.feature.FormatConfiguration;
import io.einvoicing.feature.Operator;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.feature.ResponseType;
import io.einvoicing.feature.RetryPolicy;
import io.einvoicing.feature.Variable;
import io.einvoicing.flow.Direction;
import io.einvoicing.http.api.internal.ApiJson;
import io.einvoicing.http.client.AdministrationClient;
import io.einvoicing.http.client.ApiProblemException;
import io.einvoicing.http.client.ApiUnavailableException;
import io.einvoicing.http.client.EinvoicingClient;
import io.einvoicing.http.client.ErpSettings;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.BusinessDocumentKey;
import io.einvoicing.submission.SubmissionFilter;
import io.einvoicing.submission.SubmissionKind;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.submission.Submissions;
import io.einvoicing.testkit.ClosedPort;
import io.einvoicing.testkit.data.TestData;
import io.einvoicing.usage.FeedReceipt;
import io.einvoicing.usage.MonthUsage;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The whole API through the clients: what they send arrives, what they read is what was stored. */
class ClientApiTest {
    private final ApiServer api = new ApiServer();
    private final AdministrationClient administration = new AdministrationClient(api.uri("/"), api::token);
    private final EinvoicingClient erp = new EinvoicingClient(ErpSettings.of(api.uri(""), "Production"), api::token);

    @AfterEach
    void stop() {
        api.close();
    }

    private static void assertProblem(ThrowingCallable call, ProblemType type) {
        assertThatExceptionOfType(ApiProblemException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.type()).contains(type));
    }

    /** Settings like those of the test data, whose vault and user the server knows. */
    private EnvironmentSettings settings() {
        return TestData.anEnvironment()
                .createdBy(api.caller().principal())
                .build()
                .draft();
    }

    private static FeatureContent everything() {
        ApplicabilityRule rule = ApplicabilityRule.all(
                ApplicabilityRule.equal("LegalEntityID", "DEMF"),
                ApplicabilityRule.any(
                        new ApplicabilityRule.Comparison(
                                "Total", Operator.GREATER, new FieldValue.Number(new BigDecimal("10.50"))),
                        new ApplicabilityRule.Comparison(
                                "Issued", Operator.LESS, new FieldValue.Date(LocalDate.parse("2027-01-01"))),
                        new ApplicabilityRule.Comparison("Order", Operator.EQUAL, new FieldValue.Uuid(new UUID(1, 2))),
                        new ApplicabilityRule.Comparison("Export", Operator.NOT_EQUAL, new FieldValue.Bool(true)),
                        ApplicabilityRule.all()));
        Action copy = Action.of(
                        "Copy",
                        "Transform document",
                        Map.of("Input file", ParameterValue.variable(Variable.BUSINESS_DOCUMENT)))
                .withRetry(RetryPolicy.of(3, Duration.ofSeconds(10)));
        Action again = Action.of(
                        "Again",
                        "Transform document",
                        Map.of("Input file", ParameterValue.output("Copy", "Output file")))
                .exportingResults();
        return new FeatureContent(
                "Everything that JSON must carry",
                List.of(new FeatureParameter("Endpoint", "https://authority.example", "Where it goes")),
                List.of(new FeatureSetup(
                        "Customer invoices",
                        FeatureSetup.Type.PROCESSING_PIPELINE,
                        rule,
                        List.of(
                                new Variable(
                                        "Currency",
                                        "",
                                        Variable.Kind.CONSTANT,
                                        DataType.STRING,
                                        Optional.of("EUR"),
                                        Optional.empty()),
                                new Variable(
                                        "Copies",
                                        "How many",
                                        Variable.Kind.FROM_CLIENT,
                                        DataType.NUMBER,
                                        Optional.of("1"),
                                        Optional.empty())),
                        List.of(copy, again))),
                List.of(new FormatConfiguration("Invoice", 1, "UBL", "<xsl:stylesheet/>")),
                List.of(new ApplicationSetup(
                        "CustInvoiceJour",
                        "Customer invoice",
                        "Invoice customer mapping",
                        List.of(new ResponseType(
                                "ResponseData",
                                "",
                                Optional.of("Pending"),
                                Optional.of("Invoices"),
                                Optional.empty())))));
    }

    @Test
    void readsContentThatNamesNoParametersApplicationSetupsAndVersionsOfFormats() throws IOException {
        String before = """
                {"description": "old", "setups": [], "formatConfigurations": [{"name": "F", "content": "x"}]}""";

        assertThat(ApiJson.strict().readValue(before, FeatureContent.class))
                .isEqualTo(new FeatureContent("old", List.of(), List.of(new FormatConfiguration("F", 1, "", "x"))));
    }

    @Test
    void takesATenantFromItsCreationToItsFirstSubmission() {
        TenantId tenant = TestData.freshTenant();
        AdministrationClient administration = new AdministrationClient(api.uri("/"), () -> api.token(tenant));
        EinvoicingClient erp = new EinvoicingClient(ErpSettings.of(api.uri(""), "Production"), () -> api.token(tenant));
        administration.createTenant(new NewTenant(tenant, "Contoso", Geography.EUROPE, ZoneId.of("Europe/Berlin")));
        administration.activate(
                tenant,
                new DeploymentProject("Finance / EU", 2, URI.create("https://erp.example.com/"), ApiServer.ERP));
        OwnTenantView own = administration.ownTenant();
        administration.setServiceParameters(1, own.geography(), own.endpoint().orElseThrow());
        EnvironmentView environment = administration.createEnvironment("Production");
        EnvironmentView edited = administration.editEnvironment(environment.id(), environment.revision(), settings());
        PublicationView published = administration.publishEnvironment(environment.id(), edited.revision());
        FeatureVersionView draft = administration.createFeature("Peppol");
        FeatureVersionView filled = administration.editVersion(
                draft.feature(), 1, draft.revision(), new FeatureVersionEdit(Optional.empty(), everything()));
        FeatureVersionView completed = administration.completeVersion(draft.feature(), 1, filled.revision());
        DeploymentView deployment =
                administration.deploy(environment.id(), new NewDeployment(draft.feature(), 1, Optional.empty()));
        EinvoicingClient.Submitted submitted = erp.submit(NewSubmission.ofText(
                        "Production",
                        new BusinessDocumentKey("ERP-1", "DEMF", "Customer invoice", "FTI-1"),
                        "application/json",
                        "{\"total\": 10.50}")
                .withContext(Map.of("Issued", new FieldValue.Date(LocalDate.parse("2026-11-23"))))
                .withVariables(Map.of("Copies", "2")));

        assertThat(published.environment().status()).isEqualTo(ServiceEnvironment.Status.PUBLISHED);
        assertThat(published.environment().draft()).isEqualTo(settings());
        assertThat(administration.environment(environment.id())).isEqualTo(published.environment());
        assertThat(filled.content()).isEqualTo(everything());
        assertThat(completed.status()).isEqualTo(FeatureVersion.Status.COMPLETED);
        assertThat(administration.version(draft.feature(), 1).content()).isEqualTo(everything());
        assertThat(administration.deployments(environment.id())).containsExactly(deployment);
        assertThat(submitted.accepted()).isTrue();
        SubmissionView read = erp.submission(submitted.submission().id());
        assertThat(read).isEqualTo(submitted.submission());
        assertThat(read.log().orElseThrow().variables()).containsExactly(Map.entry("Copies", "2"));
        assertThat(erp.file(read.id(), read.log().orElseThrow().files().get(0).name()))
                .asString()
                .isEqualTo("{\"total\": 10.50}");
    }

    @Test
    void changesOnlyWhatItRead() {
        EnvironmentView environment = administration.createEnvironment("Production");
        administration.editEnvironment(environment.id(), 1, settings());
        FeatureVersionView draft = administration.createFeature("Peppol");
        administration.editVersion(
                draft.feature(), 1, 1, new FeatureVersionEdit(Optional.empty(), FeatureContent.EMPTY));

        assertProblem(
                () -> administration.editEnvironment(environment.id(), 1, EnvironmentSettings.EMPTY),
                ProblemType.STALE_REVISION);
        assertProblem(() -> administration.publishEnvironment(environment.id(), 1), ProblemType.STALE_REVISION);
        assertProblem(
                () -> administration.editVersion(
                        draft.feature(), 1, 1, new FeatureVersionEdit(Optional.empty(), FeatureContent.EMPTY)),
                ProblemType.STALE_REVISION);
        assertProblem(() -> administration.completeVersion(draft.feature(), 1, 1), ProblemType.STALE_REVISION);
        assertThat(administration.environment(environment.id()).draft()).isEqualTo(settings());
    }

    @Test
    void showsBothRevisionsAndTheCurrentStateToWhoReadAnOlderOne() {
        EnvironmentView environment = administration.createEnvironment("Production");
        EnvironmentView edited = administration.editEnvironment(environment.id(), 1, settings());
        FeatureVersionView draft = administration.createFeature("Peppol");
        FeatureVersionView filled = administration.editVersion(
                draft.feature(), 1, 1, new FeatureVersionEdit(Optional.empty(), everything()));

        ApiServer.Answer environmentNow = api.get("/api/v1/environments/" + environment.id());
        ApiServer.Answer versionNow = api.get("/api/v1/features/" + draft.feature() + "/versions/1");

        assertStale(() -> administration.publishEnvironment(environment.id(), 1), edited.revision(), environmentNow);
        assertStale(() -> administration.completeVersion(draft.feature(), 1, 1), filled.revision(), versionNow);
    }

    private static void assertStale(ThrowingCallable call, long current, ApiServer.Answer now) {
        assertThatExceptionOfType(ApiProblemException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.problem().expectedRevision()).contains(1L))
                .satisfies(e -> assertThat(e.problem().currentRevision()).contains(current))
                .satisfies(e -> assertThat(new ObjectMapper()
                                .readTree(e.problem().current().orElseThrow().toString()))
                        .isEqualTo(now.body()));
    }

    @Test
    void asksForTheRevision() {
        EnvironmentView environment = administration.createEnvironment("Production");

        ApiServer.Answer missing = api.post("/api/v1/environments/" + environment.id() + "/publications", "");
        ApiServer.Answer malformed = api.send(api.request("/api/v1/environments/" + environment.id() + "/publications")
                .header("If-Match", "1")
                .POST(HttpRequest.BodyPublishers.noBody()));

        assertThat(missing.status()).isEqualTo(428);
        assertThat(malformed.status()).isEqualTo(400);
        assertThat(api.get("/api/v1/environments/" + environment.id()).header("ETag"))
                .isEqualTo("\"1\"");
    }

    @Test
    void saysEverythingThatKeepsAnEnvironmentFromPublication() {
        EnvironmentView environment = administration.createEnvironment("Production");

        assertThatExceptionOfType(ApiProblemException.class)
                .isThrownBy(() -> administration.publishEnvironment(environment.id(), 1))
                .satisfies(e -> {
                    assertThat(e.problem().status()).isEqualTo(422);
                    assertThat(e.problem().findings())
                            .hasSizeGreaterThan(1)
                            .allSatisfy(finding -> assertThat(finding.remedy()).isNotBlank());
                });
        assertProblem(() -> administration.createEnvironment("Production"), ProblemType.DUPLICATE);
    }

    @Test
    void saysEverythingThatKeepsAVersionFromCompletion() {
        FeatureVersionView draft = administration.createFeature("Peppol");
        FeatureContent unknownType = new FeatureContent(
                "",
                List.of(new FeatureSetup(
                        "Setup",
                        FeatureSetup.Type.PROCESSING_PIPELINE,
                        ApplicabilityRule.all(),
                        List.of(),
                        List.of(Action.of("Fax", "Send fax", Map.of())))),
                List.of());
        administration.editVersion(draft.feature(), 1, 1, new FeatureVersionEdit(Optional.empty(), unknownType));

        List<Finding> findings = administration.validateVersion(draft.feature(), 1);

        assertThat(findings).isNotEmpty();
        assertThatExceptionOfType(ApiProblemException.class)
                .isThrownBy(() -> administration.completeVersion(draft.feature(), 1, 2))
                .satisfies(e -> assertThat(e.problem().findings()).isEqualTo(findings));
        assertProblem(() -> administration.createVersion(draft.feature()), ProblemType.CONFLICT);
        assertThat(administration.versions(draft.feature())).hasSize(1);
        assertThat(administration.features()).extracting(FeatureView::name).containsExactly("Peppol");
        assertThat(administration.actionTypes()).hasSize(1);
    }

    @Test
    void cancelsADeployment() {
        ApiServer.Published published = api.publish();
        DeploymentView deployment =
                administration.deployments(published.environment().id()).get(0);

        DeploymentView canceled =
                administration.cancelDeployment(published.environment().id(), deployment.id());

        assertThat(canceled.canceledAt()).contains(TestData.NOW);
        assertProblem(
                () -> administration.cancelDeployment(published.environment().id(), UUID.randomUUID()),
                ProblemType.NOT_FOUND);
    }

    @Test
    void withdrawsAnActivation() {
        api.publish();
        String project =
                administration.tenant(api.tenant).activations().get(0).project().name();

        assertThat(administration
                        .deactivate(api.tenant, project)
                        .activations()
                        .get(0)
                        .enabled())
                .isFalse();

        assertProblem(() -> erp.submit(invoice("FTI-1")), ProblemType.FORBIDDEN);
        assertProblem(
                () -> administration.activate(
                        api.tenant,
                        new DeploymentProject("Small", 1, URI.create("https://erp.example.com/"), ApiServer.ERP)),
                ProblemType.INVALID_CONTENT);
    }

    private static NewSubmission invoice(String record) {
        return NewSubmission.ofText(
                "Production",
                new BusinessDocumentKey("ERP-1", "DEMF", "Customer invoice", record),
                "application/xml",
                "<Invoice/>");
    }

    @Test
    void followsSubmissions() {
        api.publish();
        EinvoicingClient.Submitted first = erp.submit(invoice("FTI-1"));

        assertThat(erp.submit(invoice("FTI-1"))).isEqualTo(new EinvoicingClient.Submitted(first.submission(), false));
        assertThat(erp.submissions(SubmissionFilter.ALL, Optional.empty(), 10).items())
                .extracting(SubmissionView::id)
                .containsExactly(first.submission().id());
        assertThat(erp.cancel(first.submission().id()).status()).isEqualTo(SubmissionStatus.CANCELED);
        SubmissionView again = erp.resubmit(first.submission().id());
        assertThat(again.kind()).isEqualTo(SubmissionKind.RESUBMISSION);
        erp.cancel(again.id());
        SubmissionView related = erp.sendRelated(
                first.submission().id(),
                NewRelatedSubmission.ofText(SubmissionKind.CORRECTION, "application/xml", "<Invoice>2</Invoice>"));
        assertThat(erp.submissions(
                                SubmissionFilter.builder()
                                        .environment(related.environment())
                                        .status(SubmissionStatus.SCHEDULED)
                                        .parent(first.submission().id())
                                        .legalEntity(related.document().legalEntity())
                                        .sourceRecordStart(related.document().sourceRecord())
                                        .submittedFrom(related.submittedAt())
                                        .build(),
                                Optional.empty(),
                                10)
                        .items())
                .extracting(SubmissionView::id)
                .containsExactly(related.id());
        assertProblem(() -> erp.decide(related.id(), Submissions.Decision.REPEAT), ProblemType.CONFLICT);
        assertProblem(
                () -> erp.submit(NewSubmission.ofText(
                        "Production", first.submission().document(), "application/xml", "<Other/>")),
                ProblemType.DOCUMENT_KEY_USED);
    }

    @Test
    void readsTheBalance() {
        api.publish();

        PurchaseView purchase = erp.recordPurchase(LocalDate.parse("2026-11-02"), 2);

        assertThat(erp.balance())
                .isEqualTo(new BalanceView(
                        YearMonth.of(2026, 11),
                        MonthUsage.State.RUNNING,
                        100,
                        2_000,
                        2_100,
                        0,
                        2_100,
                        0,
                        false,
                        0,
                        2_100));
        assertThat(erp.balance(YearMonth.of(2026, 10)).balance()).isEqualTo(100);
        assertThat(erp.purchases(YearMonth.of(2026, 11))).containsExactly(purchase);
        assertProblem(() -> erp.recordPurchase(LocalDate.parse("2026-11-02"), 0), ProblemType.INVALID_VALUE);
        assertThat(api.get("/api/v1/usage/balance?month=2026-13").status()).isEqualTo(400);
    }

    @Test
    void feedsUsageAndReserves() {
        ApiServer.Published published = api.publish();
        BusinessDocumentKey first = freshDocument();
        Instant occurredAt = Instant.parse("2026-11-23T10:00:00Z");
        ReservationView reservation = erp.reserve(60);

        FeedReceipt single = erp.recordUsage(new NewUsageEntry(
                first,
                published.environment().name(),
                "Peppol BIS Billing 3",
                Optional.empty(),
                occurredAt,
                Optional.of(reservation.id())));
        FeedReceipt batch = erp.recordUsage(NewUsageBatch.of(List.of(
                new NewUsageBatch.Entry(
                        first,
                        published.environment().name(),
                        "Peppol BIS Billing 3",
                        Optional.of(Direction.EXPORT),
                        occurredAt),
                new NewUsageBatch.Entry(
                        freshDocument(),
                        published.environment().name(),
                        "Peppol BIS Billing 3",
                        Optional.of(Direction.EXPORT),
                        occurredAt))));

        assertThat(single).isEqualTo(new FeedReceipt(1, 0, 0));
        assertThat(batch).isEqualTo(new FeedReceipt(1, 1, 0));
        assertThat(erp.reservation(reservation.id()).remaining()).isEqualTo(59);
        assertThat(erp.balance().used()).isEqualTo(2);
        assertThat(erp.balance().available()).isEqualTo(100 - 2 - 59);
        assertThat(erp.reservations()).hasSize(1);
        assertProblem(() -> erp.reserve(100), ProblemType.CONFLICT);
        assertThat(erp.release(reservation.id()).remaining()).isZero();
        assertThat(erp.reservations()).isEmpty();
    }

    @Test
    void saysWhenTheServiceGivesNoAnswer() {
        try (ClosedPort closed = new ClosedPort()) {
            URI nobody = URI.create("http://127.0.0.1:" + closed.number() + "/");

            assertThatExceptionOfType(ApiUnavailableException.class)
                    .isThrownBy(
                            () -> new EinvoicingClient(ErpSettings.of(nobody, "Production"), () -> "token").balance());
        }
    }
}
