package io.einvoicing.http.call;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ActionDescription;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.ParameterDescription;
import io.einvoicing.flow.ActionContext;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.flow.ActionOutput;
import io.einvoicing.flow.RepeatableActionType;
import io.einvoicing.flow.Verdict;
import io.einvoicing.flow.port.ResponseParser;
import io.einvoicing.http.call.internal.RetryAfter;
import io.einvoicing.kernel.Finding;
import io.einvoicing.submission.LogMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads an address again and again until the answer is what is waited for: the action type "Wait for response".
 *
 * <p>Between two readings the submission waits and holds no thread. The waits grow: each is as long as all before it, within the two
 * bounds, or as the web service asks. No answer at all is waited on like any other.
 *
 * @since 0.1.0
 */
public final class WaitForResponseAction implements RepeatableActionType {
    /** Name of the action type. */
    public static final String TYPE = "Wait for response";

    /** Output: whether the awaited response came, true or false. */
    public static final String ANSWERED = "Answered";

    /** The parameter with the shortest time between two readings. */
    public static final String INTERVAL = "Interval";

    /** The parameter with the longest time between two readings. */
    public static final String LONGEST_INTERVAL = "Longest interval";

    /** The parameter with the time after which it is over. */
    public static final String TILL = "Till";

    /** The parameter that says what it means when it is over. */
    public static final String WHEN_OVER = "When time is up";

    /** The parameter with the text that the awaited response holds. */
    public static final String AWAITED_TEXT = "Awaited text";

    /** The parameter with the HTTP statuses that the awaited response may have. */
    public static final String AWAITED_STATUS = "Awaited HTTP status";

    private static final String FAIL = "FAIL";
    private static final Duration LONGEST_TILL = Duration.ofDays(3_650);

    private static final ActionDescription DESCRIPTION = new ActionDescription(
            TYPE,
            "Reads a status address again and again until the answer is there.",
            ActionDescription.Kind.REPEATABLE,
            parameters(),
            List.of(WebService.RESPONSE, WebService.HTTP_STATUS, WebService.RECEIPT, ANSWERED, Verdict.DOCUMENTS));

    private final OutboundHttp http;
    private final ResponseParser parser;

    /** Creates the action type. */
    public WaitForResponseAction(OutboundHttp http, ResponseParser parser) {
        this.http = http;
        this.parser = parser;
    }

    private static List<ParameterDescription> parameters() {
        List<ParameterDescription> parameters = new ArrayList<>();
        parameters.add(CallParameters.ADDRESS);
        parameters.addAll(CallParameters.ROUTING);
        parameters.addAll(CallParameters.CONNECTION);
        parameters.add(ParameterDescription.optional(
                CallParameters.PARSER,
                ParameterDescription.Type.FORMAT_CONFIGURATION,
                "Format configuration that must find a verdict in the answer."));
        parameters.add(ParameterDescription.optional(
                AWAITED_TEXT, ParameterDescription.Type.TEXT, "Text that the answer must hold."));
        parameters.add(
                ParameterDescription.optional(
                        AWAITED_STATUS,
                        ParameterDescription.Type.TEXT,
                        "HTTP statuses of which the answer must have one, such as 200,201; with an awaited text alone, any 2xx."));
        parameters.add(ParameterDescription.withDefault(
                INTERVAL,
                ParameterDescription.Type.DURATION,
                "PT1M",
                "Time before the second reading; then it grows."));
        parameters.add(ParameterDescription.withDefault(
                LONGEST_INTERVAL, ParameterDescription.Type.DURATION, "PT15M", "Longest time between two readings."));
        parameters.add(ParameterDescription.withDefault(
                TILL, ParameterDescription.Type.DURATION, "P3D", "When to give up, counted from the first reading."));
        parameters.add(ParameterDescription.choice(
                WHEN_OVER,
                FAIL,
                List.of(FAIL, "CONTINUE"),
                "Without the awaited answer in time the submission fails, or the pipeline goes on with the output"
                        + " Answered false."));
        return parameters;
    }

    @Override
    public ActionDescription description() {
        return DESCRIPTION;
    }

    @Override
    public List<Finding> check(Action action, FeatureContent content) {
        List<Finding> findings = new ArrayList<>(CallParameters.check(action, content, http.policy()));
        if (Stream.of(CallParameters.PARSER, AWAITED_TEXT, AWAITED_STATUS)
                .noneMatch(action.parameters()::containsKey)) {
            findings.add(CallParameters.error(
                    CallParameters.PARSER,
                    "nothing says which answer is waited for",
                    "set a response parser, an awaited text or an awaited HTTP status"));
        }
        CallParameters.known(action, content, AWAITED_STATUS)
                .ifPresent(text -> CallParameters.explain(
                        findings, AWAITED_STATUS, "write such as 200,201", () -> statuses(text)));
        for (String parameter : List.of(INTERVAL, LONGEST_INTERVAL, TILL)) {
            CallParameters.known(action, content, parameter)
                    .map(Duration::parse)
                    .filter(time -> time.compareTo(Duration.ofSeconds(1)) < 0 || time.compareTo(LONGEST_TILL) > 0)
                    .ifPresent(time -> findings.add(CallParameters.error(
                            parameter, "the time " + time + " is out of bounds", "choose from PT1S to P3650D")));
        }
        return findings;
    }

    private static List<Integer> statuses(String text) {
        try {
            return Stream.of(text.split(",", -1))
                    .map(String::strip)
                    .map(Integer::valueOf)
                    .toList();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("an HTTP status must be a number such as 200", e);
        }
    }

    @Override
    public ActionOutcome execute(ActionContext context) {
        OutboundRequest call = new OutboundRequest(
                "GET",
                CallParameters.url(context),
                CallParameters.headers(context),
                Optional.empty(),
                CallParameters.timeout(context),
                CallParameters.tls(context));
        CallParameters.requireAllowed(http.policy(), call.url());
        return http.exchange(call)
                .fold(
                        notSent -> notYet(context, call.summary() + ": " + notSent.reason(), Optional.empty()),
                        answer -> answered(context, call, answer),
                        none -> notYet(context, call.summary() + ": " + none.reason(), Optional.empty()));
    }

    private ActionOutcome answered(ActionContext context, OutboundRequest call, OutboundResult.Answered answer) {
        String told = call.summary() + " answered " + answer.status() + " with "
                + answer.body().bytes().length + " bytes";
        Optional<Verdict> verdict = verdict(context, answer.body());
        if (!isAwaited(context, answer, verdict)) {
            return notYet(
                    context,
                    told,
                    answer.header("Retry-After").flatMap(value -> RetryAfter.parse(value, context.now())));
        }
        List<ActionOutput> outputs = new ArrayList<>();
        if (answer.body().bytes().length > 0) {
            outputs.add(new ActionOutput.File(WebService.RESPONSE, answer.body()));
        }
        outputs.add(new ActionOutput.Value(WebService.HTTP_STATUS, Integer.toString(answer.status())));
        outputs.add(new ActionOutput.Value(ANSWERED, "true"));
        verdict.flatMap(Verdict::receipt)
                .ifPresent(receipt -> outputs.add(new ActionOutput.Value(WebService.RECEIPT, receipt)));
        verdict.flatMap(Verdict::documentVerdicts).ifPresent(outputs::add);
        return new ActionOutcome.Completed(outputs, List.of(LogMessage.info("", told)), verdict.map(Verdict::status));
    }

    private Optional<Verdict> verdict(ActionContext context, DocumentContent body) {
        return CallParameters.isSet(context, CallParameters.PARSER)
                ? parser.parse(
                        context.formatConfiguration(CallParameters.PARSER),
                        WebService.inUtf8(body, CallParameters.responseEncoding(context)))
                : Optional.empty();
    }

    private static boolean isAwaited(ActionContext context, OutboundResult.Answered answer, Optional<Verdict> verdict) {
        boolean parsed = CallParameters.isSet(context, CallParameters.PARSER);
        if (parsed && verdict.isEmpty()) {
            return false;
        }
        if (CallParameters.isSet(context, AWAITED_STATUS)
                ? !statuses(context.text(AWAITED_STATUS)).contains(answer.status())
                : !parsed && answer.status() / 100 != 2) {
            return false;
        }
        Optional<String> text = context.optionalText(AWAITED_TEXT).filter(each -> !each.isEmpty());
        return text.isEmpty()
                || new String(answer.body().bytes(), CallParameters.responseEncoding(context)).contains(text.get());
    }

    private static ActionOutcome notYet(ActionContext context, String told, Optional<Duration> asked) {
        Instant now = context.now();
        Instant since = context.waitingSince().orElse(now);
        Instant end = since.plus(context.duration(TILL));
        List<LogMessage> messages = List.of(LogMessage.info("", told));
        if (!now.isBefore(end)) {
            String reason = "the response did not come within " + context.duration(TILL);
            return context.text(WHEN_OVER).equals(FAIL)
                    ? new ActionOutcome.FinalFailure(reason, List.of(), messages)
                    : new ActionOutcome.Completed(
                            List.of(new ActionOutput.Value(ANSWERED, "false")),
                            List.of(messages.get(0), LogMessage.warning("", reason)),
                            Optional.empty());
        }
        Duration wait = longer(
                shorter(
                        longer(Duration.between(since, now), context.duration(INTERVAL)),
                        context.duration(LONGEST_INTERVAL)),
                asked.orElse(Duration.ZERO));
        Instant next = now.plus(wait);
        return new ActionOutcome.WaitingUntil(
                next.isAfter(end) ? end : next, "the response is not there yet", List.of(), messages);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
