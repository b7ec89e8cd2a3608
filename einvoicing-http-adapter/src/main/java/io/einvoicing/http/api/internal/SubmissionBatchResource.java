package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.BearerFilter.caller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.http.api.NewSubmission;
import io.einvoicing.http.api.NewSubmissionBatch;
import io.einvoicing.http.api.Problem;
import io.einvoicing.http.api.ProblemType;
import io.einvoicing.http.api.SubmissionBatchView;
import io.einvoicing.http.api.SubmissionView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Many documents in one request, each as if it came alone. */
@Secured
@Path("/api/v1/submissions/batch")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Submissions", description = "Business documents on their way; needs the role submit")
public final class SubmissionBatchResource {
    /** Threads with which a node helps all batches: the customers' storages answer slowly, and side by side. */
    private static final int HELPERS = 16;

    /** Documents of one batch that are taken in at once: one by the request's own thread, so that none waits for a helper. */
    private static final int AT_ONCE = 8;

    private final SubmissionIntake intake;
    private final ObjectMapper json;
    private final FailureMapper failures = new FailureMapper();
    private final ThreadPoolExecutor threads;

    SubmissionBatchResource(SubmissionIntake intake, ObjectMapper json) {
        this.intake = intake;
        this.json = json;
        this.threads =
                new ThreadPoolExecutor(HELPERS, HELPERS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "einvoicing-batch");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "submitBatch",
            summary = "Submits up to 1,000 business documents, each as if it came alone",
            description =
                    "Some may be accepted and others refused: each result has the status and the body that the operation submit"
                            + " answers. Those of one document key are taken in their order. Repeating the request is safe.")
    @ApiResponse(
            responseCode = "200",
            description = "One result for each document, in order",
            useReturnTypeSchema = true)
    @ApiResponse(responseCode = "413", description = "The request is too large: too-large; nothing was stored")
    public SubmissionBatchView submit(
            NewSubmissionBatch request,
            @BeanParam EnvironmentScope scope,
            @Context SecurityContext security,
            @Context UriInfo uri) {
        Caller caller = caller(security);
        caller.lacks(Role.SUBMIT).ifPresent(refusal -> {
            throw ProblemException.of(refusal);
        });
        List<JsonNode> documents = request.submissions();
        SubmissionBatchView.Item[] results = new SubmissionBatchView.Item[documents.size()];
        List<Callable<Boolean>> groups = new ArrayList<>();
        for (List<Integer> group : byDocument(documents)) {
            groups.add(() -> {
                group.forEach(i -> results[i] = one(caller, scope, documents.get(i), uri));
                return true;
            });
        }
        work(groups);
        List<SubmissionBatchView.Item> all = List.of(results);
        int accepted = count(all, 202);
        int known = count(all, 200);
        return new SubmissionBatchView(accepted, known, all.size() - accepted - known, all);
    }

    /** Returns the places of the documents, those of one key together and in order. */
    private static Iterable<List<Integer>> byDocument(List<JsonNode> documents) {
        Map<JsonNode, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < documents.size(); i++) {
            groups.computeIfAbsent(documents.get(i).path("document"), any -> new ArrayList<>())
                    .add(i);
        }
        return groups.values();
    }

    /** Works through the groups with the request's own thread and those that help. */
    private void work(List<Callable<Boolean>> groups) {
        List<FutureTask<Boolean>> tasks =
                groups.stream().map(FutureTask<Boolean>::new).toList();
        Queue<FutureTask<Boolean>> left = new ConcurrentLinkedQueue<>(tasks);
        for (int i = 1; i < Math.min(AT_ONCE, tasks.size()); i++) {
            threads.execute(() -> help(left));
        }
        for (FutureTask<Boolean> next = left.poll(); next != null; next = left.poll()) {
            next.run();
        }
        await(tasks);
    }

    /** Takes in one group, and then stands in line again: batches take turns. */
    private void help(Queue<FutureTask<Boolean>> left) {
        FutureTask<Boolean> next = left.poll();
        if (next != null) {
            next.run();
            threads.execute(() -> help(left));
        }
    }

    private static void await(List<FutureTask<Boolean>> tasks) {
        try {
            for (FutureTask<Boolean> each : tasks) {
                each.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(
                    ProblemType.UNAVAILABLE, "the service stops: repeat the same request, which is safe");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a batch was not taken in", e.getCause());
        }
    }

    private SubmissionBatchView.Item one(Caller caller, EnvironmentScope scope, JsonNode document, UriInfo uri) {
        Response answer;
        try {
            answer = intake.submit(read(document), scope, caller, uri);
        } catch (RuntimeException e) {
            answer = failures.toResponse(e);
        }
        Object body = answer.getEntity();
        return new SubmissionBatchView.Item(
                answer.getStatus(),
                body instanceof SubmissionView view ? Optional.of(view) : Optional.empty(),
                body instanceof Problem problem ? Optional.of(problem) : Optional.empty());
    }

    private NewSubmission read(JsonNode document) {
        if (!document.isObject()) {
            throw ProblemException.invalidValue("", "must be an object", "send what the operation submit takes");
        }
        try {
            return json.treeToValue(document, NewSubmission.class);
        } catch (IOException e) {
            try {
                throw JsonProblems.of(e);
            } catch (IOException unreadable) {
                throw new IllegalStateException("a document that was read cannot be read", unreadable);
            }
        }
    }

    private static int count(List<SubmissionBatchView.Item> results, int status) {
        return (int) results.stream().filter(each -> each.status() == status).count();
    }
}
