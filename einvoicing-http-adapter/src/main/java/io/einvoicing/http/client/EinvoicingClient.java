package io.einvoicing.http.client;

import static io.einvoicing.http.client.ApiConnection.encoded;

import com.fasterxml.jackson.databind.JsonNode;
import io.einvoicing.http.api.BalanceView;
import io.einvoicing.http.api.ChannelRunStart;
import io.einvoicing.http.api.DecisionRequest;
import io.einvoicing.http.api.EinvoicingApi;
import io.einvoicing.http.api.ExportChannelView;
import io.einvoicing.http.api.NewChannelRun;
import io.einvoicing.http.api.NewConfirmation;
import io.einvoicing.http.api.NewPurchase;
import io.einvoicing.http.api.NewRedrive;
import io.einvoicing.http.api.NewRelatedSubmission;
import io.einvoicing.http.api.NewReservation;
import io.einvoicing.http.api.NewSubmission;
import io.einvoicing.http.api.NewSubmissionBatch;
import io.einvoicing.http.api.NewUsageBatch;
import io.einvoicing.http.api.NewUsageEntry;
import io.einvoicing.http.api.Page;
import io.einvoicing.http.api.PurchaseView;
import io.einvoicing.http.api.RedriveStart;
import io.einvoicing.http.api.RedriveView;
import io.einvoicing.http.api.ReservationView;
import io.einvoicing.http.api.SubmissionBatchView;
import io.einvoicing.http.api.SubmissionView;
import io.einvoicing.submission.SubmissionFilter;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.Submissions;
import io.einvoicing.usage.FeedReceipt;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Calls the service as an ERP does: hands documents in, follows them, counts what it issued elsewhere, reads the balance. Thread-safe.
 *
 * <p>Every request carries the environment of the {@link ErpSettings}, to which the service confines it. Every method throws
 * {@link ErpSettingsException} before anything is sent if a setting is missing, {@link ApiProblemException} if the service answered with a problem, and {@link ApiUnavailableException} if it
 * gave no answer.
 */
public final class EinvoicingClient {
    private final Supplier<ErpSettings> settings;
    private final ApiConnection api;

    /**
     * Connects as the settings say; nothing is sent yet.
     *
     * @param accessToken gives a bearer token that is valid now; asked for each request
     */
    public EinvoicingClient(ErpSettings settings, Supplier<String> accessToken) {
        this(() -> settings, accessToken);
    }

    /**
     * Connects as the settings say at each request, so that turning the integration off holds from the next one on.
     *
     * @param settings gives the settings of now
     * @param accessToken gives a bearer token that is valid now; asked for each request
     */
    public EinvoicingClient(Supplier<ErpSettings> settings, Supplier<String> accessToken) {
        this.settings = settings;
        this.api = new ApiConnection(() -> target(settings.get()), accessToken);
    }

    private static ApiConnection.Target target(ErpSettings now) {
        return new ApiConnection.Target(
                now.checkedEndpoint(), Map.of(EinvoicingApi.ENVIRONMENT, encoded(now.environment())));
    }

    /**
     * What a submission answers.
     *
     * @param submission the submission as it is
     * @param accepted whether this call made it; {@code false} if the same document was submitted before
     */
    public record Submitted(SubmissionView submission, boolean accepted) {}

    /** Submits a document, to the environment of the settings unless it names one; repeating the call is safe. */
    public Submitted submit(NewSubmission document) {
        NewSubmission submission =
                document.environment().isEmpty() ? document.to(settings.get().environment()) : document;
        ApiConnection.Answer<SubmissionView> answer = api.answer("/submissions", submission, SubmissionView.class);
        return new Submitted(answer.body(), answer.status() == 202);
    }

    /** Submits up to 1,000 documents, each as if it came alone; repeating the call is safe. */
    public SubmissionBatchView submit(List<NewSubmission> documents) {
        List<JsonNode> batch = documents.stream()
                .map(document -> document.environment().isEmpty()
                        ? document.to(settings.get().environment())
                        : document)
                .<JsonNode>map(api::tree)
                .toList();
        return api.post("/submissions/batch", new NewSubmissionBatch(batch), SubmissionBatchView.class);
    }

    /** Returns a submission with its log. */
    public SubmissionView submission(SubmissionId id) {
        return api.get(path(id), SubmissionView.class);
    }

    /**
     * Returns one page of submissions, the newest first.
     *
     * @param after the {@code next} of the page before; empty for the first page
     * @param limit at most so many, 1 to 500
     */
    public Page<SubmissionView> submissions(SubmissionFilter filter, Optional<String> after, int limit) {
        List<String> query = new ArrayList<>(List.of("limit=" + limit));
        query.addAll(SubmissionQueries.parameters(filter));
        after.ifPresent(cursor -> query.add("after=" + encoded(cursor)));
        return api.page("/submissions?" + String.join("&", query), SubmissionView.class);
    }

    /** Returns a file of the submission's log; its name is in the log. */
    public byte[] file(SubmissionId id, String name) {
        return api.bytes(path(id) + "/files/"
                + Arrays.stream(name.split("/")).map(ApiConnection::encoded).collect(Collectors.joining("/")));
    }

    /** Returns a submission with its log as soon as it has ended or needs a person; at most 60 seconds later. */
    public SubmissionView submission(SubmissionId id, Duration wait) {
        return api.get(path(id) + "?wait=" + wait.toSeconds(), SubmissionView.class);
    }

    /** Returns the result of a submission: the first file of the action that exports results. */
    public byte[] result(SubmissionId id) {
        return api.bytes(path(id) + "/results");
    }

    /** Returns the results of submissions as a ZIP file; its entry ERRORS.txt names what is missing. */
    public byte[] results(SubmissionFilter filter) {
        return api.bytes("/submission-results?" + String.join("&", SubmissionQueries.parameters(filter)));
    }

    /** Runs the stored document again. */
    public SubmissionView resubmit(SubmissionId id) {
        return api.post(path(id) + "/resubmissions", null, SubmissionView.class);
    }

    /** Sends a correction, cancellation or status change of the submission's document. */
    public SubmissionView sendRelated(SubmissionId id, NewRelatedSubmission related) {
        return api.post(path(id) + "/related", related, SubmissionView.class);
    }

    /** Withdraws a submission before anything was sent. */
    public SubmissionView cancel(SubmissionId id) {
        return api.post(path(id) + "/cancellation", null, SubmissionView.class);
    }

    /** Decides about a submission whose call has an unknown outcome. */
    public SubmissionView decide(SubmissionId id, Submissions.Decision decision) {
        return api.post(path(id) + "/decision", new DecisionRequest(decision), SubmissionView.class);
    }

    /** Enters what the authority said about a call of the submission whose outcome is unknown. */
    public SubmissionView confirm(SubmissionId id, NewConfirmation confirmation) {
        return api.post(path(id) + "/confirmation", confirmation, SubmissionView.class);
    }

    /**
     * Sends the documents that wait in an export channel.
     *
     * @return the run, to be followed as a submission; empty if no document waits
     */
    public Optional<SubmissionView> startChannelRun(NewChannelRun run) {
        return api.post("/export-channels/runs", run, ChannelRunStart.class).run();
    }

    /** Returns the export channels in which documents wait or that had a run. */
    public List<ExportChannelView> exportChannels() {
        return api.page("/export-channels", ExportChannelView.class).items();
    }

    /** Drives on a submission that failed or waits, where it stopped. */
    public SubmissionView redrive(SubmissionId id) {
        return api.post(path(id) + "/redrive", null, SubmissionView.class);
    }

    /** Drives on a submission that failed or waits, from an earlier action. */
    public SubmissionView redrive(SubmissionId id, String from) {
        return api.post(path(id) + "/redrive", new RedriveStart(Optional.of(from)), SubmissionView.class);
    }

    /** Begins to drive on many submissions. */
    public RedriveView redrive(NewRedrive selection) {
        return api.post("/submission-redrives", selection, RedriveView.class);
    }

    /** Returns how far a command to drive on is. */
    public RedriveView redriven(UUID command) {
        return api.get("/submission-redrives/" + command, RedriveView.class);
    }

    /** Returns the balance of the month that runs now in the tenant's billing zone. */
    public BalanceView balance() {
        return api.get("/usage/balance", BalanceView.class);
    }

    /** Returns the balance of a month. */
    public BalanceView balance(YearMonth month) {
        return api.get("/usage/balance?month=" + month, BalanceView.class);
    }

    /** Registers purchased packages; every call adds an entry. */
    public PurchaseView recordPurchase(LocalDate acquiredOn, long packages) {
        return api.post("/usage/purchases", new NewPurchase(acquiredOn, packages), PurchaseView.class);
    }

    /** Returns the purchases acquired in a month. */
    public List<PurchaseView> purchases(YearMonth month) {
        return api.page("/usage/purchases?month=" + month, PurchaseView.class).items();
    }

    /** Counts a document that another system issued, or received and took over; repeating the call is safe. */
    public FeedReceipt recordUsage(NewUsageEntry entry) {
        return api.post("/usage/entries", entry, FeedReceipt.class);
    }

    /** Counts up to 10,000 documents, all of them or none; repeating the call is safe. */
    public FeedReceipt recordUsage(NewUsageBatch batch) {
        return api.post("/usage/entries/batch", batch, FeedReceipt.class);
    }

    /** Holds documents of the running month for 15 minutes; if so many are not available the problem says how many are. */
    public ReservationView reserve(long documents) {
        return api.post("/usage/reservations", new NewReservation(documents), ReservationView.class);
    }

    /** Returns a reservation, whether it is open or not. */
    public ReservationView reservation(UUID id) {
        return api.get("/usage/reservations/" + id, ReservationView.class);
    }

    /** Returns the reservations that are open now, the oldest first. */
    public List<ReservationView> reservations() {
        return api.page("/usage/reservations", ReservationView.class).items();
    }

    /** Gives back what a reservation still holds; repeatable. */
    public ReservationView release(UUID id) {
        return api.delete("/usage/reservations/" + id, ReservationView.class);
    }

    private static String path(SubmissionId id) {
        return "/submissions/" + id;
    }
}
