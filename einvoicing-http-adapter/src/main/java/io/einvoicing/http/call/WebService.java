package io.einvoicing.http.call;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.flow.ActionContext;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.flow.ActionOutput;
import io.einvoicing.flow.Verdict;
import io.einvoicing.flow.port.ResponseParser;
import io.einvoicing.http.call.internal.RetryAfter;
import io.einvoicing.submission.LogMessage;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A tax authority's web service as the actions see it: makes the call and says what the answer, or its absence, means.
 *
 * <p>A complete response that the response configuration reads as a verdict completes the action, whatever its HTTP status. 401,
 * 403, 407 and 429 without a verdict, and a connection that never came about, are retryable: the document was not processed.
 * Anything else after the first byte was sent leaves the outcome unknown. A duplicate counts as the original: its verdict is taken
 * from the answer, else asked for at once.
 *
 * <p>Messages name the URL without its query, the status and the duration; never a header, and never a part of a document: the
 * response is a file in the customer's storage.
 */
final class WebService {
    /** Output: what the parser read, as a file. */
    static final String RESPONSE = "Response";

    /** Output: the answer that said "duplicate", if the response is that to the question after the original. */
    static final String DUPLICATE_ANSWER = "Duplicate answer";

    /** Output: the response's HTTP status. */
    static final String HTTP_STATUS = "HTTP status";

    /** Output: the authority's own number for the document; of a duplicate the original's. */
    static final String RECEIPT = "Receipt";

    /** What reading the verdict may take after a call. */
    static final Duration READING = Duration.ofSeconds(10);

    /** Answers that say: turned away before processing. */
    private static final Set<Integer> NOT_PROCESSED = Set.of(401, 403, 407, 429);

    private final OutboundHttp http;
    private final ResponseParser parser;
    private final Function<DocumentContent, Unpacked> unpacking;

    /**
     * A response ready to be read.
     *
     * @param response what the parser reads and later actions use
     * @param others what else is kept
     */
    record Unpacked(DocumentContent response, List<ActionOutput> others) {}

    WebService(OutboundHttp http, ResponseParser parser, Function<DocumentContent, Unpacked> unpacking) {
        this.http = http;
        this.parser = parser;
        this.unpacking = unpacking;
    }

    OutboundPolicy policy() {
        return http.policy();
    }

    /** Returns the longest time that sending, or asking, takes; a duplicate is asked for within the time for sending. */
    static Duration timeout(ActionContext context) {
        Duration once = CallParameters.timeout(context).plus(READING);
        return CallParameters.hasStatusUrl(context) ? once.multipliedBy(2) : once;
    }

    /** Checks that a call can be built and may be made; nothing is sent. */
    void requirePossible(Supplier<OutboundRequest> call) {
        CallParameters.requireAllowed(http.policy(), call.get().url());
    }

    /** Sends a request. */
    ActionOutcome send(ActionContext context, Supplier<OutboundRequest> request, Supplier<OutboundRequest> question) {
        OutboundRequest call;
        try {
            call = request.get();
        } catch (IllegalArgumentException e) {
            return ActionOutcome.retryable("nothing was sent: " + e.getMessage());
        }
        return http.exchange(call)
                .fold(
                        notSent -> ActionOutcome.retryable("nothing was sent: " + notSent.reason()),
                        answered -> answered(context, call, answered, question),
                        none -> ActionOutcome.unknown("sent, but there is no answer: " + none.reason()));
    }

    private ActionOutcome answered(
            ActionContext context,
            OutboundRequest call,
            OutboundResult.Answered answer,
            Supplier<OutboundRequest> question) {
        Reading reading = read(context, call, answer);
        if (reading.verdict().isPresent()) {
            return reading.verdict().get().leavesOriginalOpen()
                    ? original(context, reading, question)
                    : reading.completed();
        }
        if (NOT_PROCESSED.contains(answer.status())) {
            return new ActionOutcome.RetryableFailure(
                    "the web service turned the request away with status " + answer.status(),
                    answer.header("Retry-After").flatMap(value -> RetryAfter.parse(value, context.now())),
                    reading.outputs(),
                    reading.messages());
        }
        return reading.unknown("the web service answered with status " + answer.status() + " and no verdict");
    }

    /** Gets the verdict on the original of a duplicate. */
    private ActionOutcome original(ActionContext context, Reading duplicate, Supplier<OutboundRequest> question) {
        if (!CallParameters.hasStatusUrl(context)) {
            return duplicate.unknown("the web service has the document already, and its answer does not tell what"
                    + " became of the original: look it up there, or set a status URL");
        }
        ActionOutcome asked = ask(context, question);
        List<ActionOutput> outputs = new ArrayList<>(duplicate.outputsAs(DUPLICATE_ANSWER));
        List<LogMessage> messages = Stream.concat(duplicate.messages().stream(), asked.messages().stream())
                .toList();
        if (asked instanceof ActionOutcome.Completed completed) {
            outputs.addAll(completed.outputs());
            return new ActionOutcome.Completed(outputs, messages, completed.invoiceStatus());
        }
        return new ActionOutcome.OutcomeUnknown(
                "the web service has the document already, and what became of the original could not be learned",
                outputs,
                messages);
    }

    /** Asks what became of a request. */
    ActionOutcome ask(ActionContext context, Supplier<OutboundRequest> question) {
        OutboundRequest call;
        try {
            call = question.get();
        } catch (IllegalArgumentException e) {
            return ActionOutcome.unknown("could not ask for the outcome: " + e.getMessage());
        }
        return http.exchange(call)
                .fold(
                        notSent -> ActionOutcome.unknown("could not ask for the outcome: " + notSent.reason()),
                        answered -> asked(context, call, answered),
                        none -> ActionOutcome.unknown("asked for the outcome without an answer: " + none.reason()));
    }

    private ActionOutcome asked(ActionContext context, OutboundRequest call, OutboundResult.Answered answer) {
        Reading reading = read(context, call, answer);
        if (reading.verdict().filter(verdict -> !verdict.leavesOriginalOpen()).isPresent()) {
            return reading.completed();
        }
        return answer.status() == 404
                ? new ActionOutcome.RetryableFailure(
                        "the web service does not know the request",
                        Optional.empty(),
                        reading.outputs(),
                        reading.messages())
                : reading.unknown("asked for the outcome, got status " + answer.status() + " and no verdict");
    }

    /** Returns the question after a request as an HTTP GET of the status URL. */
    static OutboundRequest question(ActionContext context, String idempotencyKey, String sha256) {
        return new OutboundRequest(
                "GET",
                CallParameters.statusUrl(context, idempotencyKey, sha256),
                CallParameters.headers(context),
                Optional.empty(),
                CallParameters.timeout(context),
                CallParameters.tls(context));
    }

    /** A complete response and what the parser made of it. */
    record Reading(Optional<Verdict> verdict, List<ActionOutput> outputs, List<LogMessage> messages) {
        ActionOutcome completed() {
            return new ActionOutcome.Completed(outputs, messages, verdict.map(Verdict::status));
        }

        ActionOutcome unknown(String reason) {
            return new ActionOutcome.OutcomeUnknown(reason, outputs, messages);
        }

        /** Returns the response alone, under another name. */
        List<ActionOutput> outputsAs(String name) {
            return outputs.stream()
                    .filter(output -> output.name().equals(RESPONSE))
                    .map(output -> (ActionOutput) new ActionOutput.File(name, ((ActionOutput.File) output).content()))
                    .toList();
        }
    }

    /** Reads the verdict; whatever fails, the answer is kept. */
    Reading read(ActionContext context, OutboundRequest call, OutboundResult.Answered answer) {
        List<LogMessage> messages = new ArrayList<>();
        messages.add(LogMessage.info(
                "",
                call.summary() + " answered " + answer.status() + " after "
                        + answer.took().toMillis() + " ms with " + answer.body().bytes().length + " bytes"));
        Unpacked unpacked = unpacking.apply(answer.body());
        Optional<Verdict> verdict = Optional.empty();
        try {
            verdict = parser.parse(
                    context.formatConfiguration(CallParameters.PARSER),
                    inUtf8(unpacked.response(), CallParameters.responseEncoding(context)));
        } catch (IllegalArgumentException e) {
            messages.add(LogMessage.error("", "the response configuration is faulty: " + e.getMessage()));
        }
        List<ActionOutput> outputs = new ArrayList<>();
        if (unpacked.response().bytes().length > 0) {
            outputs.add(new ActionOutput.File(RESPONSE, unpacked.response()));
        }
        outputs.addAll(unpacked.others());
        outputs.add(new ActionOutput.Value(HTTP_STATUS, Integer.toString(answer.status())));
        verdict.flatMap(Verdict::receipt).ifPresent(receipt -> outputs.add(new ActionOutput.Value(RECEIPT, receipt)));
        verdict.flatMap(Verdict::documentVerdicts).ifPresent(outputs::add);
        return new Reading(verdict, outputs, messages);
    }

    /** Leaves alone what says itself how it is encoded. */
    static DocumentContent inUtf8(DocumentContent content, Charset charset) {
        if (charset.equals(StandardCharsets.UTF_8)) {
            return content;
        }
        String text = new String(content.bytes(), charset);
        return text.stripLeading().startsWith("<?xml")
                ? content
                : new DocumentContent(content.mediaType(), text.getBytes(StandardCharsets.UTF_8));
    }
}
