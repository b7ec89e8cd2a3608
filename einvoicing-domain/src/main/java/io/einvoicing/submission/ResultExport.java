package io.einvoicing.submission;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.document.DocumentNotFoundException;
import io.einvoicing.document.StoredFile;
import io.einvoicing.document.port.DocumentStore;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.environment.PublishedEnvironment;
import io.einvoicing.environment.port.PublishedEnvironments;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.port.ActionCatalog;
import io.einvoicing.feature.port.FeatureRepository;
import io.einvoicing.kernel.EinvoicingException;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import io.einvoicing.submission.port.SubmissionRepository;
import io.einvoicing.vault.VaultUse;
import io.einvoicing.vault.Vaults;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Hands out what submissions brought about: for each the first file that the action flagged "export results" left. Thread-safe. Every
 * operation needs the role {@link Role#SUBMIT} and sees the caller's tenant only.
 */
public final class ResultExport {
    /** The entry of an archive that names what is missing in it, and why. */
    public static final String ERRORS = "ERRORS.txt";

    /** Most submissions that an archive takes by their ids. */
    public static final int MAX_IDS = 10_000;

    private static final int PAGE = 200;
    /** After so many reads in a row without an answer of the storage the others are not tried. */
    private static final int PATIENCE = 3;

    private final Ports ports;
    private final ActionCatalog catalog;

    /** What exports need from outside. */
    public record Ports(
            PublishedEnvironments environments,
            FeatureRepository features,
            SubmissionRepository submissions,
            DocumentStore documents,
            Vaults vaults) {}

    public ResultExport(Ports ports, ActionCatalog catalog) {
        this.ports = ports;
        this.catalog = catalog;
    }

    /**
     * A result with the name under which it is handed out.
     *
     * @param name made of the document key and the submission
     */
    public record Named(String name, DocumentContent content) {}

    /**
     * Returns the result of one submission.
     *
     * @throws EinvoicingException if the customer's storage or vault gave no answer
     */
    public Result<Named> result(Caller caller, SubmissionId id) {
        Optional<Refusal> lack = caller.lacks(Role.SUBMIT);
        if (lack.isPresent()) {
            return Result.refused(lack.get());
        }
        Optional<Submission> found = ports.submissions().find(caller.tenant(), id);
        if (found.isEmpty()) {
            return Result.refused(Refusal.notFound("submission " + id));
        }
        Reading reading = new Reading(caller);
        return reading.named(found.get())
                .map(Result::accepted)
                .orElseGet(() -> Result.refused(Refusal.conflict(none(found.get()))));
    }

    /**
     * Prepares an archive of many results. Its first result is read at once, so that an outage is told before anything is written.
     *
     * @param filter which submissions of the log
     * @param ids only these of them, at most {@value #MAX_IDS}; empty = all
     * @throws IllegalArgumentException if there are more ids
     * @throws EinvoicingException if the customer's storage or vault gave no answer
     */
    public Result<Archive> archive(Caller caller, SubmissionFilter filter, List<SubmissionId> ids) {
        Optional<Refusal> lack = caller.lacks(Role.SUBMIT);
        if (lack.isPresent()) {
            return Result.refused(lack.get());
        }
        if (ids.size() > MAX_IDS) {
            throw new IllegalArgumentException("submissions must be at most " + MAX_IDS + ", are " + ids.size());
        }
        return Result.accepted(
                new Archive(new Selected(caller, filter, ids.stream().distinct().toList())));
    }

    private static String none(Submission submission) {
        return "submission " + submission.id() + " is " + submission.status()
                + " and has no result: an action that exports results leaves one";
    }

    /** The submissions of an archive, page by page. */
    private final class Selected {
        private final Caller caller;
        private final SubmissionFilter filter;
        private final List<SubmissionId> ids;
        private int next;
        private Optional<SubmissionId> last = Optional.empty();

        Selected(Caller caller, SubmissionFilter filter, List<SubmissionId> ids) {
            this.caller = caller;
            this.filter = filter;
            this.ids = ids;
        }

        /** Returns the next submissions; empty at the end. An id that is none of the tenant's is put among the missing ones. */
        List<Submission> next(List<String> missing) {
            if (ids.isEmpty()) {
                List<Submission> page = ports.submissions().list(caller.tenant(), filter, last, PAGE);
                last = page.isEmpty()
                        ? last
                        : Optional.of(page.get(page.size() - 1).id());
                return page;
            }
            List<Submission> page = new ArrayList<>();
            while (page.isEmpty() && next < ids.size()) {
                SubmissionId id = ids.get(next++);
                ports.submissions()
                        .find(caller.tenant(), id)
                        .filter(filter::matches)
                        .ifPresentOrElse(page::add, () -> missing.add(id + "\tthere is no such submission"));
            }
            return page;
        }

        /** Tells whether nobody misses its result: a run of an export channel that a filter for documents means with them. */
        boolean passesOver(Submission submission) {
            return ids.isEmpty()
                    && filter.kind().isEmpty()
                    && submission.order().kind() == SubmissionKind.CHANNEL_RUN;
        }
    }

    /** A ZIP file of results in the making. Not thread-safe; written once. */
    public final class Archive {
        private final Selected selected;
        private final Reading reading;
        private final List<String> missing = new ArrayList<>();
        private List<Submission> page;
        private Optional<Named> first = Optional.empty();
        private Optional<SubmissionId> firstOf = Optional.empty();

        private Archive(Selected selected) {
            this.selected = selected;
            this.reading = new Reading(selected.caller);
            this.page = selected.next(missing);
            for (Submission each : page) {
                try {
                    first = reading.named(each);
                    if (first.isPresent()) {
                        firstOf = Optional.of(each.id());
                        return;
                    }
                } catch (DocumentNotFoundException | IllegalStateException e) {
                    return; // Told in the archive, when its turn comes.
                }
            }
        }

        /**
         * Writes the archive, one result at hand at a time. What cannot be read is named in its entry {@value ResultExport#ERRORS}.
         *
         * @throws EinvoicingException if the store gave no answer; the archive is broken off
         */
        public void writeTo(OutputStream out) throws IOException {
            ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
            int silent = 0;
            while (!page.isEmpty()) {
                for (Submission each : page) {
                    if (silent == PATIENCE) {
                        miss(each, "not tried: the storage gave no answer " + PATIENCE + " times in a row");
                        continue;
                    }
                    try {
                        Optional<Named> result =
                                firstOf.filter(each.id()::equals).isPresent() ? first : reading.named(each);
                        first = Optional.empty();
                        firstOf = Optional.empty();
                        if (result.isEmpty()) {
                            if (!selected.passesOver(each)) {
                                miss(each, "it is " + each.status() + " and has no result");
                            }
                        } else {
                            zip.putNextEntry(new ZipEntry(result.get().name()));
                            zip.write(result.get().content().bytes());
                            zip.closeEntry();
                        }
                        silent = 0;
                    } catch (DocumentNotFoundException | IllegalStateException e) {
                        miss(each, String.valueOf(e.getMessage()));
                    } catch (EinvoicingException e) {
                        silent++;
                        miss(each, String.valueOf(e.getMessage()));
                    }
                }
                page = selected.next(missing);
            }
            if (!missing.isEmpty()) {
                zip.putNextEntry(new ZipEntry(ERRORS));
                for (String line : missing) {
                    zip.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                }
                zip.closeEntry();
            }
            zip.finish();
            zip.flush();
        }

        private void miss(Submission submission, String why) {
            missing.add(submission.id() + "\t" + submission.order().document() + "\t"
                    + why.replaceAll("[\\p{Cntrl}]+", " "));
        }
    }

    /** Reads results, with what it looked up on the way at hand. */
    private final class Reading {
        private final Caller caller;
        private final Map<Pinned, FeatureVersion> versions = new HashMap<>();
        private final Map<EnvironmentId, EnvironmentStorage> storages = new HashMap<>();

        Reading(Caller caller) {
            this.caller = caller;
        }

        private record Pinned(FeatureId feature, int version) {}

        Optional<StoredFile> resultOf(Submission submission) {
            Submission.Order order = submission.order();
            FeatureVersion version = versions.computeIfAbsent(
                    new Pinned(order.feature(), order.version()),
                    pinned -> ports.features()
                            .findVersion(submission.tenant(), pinned.feature(), pinned.version())
                            .orElseThrow(() -> new IllegalStateException("version " + pinned.version() + " of feature "
                                    + pinned.feature() + " is not stored")));
            return version.content()
                    .setup(order.setup())
                    .map(setup -> order.kind() == SubmissionKind.CHANNEL_RUN ? setup.channel() : setup)
                    .flatMap(setup -> ResultFile.of(submission.flow(), setup, catalog));
        }

        Optional<Named> named(Submission submission) {
            return resultOf(submission)
                    .map(file -> new Named(ResultFile.entryName(submission, file), read(submission, file)));
        }

        DocumentContent read(Submission submission, StoredFile file) {
            EnvironmentStorage storage =
                    storages.computeIfAbsent(submission.order().environment(), environment -> {
                        PublishedEnvironment published = ports.environments()
                                .latest(submission.tenant(), environment)
                                .orElseThrow(() -> new IllegalStateException("its environment was deleted"));
                        return EnvironmentStorage.open(
                                published, VaultUse.by(caller), ports.vaults(), ports.documents());
                    });
            return new DocumentContent(file.mediaType(), storage.read(file.name()));
        }
    }
}
