package io.einvoicing.flow;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.ActionDescription;
import io.einvoicing.submission.LogMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Puts the documents of a run of an export channel into one ZIP file. The order and the times of its entries are fixed, so that
 * another run of the action gives the same bytes.
 */
public final class AssembleBatchAction implements RepeatableActionType {
    /** Name of the action type. */
    public static final String TYPE = "Assemble batch";

    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private static final ActionDescription DESCRIPTION = new ActionDescription(
            TYPE,
            "Puts the documents of a run of an export channel into one ZIP file, and lists them: submission and file name by line.",
            ActionDescription.Kind.REPEATABLE,
            List.of(),
            List.of("Archive", "Manifest", "Documents"));

    @Override
    public ActionDescription description() {
        return DESCRIPTION;
    }

    @Override
    public ActionOutcome execute(ActionContext context) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StringBuilder manifest = new StringBuilder();
        int documents = 0;
        try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            for (Iterator<ActionContext.BatchDocument> batch = context.batch().iterator();
                    batch.hasNext();
                    documents++) {
                ActionContext.BatchDocument document = batch.next();
                ZipEntry entry = new ZipEntry(document.name());
                entry.setTimeLocal(NO_TIME);
                zip.putNextEntry(entry);
                zip.write(document.content().bytes());
                zip.closeEntry();
                manifest.append(document.submission())
                        .append('\t')
                        .append(document.name())
                        .append('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every byte", e);
        }
        if (documents == 0) {
            return ActionOutcome.failed(
                    "there are no documents: this action belongs to the channel actions of an export channel");
        }
        return new ActionOutcome.Completed(
                List.of(
                        new ActionOutput.File("Archive", new DocumentContent("application/zip", bytes.toByteArray())),
                        new ActionOutput.File(
                                "Manifest",
                                new DocumentContent(
                                        "text/tab-separated-values",
                                        manifest.toString().getBytes(StandardCharsets.UTF_8))),
                        new ActionOutput.Value("Documents", Integer.toString(documents))),
                List.of(LogMessage.info("BATCH", documents + " documents")),
                Optional.empty());
    }
}
