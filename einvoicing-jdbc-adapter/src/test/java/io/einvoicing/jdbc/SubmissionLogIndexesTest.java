package io.einvoicing.jdbc;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.Counting;
import io.einvoicing.submission.InvoiceStatus;
import io.einvoicing.submission.PendingReason;
import io.einvoicing.submission.SubmissionFilter;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionKind;
import io.einvoicing.submission.SubmissionStatus;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How PostgreSQL finds a page of a log of 100,000 submissions, 80,000 of them of one tenant, for every filter. */
class SubmissionLogIndexesTest {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.own();

    private static final TenantId TENANT = freshTenant();
    private static final UUID RARE = UUID.nameUUIDFromBytes(new byte[] {7});
    /** Blocks of 8 KB that a page may cost; the table has some 6,000. */
    private static final int FEW = 150;

    private static final int MANY = 2_500;

    @BeforeAll
    static void fill() {
        Jdbi.create(STORES.dataSource()).useHandle(handle -> {
            handle.createUpdate("""
                            insert into submission (
                                tenant_id, submission_id, environment_id, erp_application, legal_entity, document_context,
                                source_record, kind, parent_id, feature_id, feature_version, setup, input, context, variables,
                                submitted_by, submitted_at, status, pending_reason, due_at, attempt, sent, flow, results,
                                invoice_status, failure, counting, ended_at)
                            select case when n % 5 = 0 then md5('tenant ' || n % 50)::uuid else :tenant end,
                                   md5('submission ' || n)::uuid,
                                   case when n % 4000 = 1 then :rare else md5('environment ' || n % 3)::uuid end,
                                   'ERP-1', case when n % 4000 = 2 then 'RARE' else 'E' || n % 7 end,
                                   case when n % 4000 = 3 then 'Rare invoice' else 'Customer invoice' end, 'FTI-' || n,
                                   case when n % 4000 = 4 then 'CANCELLATION' else 'ORIGINAL' end,
                                   case when n % 4000 = 4 then :rare end,
                                   case when n % 4000 = 6 then :rare else md5('feature ' || n % 5)::uuid end,
                                   1, 'Standard', '{}', '{}', '{}', :rare, :now + n * interval '1 second',
                                   case when n % 2000 = 7 then 'PENDING' when n % 2000 = 8 then 'FAILED' when n % 2000 = 9
                                        then 'CANCELED' when n > 95000 then 'SCHEDULED' else 'COMPLETED' end,
                                   case when n % 4000 = 7 then 'SET_ASIDE' when n % 4000 = 2007 then 'RETRY' end,
                                   case when n > 95000 then :now end, 1, true,
                                   jsonb_build_object('next', 6, 'runs', repeat('x', 300)), '{}',
                                   case when n % 4000 = 11 then 'REJECTED' when n <= 95000 then 'ACCEPTED' end, '',
                                   case when n % 4000 = 4 then 'RELATED' when n % 4000 = 12 then 'ALREADY_COUNTED'
                                        when n > 95000 then 'NOT_YET' else 'COUNTED' end, null
                            from generate_series(1, 100000) n""")
                    .bind("tenant", TENANT.value())
                    .bind("rare", RARE)
                    .bind("now", Columns.instant(NOW))
                    .execute();
            handle.execute("vacuum analyze submission");
        });
    }

    @Test
    void findsThePageWithoutAFilterByTheLog() {
        assertThat(plan(SubmissionFilter.builder())).contains("submission_log").doesNotContain("Sort");
    }

    @Test
    void findsARecordAndABeginningByTheKeys() {
        assertThat(plan(SubmissionFilter.builder().sourceRecord("FTI-4711")))
                .contains("submission_original", "submission_again");
        assertThat(plan(SubmissionFilter.builder().sourceRecordStart("FTI-471")))
                .contains("submission_original", "submission_again");
    }

    @Test
    void findsWhatNeedsAPersonByIndexesOfOnlyThat() {
        assertThat(plan(SubmissionFilter.builder().status(SubmissionStatus.FAILED)))
                .contains("submission_attention");
        plan(SubmissionFilter.builder().status(SubmissionStatus.FAILED, SubmissionStatus.PENDING));
        plan(SubmissionFilter.builder().needsPerson());
        assertThat(plan(SubmissionFilter.builder().pendingReason(PendingReason.SET_ASIDE)))
                .contains("submission_pending");
        assertThat(plan(SubmissionFilter.builder().invoiceStatus(InvoiceStatus.REJECTED)))
                .contains("submission_verdict");
        assertThat(plan(SubmissionFilter.builder().kind(SubmissionKind.CANCELLATION)))
                .contains("submission_kind");
        assertThat(plan(SubmissionFilter.builder().counting(Counting.ALREADY_COUNTED)))
                .contains("submission_not_counted");
        assertThat(plan(SubmissionFilter.builder().parent(new SubmissionId(RARE))))
                .contains("submission_child");
    }

    @Test
    void findsWhatIsCommonInTheLog() {
        // The newest 4,000 of the tenant are not completed, and are passed over.
        plan(SubmissionFilter.builder().status(SubmissionStatus.COMPLETED), MANY);
        plan(SubmissionFilter.builder().invoiceStatus(InvoiceStatus.ACCEPTED), MANY);
        plan(SubmissionFilter.builder().counting(Counting.COUNTED), MANY);
        plan(SubmissionFilter.builder().legalEntity("E1"));
        plan(SubmissionFilter.builder().submittedFrom(NOW.plusSeconds(10_000)).submittedTo(NOW.plusSeconds(10_060)));
    }

    /** The tenant's part of one index is passed over, which is far less than its part of the table. */
    @Test
    void readsOnlyRowsThatAreMeantForWhatIsRareInTheLog() {
        for (SubmissionFilter.Builder filter : new SubmissionFilter.Builder[] {
            SubmissionFilter.builder().environment(new EnvironmentId(RARE)),
            SubmissionFilter.builder().feature(new FeatureId(RARE)),
            SubmissionFilter.builder().legalEntity("RARE"),
            SubmissionFilter.builder().documentContext("Rare invoice")
        }) {
            String plan = plan(filter, MANY);
            assertThat(plan).contains("submission_log").doesNotContain("Rows Removed by Filter");
        }
    }

    private static String plan(SubmissionFilter.Builder filter) {
        return plan(filter, FEW);
    }

    /** Returns how the very statement of the log is executed for its first page. */
    private static String plan(SubmissionFilter.Builder filter, int mostBlocks) {
        String plan = Jdbi.create(STORES.dataSource())
                .withHandle(handle -> String.join(
                        "\n",
                        SubmissionSelection.select(
                                        handle,
                                        "explain (analyze, buffers) ",
                                        TENANT,
                                        filter.build(),
                                        Optional.empty(),
                                        50)
                                .mapTo(String.class)
                                .list()));
        assertThat(plan).doesNotContain("Seq Scan");
        assertThat(blocks(plan)).as(plan).isLessThan(mostBlocks);
        return plan;
    }

    private static int blocks(String plan) {
        Matcher first = Pattern.compile("Buffers: shared(?: hit=(\\d+))?(?: read=(\\d+))?")
                .matcher(plan);
        assertThat(first.find()).as(plan).isTrue();
        return number(first.group(1)) + number(first.group(2));
    }

    private static int number(@Nullable String text) {
        return text == null ? 0 : Integer.parseInt(text);
    }
}
