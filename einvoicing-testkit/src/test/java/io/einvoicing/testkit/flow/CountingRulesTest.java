package io.einvoicing.testkit.flow;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.freshDocument;
import static io.einvoicing.testkit.flow.FlowFixture.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.flow.Direction;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import io.einvoicing.submission.BusinessDocumentKey;
import io.einvoicing.submission.InvoiceStatus;
import io.einvoicing.submission.RelatedCommand;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionKind;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.submission.Submissions;
import io.einvoicing.submission.SubmitResult;
import io.einvoicing.testkit.data.SequentialIdentifiers;
import io.einvoicing.usage.DayPeriod;
import io.einvoicing.usage.FeedReceipt;
import io.einvoicing.usage.MonthFigure;
import io.einvoicing.usage.MonthPeriod;
import io.einvoicing.usage.MonthUsage;
import io.einvoicing.usage.NamedEntry;
import io.einvoicing.usage.Reconciliation;
import io.einvoicing.usage.UsageFilter;
import io.einvoicing.usage.UsageManagement;
import io.einvoicing.usage.UsagePolicy;
import io.einvoicing.usage.UsageRanking;
import io.einvoicing.usage.UsageRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What counts as usage, seen through the flow engine and the indicators.
 *
 * @see <a href="https://learn.microsoft.com/en-us/dynamics365/finance/localizations/global/e-invoicing-usage-management-dashboard">
 *     Source: Usage management dashboard, counting criteria, dated 2021-05-07</a>
 */
class CountingRulesTest {
    private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);
    private static final YearMonth DECEMBER = YearMonth.of(2026, 12);
    private static final Instant IN_DECEMBER = Instant.parse("2026-12-10T08:00:00Z");

    private final FlowFixture flow = new FlowFixture(call("Send"));
    private final UsageManagement usage = new UsageManagement(
            flow.store.usagePorts(), UsagePolicy.DEFAULT, Runnable::run, new SequentialIdentifiers(), flow.clock);

    @Test
    void linesDoNotMatter() {
        flow.run(flow.submit(flow.environment, invoice("1"), "{\"lines\":[1]}"));
        flow.run(flow.submit(flow.environment, invoice("2"), "{\"lines\":[1" + ",1".repeat(9_999) + "]}"));

        assertThat(used(NOVEMBER)).isEqualTo(2);
    }

    @Test
    void onlyCompletedFlowsCount() {
        SubmissionId scheduled = flow.submit("1");
        SubmissionId canceled = flow.submit("2");
        flow.invoicing.submissions().cancel(flow.caller, canceled).orThrow();
        SubmissionId failed = flow.submit("3");
        flow.call.script.add(context -> ActionOutcome.failed("no such account"));
        assertThat(flow.run(failed)).contains(SubmissionStatus.FAILED);
        SubmissionId waiting = flow.submit("4");
        flow.call.script.add(
                context -> new ActionOutcome.WaitingUntil(NOW.plusSeconds(60), "not ready", List.of(), List.of()));
        assertThat(flow.run(waiting)).contains(SubmissionStatus.PENDING);
        assertThat(used(NOVEMBER)).isZero();

        assertThat(flow.run(scheduled)).contains(SubmissionStatus.COMPLETED);
        assertThat(used(NOVEMBER)).isEqualTo(1);
        assertThat(flow.runWhenDue(waiting)).contains(SubmissionStatus.COMPLETED);
        assertThat(used(NOVEMBER)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ACCEPTED", "REJECTED", "SCHEMA_ERROR"})
    void everyAnswerCounts(String verdict) {
        flow.call.script.add(
                context -> new ActionOutcome.Completed(List.of(), List.of(), Optional.of(new InvoiceStatus(verdict))));
        SubmissionId id = flow.submit("1");
        flow.run(id);

        assertThat(flow.find(id).invoiceStatus()).contains(new InvoiceStatus(verdict));
        assertThat(used(NOVEMBER)).isEqualTo(1);
    }

    @Test
    void whatWasNeverAnsweredDoesNotCount() {
        SubmissionId id = flow.submit("1");
        flow.call.script.add(context -> ActionOutcome.unknown("no answer within 30 s"));
        assertThat(flow.run(id)).contains(SubmissionStatus.PENDING);
        assertThat(used(NOVEMBER)).isZero();

        flow.invoicing
                .submissions()
                .decide(flow.caller, id, Submissions.Decision.GIVE_UP)
                .orThrow();
        flow.run(id);

        assertThat(flow.find(id).status()).isEqualTo(SubmissionStatus.FAILED);
        assertThat(used(NOVEMBER)).isZero();
    }

    @Test
    void resubmissionDoesNotCountInWhateverMonth() {
        flow.call.script.add(
                context -> new ActionOutcome.Completed(List.of(), List.of(), Optional.of(InvoiceStatus.REJECTED)));
        SubmissionId first = flow.submit("1");
        flow.run(first);
        flow.clock.set(IN_DECEMBER);

        flow.run(resubmit(first));

        assertThat(used(NOVEMBER)).isEqualTo(1);
        assertThat(used(DECEMBER)).isZero();
        assertThat(reconcile(DECEMBER).alreadyCounted()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CANCELLATION", "STATUS_CHANGE"})
    void cancellationAndStatusChangeDoNotCount(SubmissionKind kind) {
        SubmissionId issued = flow.submit("1");
        flow.run(issued);

        assertThat(flow.run(sendRelated(issued, kind))).contains(SubmissionStatus.COMPLETED);

        assertThat(used(NOVEMBER)).isEqualTo(1);
        assertThat(reconcile(NOVEMBER).related()).isEqualTo(1);
    }

    @Test
    void cancellationDoesNotCountEvenIfTheIssueNeverCompleted() {
        SubmissionId issue = flow.submit("1");
        flow.call.script.add(context -> ActionOutcome.failed("refused"));
        flow.run(issue);

        flow.run(sendRelated(issue, SubmissionKind.CANCELLATION));

        assertThat(used(NOVEMBER)).isZero();
    }

    @Test
    void aFailedDocumentThatLaterSucceedsCountsOnceInTheMonthInWhichItCompleted() {
        flow.call.script.add(context -> ActionOutcome.failed("no such account"));
        SubmissionId failed = flow.submit("1");
        flow.run(failed);
        flow.clock.set(IN_DECEMBER);

        SubmissionId again = resubmit(failed);
        assertThat(flow.run(again)).contains(SubmissionStatus.COMPLETED);

        assertThat(used(NOVEMBER)).isZero();
        assertThat(used(DECEMBER)).isEqualTo(1);
    }

    @Test
    void aFlowThatRunsOverTheEndOfTheMonthCountsInTheMonthInWhichItCompleted() {
        SubmissionId id = flow.submit("1");
        flow.clock.set(Instant.parse("2026-11-30T23:59:59Z"));
        flow.call.script.add(context -> {
            flow.clock.set(Instant.parse("2026-12-01T00:00:01Z"));
            return FlowFixture.ScriptedCall.answered();
        });

        assertThat(flow.run(id)).contains(SubmissionStatus.COMPLETED);

        assertThat(used(NOVEMBER)).isZero();
        assertThat(used(DECEMBER)).isEqualTo(1);
    }

    @Test
    void environmentsAreIndependent() {
        ServiceEnvironment test = flow.addEnvironment("Test");
        flow.run(flow.submit(flow.environment, invoice("1"), "{}"));
        flow.run(flow.submit(test, invoice("1"), "{}"));

        assertThat(used(NOVEMBER)).isEqualTo(2);
        assertThat(environments().items())
                .extracting(UsageRanking.Item::name, UsageRanking.Item::quantity)
                .containsExactly(tuple("Production", 1L), tuple("Test", 1L));
    }

    @Test
    void erpInstancesAndLegalEntitiesAreSummedUpPerTenant() {
        for (String erp : List.of("ERP-1", "ERP-2")) {
            for (String entity : List.of("DEMF", "FRMF", "USMF")) {
                flow.run(flow.submit(
                        flow.environment, new BusinessDocumentKey(erp, entity, "Customer invoice", "1"), "{}"));
            }
        }

        assertThat(used(NOVEMBER)).isEqualTo(6);
        assertThat(environments().items()).hasSize(1);
    }

    @Test
    void aCreditNoteIsADocumentOfItsOwn() {
        flow.run(flow.submit(
                flow.environment, new BusinessDocumentKey("ERP-1", "DEMF", "Customer invoice", "FTI-1"), "{}"));
        flow.run(flow.submit(
                flow.environment, new BusinessDocumentKey("ERP-1", "DEMF", "Customer credit note", "FTI-1"), "{}"));

        assertThat(used(NOVEMBER)).isEqualTo(2);
    }

    @Test
    void receivedDocumentsNeverTouchUsedBalanceFeaturesOrEnvironments() {
        flow.run(flow.submit("1"));
        MonthUsage before = month(NOVEMBER);
        UsageRanking features = features();
        UsageRanking environments = environments();

        record(Direction.IMPORT, freshDocument());
        record(Direction.IMPORT, invoice("1"));

        assertThat(month(NOVEMBER)).isEqualTo(before);
        assertThat(features()).isEqualTo(features);
        assertThat(environments()).isEqualTo(environments);
        assertThat(received()).extracting(MonthFigure::quantity).containsExactly(0L, 2L, 0L);
    }

    @Test
    void issuedDocumentsNeverTouchReceived() {
        flow.run(flow.submit("1"));

        assertThat(received())
                .as("a month without any shows 0")
                .extracting(MonthFigure::quantity)
                .containsExactly(0L, 0L, 0L);
    }

    @Test
    void featuresAndEnvironmentsEachSumToUsed() {
        ServiceEnvironment test = flow.addEnvironment("Test");
        for (int i = 0; i < 7; i++) {
            flow.run(flow.submit(i % 3 == 0 ? test : flow.environment, invoice("" + i), "{}"));
        }
        record(Direction.EXPORT, freshDocument());
        record(Direction.IMPORT, freshDocument());

        assertThat(used(NOVEMBER)).isEqualTo(8);
        assertThat(features().used()).isEqualTo(8);
        assertThat(environments().used()).isEqualTo(8);
        assertThat(environments().items())
                .extracting(UsageRanking.Item::quantity)
                .containsExactly(5L, 3L);
    }

    @Test
    void aFlowNeverConflictsWithWhatAnotherSystemCounted() {
        BusinessDocumentKey document = invoice("1");
        flow.clock.set(NOW.plusSeconds(60));
        usage.feed()
                .record(
                        flow.caller,
                        List.of(new UsageRecord(
                                flow.environment.id(), flow.feature(), Direction.EXPORT, document, NOW)),
                        Optional.empty())
                .orThrow();

        SubmissionId id = flow.submit(flow.environment, document, "{}");
        assertThat(flow.run(id)).contains(SubmissionStatus.COMPLETED);

        assertThat(flow.find(id).counting().isCounted()).isFalse();
        assertThat(used(NOVEMBER)).isEqualTo(1);
        assertThat(reconcile(NOVEMBER).agrees()).isTrue();
    }

    @Test
    void whatAFlowCountedIsNeverCountedAgainByAnotherSystem() {
        SubmissionId id = flow.submit("1");
        flow.run(id);
        UsageRecord same = new UsageRecord(
                flow.environment.id(), flow.feature(), Direction.EXPORT, invoice("1"), flow.clock.instant());
        assertThat(usage.feed()
                        .record(flow.caller, List.of(same), Optional.empty())
                        .orThrow())
                .isEqualTo(new FeedReceipt(0, 1, 0));

        Result<FeedReceipt> other = usage.feed()
                .record(
                        flow.caller,
                        List.of(new UsageRecord(
                                same.environment(),
                                same.feature(),
                                same.direction(),
                                same.document(),
                                same.occurredAt().minusSeconds(1))),
                        Optional.empty());

        Refusal refusal = other.fold(accepted -> Refusal.notFound("a refusal"), refused -> refused);
        assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CONFLICT);
        assertThat(refusal.message()).contains("counted by the submission " + id);
        assertThat(used(NOVEMBER)).isEqualTo(1);
    }

    @Test
    void behindTheFigureStandsTheSubmission() {
        SubmissionId id = flow.submit("1");
        flow.run(id);

        List<NamedEntry> documents = usage.indicators()
                .documents(
                        flow.caller, Direction.EXPORT, DayPeriod.of(NOVEMBER), UsageFilter.NONE, Optional.empty(), 10)
                .orThrow();

        assertThat(documents).singleElement().satisfies(document -> {
            assertThat(document.entry().submission()).contains(id);
            assertThat(document.entry().document()).isEqualTo(invoice("1"));
            assertThat(document.environmentName()).isEqualTo("Production");
        });
    }

    @Test
    void submissionsLedgerAndRollUpAgree() {
        for (int i = 0; i < 5; i++) {
            flow.run(flow.submit("" + i));
        }
        SubmissionId last = flow.submit("5");
        flow.run(last);
        flow.run(sendRelated(last, SubmissionKind.CANCELLATION));
        record(Direction.EXPORT, freshDocument());

        Reconciliation report = reconcile(NOVEMBER);

        assertThat(report.differences()).isEmpty();
        assertThat(report.agrees()).isTrue();
        assertThat(report.completed()).isEqualTo(7);
        assertThat(report.counted()).isEqualTo(6);
        assertThat(report.related()).isEqualTo(1);
        assertThat(report.ledger()).isEqualTo(7);
        assertThat(report.fed()).isEqualTo(1);
        assertThat(report.rolledUp()).isEqualTo(7);
    }

    private void record(Direction direction, BusinessDocumentKey document) {
        usage.feed()
                .record(
                        flow.caller,
                        List.of(new UsageRecord(
                                flow.environment.id(), flow.feature(), direction, document, flow.clock.instant())),
                        Optional.empty())
                .orThrow();
    }

    private SubmissionId resubmit(SubmissionId former) {
        SubmitResult result = flow.invoicing.submissions().resubmit(flow.caller, former);
        return ((SubmitResult.Scheduled) result).submission().id();
    }

    private SubmissionId sendRelated(SubmissionId former, SubmissionKind kind) {
        return ((SubmitResult.Scheduled) related(former, kind)).submission().id();
    }

    private SubmitResult related(SubmissionId former, SubmissionKind kind) {
        return flow.invoicing
                .submissions()
                .sendRelated(
                        flow.caller,
                        former,
                        new RelatedCommand(
                                kind,
                                Map.of(),
                                Map.of(),
                                new DocumentContent("application/json", "{}".getBytes(StandardCharsets.UTF_8))));
    }

    private MonthUsage month(YearMonth month) {
        return usage.indicators()
                .perMonth(flow.caller, MonthPeriod.of(month))
                .orThrow()
                .get(0);
    }

    private long used(YearMonth month) {
        return month(month).balance().used();
    }

    private List<MonthFigure> received() {
        return usage.indicators()
                .receivedPerMonth(flow.caller, new MonthPeriod(NOVEMBER.minusMonths(1), DECEMBER))
                .orThrow();
    }

    private UsageRanking features() {
        return usage.indicators()
                .byFeature(flow.caller, DayPeriod.of(NOVEMBER), Optional.empty())
                .orThrow();
    }

    private UsageRanking environments() {
        return usage.indicators()
                .byEnvironment(flow.caller, DayPeriod.of(NOVEMBER), Optional.empty())
                .orThrow();
    }

    private Reconciliation reconcile(YearMonth month) {
        return usage.rollUp().reconcile(flow.caller, DayPeriod.of(month)).orThrow();
    }

    private static BusinessDocumentKey invoice(String record) {
        return new BusinessDocumentKey("ERP-1", "DEMF", "Customer invoice", record);
    }
}
