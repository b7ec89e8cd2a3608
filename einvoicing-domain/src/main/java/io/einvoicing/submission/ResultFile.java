package io.einvoicing.submission;

import io.einvoicing.document.StoredFile;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ActionDescription;
import io.einvoicing.feature.FeatureSetup;
import io.einvoicing.feature.port.ActionCatalog;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The file that a submission brought about: the first that the action flagged "export results" left. */
public final class ResultFile {
    private ResultFile() {}

    /** Returns the file that a flow left; empty if it left none. */
    public static Optional<StoredFile> of(FlowState flow, FeatureSetup setup, ActionCatalog catalog) {
        return setup.actions().stream()
                .filter(Action::exportResults)
                .findFirst()
                .flatMap(action -> lastRun(flow, action))
                .flatMap(run -> firstFile(run, catalog));
    }

    private static Optional<ActionRun> lastRun(FlowState flow, Action action) {
        List<ActionRun> runs = flow.runs();
        for (int i = runs.size() - 1; i >= 0; i--) {
            if (runs.get(i).status() == ActionRun.Status.COMPLETED
                    && runs.get(i).action().equals(action.name())) {
                return Optional.of(runs.get(i));
            }
        }
        return Optional.empty();
    }

    private static Optional<StoredFile> firstFile(ActionRun run, ActionCatalog catalog) {
        List<String> order =
                catalog.describe(run.type()).map(ActionDescription::outputs).orElseGet(List::of);
        Comparator<String> asDescribed =
                Comparator.comparingInt(name -> order.contains(name) ? order.indexOf(name) : Integer.MAX_VALUE);
        return run.outputs().entrySet().stream()
                .filter(output -> output.getValue() instanceof OutputValue.File)
                .min(Map.Entry.comparingByKey(asDescribed.thenComparing(Comparator.naturalOrder())))
                .map(output -> ((OutputValue.File) output.getValue()).file());
    }

    /** Returns a name that no other submission's result has, of characters that every file system takes. */
    static String entryName(Submission submission, StoredFile file) {
        BusinessDocumentKey key = submission.order().document();
        String type = file.name().substring(file.name().lastIndexOf('.') + 1);
        return String.join(
                        "_",
                        plain(key.legalEntity()),
                        plain(key.documentContext()),
                        plain(key.sourceRecord()),
                        submission.id().toString())
                + "." + type;
    }

    private static String plain(String text) {
        StringBuilder name = new StringBuilder();
        text.codePoints()
                .limit(60)
                .map(c -> Character.isLetterOrDigit(c) || c == '-' || c == '.' ? c : '-')
                .forEach(name::appendCodePoint);
        return name.toString();
    }
}
