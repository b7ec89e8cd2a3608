package io.einvoicing.service.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.einvoicing.feature.FieldValue;
import io.einvoicing.http.api.NewRelatedSubmission;
import io.einvoicing.http.api.NewSubmission;
import io.einvoicing.http.api.SubmissionView;
import io.einvoicing.http.client.EinvoicingClient;
import io.einvoicing.http.client.ErpSettings;
import io.einvoicing.submission.BusinessDocumentKey;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionKind;
import io.einvoicing.submission.SubmissionStatus;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Plays the ERP: submits the sample documents over HTTP, follows them to their end, then reads the month's balance. */
final class DemoRun {
    private static final String LEGAL_ENTITY = "NL01";
    private static final String REJECTED_SAMPLE = "40-authority-rejects-schema";
    private static final String CANCELED_SAMPLE = "01-invoice-one-line";
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final ObjectMapper json = new ObjectMapper();
    private final EinvoicingClient erp;
    private final String run = UUID.randomUUID().toString().substring(0, 8);

    DemoRun(URI address, String token) {
        this.erp = new EinvoicingClient(ErpSettings.of(address, DemoSetup.ENVIRONMENT), () -> token);
    }

    DemoReport submitAll() throws IOException, InterruptedException {
        buyOnePackage();
        List<DemoReport.Row> rows = new ArrayList<>();
        for (String sample : DemoSetup.resource("documents/index.txt").lines().toList()) {
            rows.add(new DemoReport.Row(sample, submit(sample)));
        }
        follow(rows);
        // What refers to a former submission comes after that has ended.
        rows.add(new DemoReport.Row(
                REJECTED_SAMPLE + ", resubmitted",
                erp.resubmit(find(rows, REJECTED_SAMPLE).id()).id()));
        rows.add(new DemoReport.Row(
                CANCELED_SAMPLE + ", canceled",
                cancel(find(rows, CANCELED_SAMPLE)).id()));
        follow(rows);
        List<DemoReport.Entry> entries = rows.stream()
                .map(row -> new DemoReport.Entry(row.document(), erp.submission(row.id())))
                .toList();
        return new DemoReport(entries, erp.balance());
    }

    /** Registers one package for the month unless a former run did. */
    private void buyOnePackage() {
        YearMonth month = erp.balance().month();
        if (erp.purchases(month).isEmpty()) {
            erp.recordPurchase(month.atDay(1), 1);
        }
    }

    private SubmissionId submit(String sample) throws IOException {
        ObjectNode document = (ObjectNode) json.readTree(DemoSetup.resource("documents/" + sample + ".json"));
        document.put("number", document.get("number").asText() + "-" + run);
        boolean creditNote = document.get("documentType").asText().equals("creditNote");
        return erp.submit(new NewSubmission(
                        DemoSetup.ENVIRONMENT,
                        new BusinessDocumentKey(
                                Demo.ERP_APPLICATION.toString(),
                                LEGAL_ENTITY,
                                creditNote ? DemoSetup.CREDIT_NOTE : DemoSetup.INVOICE,
                                run + "/" + sample),
                        Map.of("Country", FieldValue.of("NL")),
                        Map.of(),
                        document,
                        "",
                        new byte[0],
                        ""))
                .submission()
                .id();
    }

    private SubmissionView cancel(SubmissionView issued) {
        ObjectNode cancellation = json.createObjectNode()
                .put("cancels", issued.document().sourceRecord())
                .put("receipt", issued.results().getOrDefault("Receipt", ""))
                .put("reason", "Ordered by mistake");
        return erp.sendRelated(
                issued.id(),
                new NewRelatedSubmission(
                        SubmissionKind.CANCELLATION, Map.of(), Map.of(), cancellation, "", new byte[0], ""));
    }

    private SubmissionView find(List<DemoReport.Row> rows, String sample) {
        return rows.stream()
                .filter(row -> row.document().equals(sample))
                .map(row -> erp.submission(row.id()))
                .findFirst()
                .orElseThrow();
    }

    /** Waits until every submission has ended or waits for a person. */
    private void follow(List<DemoReport.Row> rows) throws InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        List<DemoReport.Row> open = new ArrayList<>(rows);
        while (!open.isEmpty() && System.nanoTime() < end) {
            open.removeIf(row -> isSettled(erp.submission(row.id())));
            if (!open.isEmpty()) {
                Thread.sleep(BETWEEN_LOOKS.toMillis());
            }
        }
    }

    private static boolean isSettled(SubmissionView submission) {
        return !submission.status().isActive()
                || submission.status() == SubmissionStatus.PENDING
                        && submission.dueAt().isEmpty();
    }
}
