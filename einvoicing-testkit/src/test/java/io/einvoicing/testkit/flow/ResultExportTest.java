package io.einvoicing.testkit.flow;

import static io.einvoicing.testkit.data.TestData.aCaller;
import static io.einvoicing.testkit.flow.FlowFixture.call;
import static io.einvoicing.testkit.flow.FlowFixture.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.flow.ActionOutput;
import io.einvoicing.kernel.EinvoicingException;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.submission.ResultExport;
import io.einvoicing.submission.SubmissionFilter;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionStatus;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

class ResultExportTest {
    private final FlowFixture flow = new FlowFixture(step("One"), call("Send").exportingResults(), step("Two"));

    private SubmissionId completed(String record) {
        SubmissionId id = flow.submit(record);
        flow.call.script.add(context ->
                ActionOutcome.completed(new ActionOutput.File("response", FlowFixture.text("receipt of " + record))));
        assertThat(flow.run(id)).contains(SubmissionStatus.COMPLETED);
        return id;
    }

    private Map<String, String> archive(SubmissionFilter filter, List<SubmissionId> ids) throws IOException {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        flow.invoicing.results().archive(flow.caller, filter, ids).orThrow().writeTo(zip);
        return entries(zip.toByteArray());
    }

    private static Map<String, String> entries(byte[] zip) throws IOException {
        Map<String, String> entries = new LinkedHashMap<>();
        ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip), StandardCharsets.UTF_8);
        for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
            entries.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        return entries;
    }

    @Test
    void handsOutTheFileOfTheActionThatExportsResults() {
        SubmissionId id = completed("FTI/1");

        ResultExport.Named result =
                flow.invoicing.results().result(flow.caller, id).orThrow();

        assertThat(new String(result.content().bytes(), StandardCharsets.UTF_8)).isEqualTo("receipt of FTI/1");
        assertThat(result.name()).isEqualTo("DEMF_Customer-invoice_FTI-1_" + id + ".txt");
    }

    @Test
    void saysThatThereIsNoResult() {
        SubmissionId scheduled = flow.submit("1");

        Refusal none = refusal(scheduled);

        assertThat(none.kind()).isEqualTo(Refusal.Kind.CONFLICT);
        assertThat(none.message()).contains(scheduled.toString(), "has no result");
    }

    @Test
    void saysThatThereIsNoSuchSubmission() {
        SubmissionId unknown = new SubmissionId(UUID.randomUUID());

        Refusal none = refusal(unknown);

        assertThat(none.kind()).isEqualTo(Refusal.Kind.NOT_FOUND);
        assertThat(none.message()).contains(unknown.toString());
    }

    private Refusal refusal(SubmissionId id) {
        return flow.invoicing
                .results()
                .result(flow.caller, id)
                .fold(
                        named -> {
                            throw new AssertionError("accepted");
                        },
                        refused -> refused);
    }

    @Test
    void packsManyResultsAndNamesWhatIsMissing() throws IOException {
        SubmissionId first = completed("1");
        SubmissionId second = completed("2");
        SubmissionId scheduled = flow.submit("3");

        Map<String, String> all = archive(SubmissionFilter.ALL, List.of());

        assertThat(all)
                .containsEntry("DEMF_Customer-invoice_1_" + first + ".txt", "receipt of 1")
                .containsEntry("DEMF_Customer-invoice_2_" + second + ".txt", "receipt of 2")
                .hasSize(3);
        assertThat(all.get(ResultExport.ERRORS)).contains(scheduled.toString(), "it is SCHEDULED and has no result");
        SubmissionId foreign = new SubmissionId(UUID.randomUUID());
        Map<String, String> named = archive(SubmissionFilter.ALL, List.of(second, foreign, second));
        assertThat(named.keySet()).containsExactly("DEMF_Customer-invoice_2_" + second + ".txt", ResultExport.ERRORS);
        assertThat(named.get(ResultExport.ERRORS)).contains(foreign.toString(), "no such submission");
        assertThat(archive(SubmissionFilter.builder().sourceRecord("1").build(), List.of()))
                .hasSize(1);
    }

    @Test
    void packsMoreThanAPage() throws IOException {
        for (int i = 0; i < 405; i++) {
            completed("R" + i);
        }

        assertThat(archive(SubmissionFilter.ALL, List.of())).hasSize(405);
    }

    @Test
    void tellsAnOutageBeforeAnythingIsWritten() {
        completed("1");
        flow.documents.goDown();

        assertThatThrownBy(() -> flow.invoicing.results().archive(flow.caller, SubmissionFilter.ALL, List.of()))
                .isInstanceOf(EinvoicingException.class);
    }

    @Test
    void namesWhatCouldNotBeReadWhenTheStorageGoesDownInTheMiddle() throws IOException {
        for (int i = 0; i < 10; i++) {
            completed("R" + i);
        }
        ResultExport.Archive archive = flow.invoicing
                .results()
                .archive(flow.caller, SubmissionFilter.ALL, List.of())
                .orThrow();
        flow.documents.goDown();
        ByteArrayOutputStream zip = new ByteArrayOutputStream();

        archive.writeTo(zip);

        Map<String, String> entries = entries(zip.toByteArray());
        assertThat(entries).hasSize(2);
        assertThat(entries.get(ResultExport.ERRORS).lines()).hasSize(9);
        assertThat(entries.get(ResultExport.ERRORS)).contains("not tried");
    }

    @Test
    void handsOutNothingOfAnotherTenant() throws IOException {
        SubmissionId id = completed("1");
        ByteArrayOutputStream zip = new ByteArrayOutputStream();

        flow.invoicing
                .results()
                .archive(aCaller().build(), SubmissionFilter.ALL, List.of(id))
                .orThrow()
                .writeTo(zip);

        assertThat(entries(zip.toByteArray()).keySet()).containsExactly(ResultExport.ERRORS);
    }
}
