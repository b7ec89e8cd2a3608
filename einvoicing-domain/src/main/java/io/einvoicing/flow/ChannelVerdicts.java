package io.einvoicing.flow;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.document.StoredFile;
import io.einvoicing.submission.ActionRun;
import io.einvoicing.submission.InvoiceStatus;
import io.einvoicing.submission.OutputValue;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the authority says of each document that a run of an export channel sent: the run's own verdict, unless one of its actions
 * left an output {@value Verdict#DOCUMENTS}, a file or value of lines such as {@code 0f8b…e2 REJECTED}. A document that has no line there takes
 * the run's verdict; one whose line cannot be read has none.
 */
final class ChannelVerdicts {
    private ChannelVerdicts() {}

    static Optional<InvoiceStatus> of(
            Submission run, SubmissionId document, Function<StoredFile, DocumentContent> files) {
        String id = document.toString();
        return lines(run, files)
                .flatMap(text -> text.lines()
                        .map(line -> line.strip().split("\\s+", 2))
                        .filter(line -> line[0].equals(id))
                        .findFirst())
                .map(line -> line.length == 2 ? status(line[1]) : Optional.<InvoiceStatus>empty())
                .orElseGet(run::invoiceStatus);
    }

    private static Optional<String> lines(Submission run, Function<StoredFile, DocumentContent> files) {
        List<ActionRun> runs = run.flow().runs();
        for (int i = runs.size() - 1; i >= 0; i--) {
            OutputValue output = runs.get(i).outputs().get(Verdict.DOCUMENTS);
            if (output != null && runs.get(i).status() == ActionRun.Status.COMPLETED) {
                return Optional.of(
                        output instanceof OutputValue.Text text
                                ? text.text()
                                : new String(
                                        files.apply(((OutputValue.File) output).file())
                                                .bytes(),
                                        StandardCharsets.UTF_8));
            }
        }
        return Optional.empty();
    }

    private static Optional<InvoiceStatus> status(String code) {
        try {
            return Optional.of(new InvoiceStatus(code));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // What was sent is not made undone by a line that nobody can read.
        }
    }
}
