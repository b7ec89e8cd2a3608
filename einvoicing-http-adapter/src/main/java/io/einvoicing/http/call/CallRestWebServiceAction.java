package io.einvoicing.http.call;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ActionDescription;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.FeatureSetup;
import io.einvoicing.feature.ParameterDescription;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.feature.Variable;
import io.einvoicing.flow.ActionContext;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.flow.ActionOutput;
import io.einvoicing.flow.OutsideEffectActionType;
import io.einvoicing.flow.Verdict;
import io.einvoicing.flow.port.ResponseParser;
import io.einvoicing.http.call.internal.RetryAfter;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.Require;
import io.einvoicing.submission.LogMessage;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Sends a file to a tax authority's REST web service and takes its answer: the action type "Call REST web service".
 *
 * <p>A complete response that the response configuration reads as a verdict completes the action, whatever its HTTP status. 401,
 * 403, 407 and 429 without a verdict, and a connection that never came about, are retryable: the document was not processed.
 * Anything else after the first byte was sent leaves the outcome unknown.
 *
 * <p>Messages name the URL without its query, the status and the duration; never a header, and never a part of a document: the
 * response is a file in the customer's storage.
 *
 * @since 0.1.0
 */
public final class CallRestWebServiceAction implements OutsideEffectActionType {
    /** Name of the action type. */
    public static final String TYPE = "Call REST web service";

    /** Output: the response's body, as a file. */
    public static final String RESPONSE = "Response";

    /** Output: the response's HTTP status. */
    public static final String HTTP_STATUS = "HTTP status";

    /** The parameter that names the file to send. */
    public static final String INPUT = "Input file";

    /** The parameter with the address. */
    public static final String URL = "URL";

    /** The parameter with the HTTP method. */
    public static final String METHOD = "Method";

    /** The parameter with the media type to declare. */
    public static final String CONTENT_TYPE = "Content type";

    /** The parameter with the longest time to wait. */
    public static final String TIMEOUT = "Timeout";

    /** The parameter with further headers. */
    public static final String HEADERS = "Custom headers";

    /** The parameter that names the secret with a bearer token. */
    public static final String SECRET = "Authorization secret";

    /** The parameter that names the format configuration which reads the verdict. */
    public static final String PARSER = "Response parser";

    /** The parameter that says how a lost answer is dealt with. */
    public static final String RECOVERY = "Recovery";

    /** The parameter with the address to ask what became of a request. */
    public static final String STATUS_URL = "Status URL";

    /** The parameter with the name of the header for the idempotency key. */
    public static final String KEY_HEADER = "Idempotency key header";

    private static final String KEY = "{key}";
    private static final String AUTHORIZATION = "Authorization";
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);

    /** What reading the verdict may take after the call. */
    private static final Duration READING = Duration.ofSeconds(10);

    /** Headers that the connection or another parameter sets. */
    private static final Set<String> RESERVED_HEADERS = Set.of(
            "host", "content-length", "content-type", "transfer-encoding", "connection", "te", "upgrade", "expect");

    /** Answers that say: turned away before processing. */
    private static final Set<Integer> NOT_PROCESSED = Set.of(401, 403, 407, 429);

    private static final ActionDescription DESCRIPTION = new ActionDescription(
            TYPE,
            "Sends a file to a web service and waits for its answer.",
            ActionDescription.Kind.OUTSIDE_EFFECT,
            List.of(
                    ParameterDescription.mandatory(
                            INPUT,
                            ParameterDescription.Type.FILE,
                            "Choose the file to send, such as the signed document."),
                    ParameterDescription.mandatory(
                            URL, ParameterDescription.Type.URL, "Give the web service's address, https://host/path."),
                    ParameterDescription.choice(METHOD, "POST", List.of("POST", "PUT", "PATCH"), "HTTP method."),
                    ParameterDescription.optional(
                            CONTENT_TYPE,
                            ParameterDescription.Type.TEXT,
                            "Media type to declare; by default the file's own."),
                    ParameterDescription.withDefault(
                            TIMEOUT,
                            ParameterDescription.Type.DURATION,
                            "PT30S",
                            "Longest time to wait for the complete answer, at most PT10M."),
                    ParameterDescription.optional(
                            HEADERS,
                            ParameterDescription.Type.TEXT,
                            "Further headers, one \"Name: value\" a line; no secrets."),
                    ParameterDescription.optional(
                            SECRET,
                            ParameterDescription.Type.SECRET,
                            "Secret that holds a bearer token for the header Authorization."),
                    ParameterDescription.mandatory(
                            PARSER,
                            ParameterDescription.Type.FORMAT_CONFIGURATION,
                            "Choose the format configuration that reads the verdict from the response."),
                    ParameterDescription.choice(
                            RECOVERY,
                            Recovery.DECISION.name(),
                            Stream.of(Recovery.values()).map(Recovery::name).toList(),
                            "What to do when the answer is lost: ASK the status URL, REPEAT with the same key if the web service"
                                    + " then answers as before, or leave the DECISION to a person."),
                    ParameterDescription.optional(
                            STATUS_URL,
                            ParameterDescription.Type.TEXT,
                            "Address to ask what became of a request; {key} stands for its idempotency key."),
                    ParameterDescription.withDefault(
                            KEY_HEADER,
                            ParameterDescription.Type.TEXT,
                            "Idempotency-Key",
                            "Header that carries the key, the same for every repetition of a request.")),
            List.of(RESPONSE, HTTP_STATUS));

    private final OutboundHttp http;
    private final ResponseParser parser;

    /** Creates the action type. */
    public CallRestWebServiceAction(OutboundHttp http, ResponseParser parser) {
        this.http = http;
        this.parser = parser;
    }

    @Override
    public ActionDescription description() {
        return DESCRIPTION;
    }

    @Override
    public List<Finding> check(Action action, FeatureContent content) {
        List<Finding> findings = new ArrayList<>();
        known(action, content, URL).ifPresent(url -> checkUrl(findings, URL, url));
        Optional<String> statusUrl = known(action, content, STATUS_URL);
        statusUrl.ifPresent(template -> {
            checkUrl(findings, STATUS_URL, template.replace(KEY, "key"));
            if (!template.contains(KEY)) {
                findings.add(
                        error(STATUS_URL, "the status URL does not name the request", "put {key} where the key goes"));
            }
        });
        if (known(action, content, RECOVERY).filter(Recovery.ASK.name()::equals).isPresent()
                && !action.parameters().containsKey(STATUS_URL)) {
            findings.add(error(STATUS_URL, "recovery ASK needs a status URL", "set it, or choose another recovery"));
        }
        known(action, content, TIMEOUT).ifPresent(text -> {
            Duration timeout = Duration.parse(text);
            if (timeout.isZero() || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
                findings.add(error(
                        TIMEOUT, "the timeout " + text + " is out of bounds", "choose at most PT10M, such as PT30S"));
            }
        });
        known(action, content, HEADERS)
                .ifPresent(
                        lines -> explain(findings, HEADERS, "write one \"Name: value\" a line", () -> headers(lines)));
        known(action, content, KEY_HEADER)
                .ifPresent(name -> explain(
                        findings, KEY_HEADER, "name a header such as Idempotency-Key", () -> headers(name + ": key")));
        return findings;
    }

    private void checkUrl(List<Finding> findings, String parameter, String text) {
        String remedy = "give an https address of a host that the outbound policy allows, or extend the policy";
        explain(findings, parameter, remedy, () -> requireAllowed(Require.uri(parameter, text)));
    }

    private static void explain(List<Finding> findings, String parameter, String remedy, Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException e) {
            findings.add(error(parameter, String.valueOf(e.getMessage()), remedy));
        }
    }

    private static Finding error(String parameter, String message, String remedy) {
        return Finding.error("parameters." + parameter, message, remedy);
    }

    /** Returns the parameter's value if it is known before any document comes. */
    private static Optional<String> known(Action action, FeatureContent content, String parameter) {
        ParameterValue value = action.parameters().get(parameter);
        if (value instanceof ParameterValue.Literal literal) {
            return Optional.of(literal.text());
        }
        if (value instanceof ParameterValue.FromVariable reference) {
            return content.setups().stream()
                    .filter(setup -> setup.actions().contains(action))
                    .findFirst()
                    .flatMap((FeatureSetup setup) -> setup.variable(reference.variable()))
                    .filter(variable -> variable.kind() == Variable.Kind.CONSTANT)
                    .flatMap(Variable::value);
        }
        return Optional.empty();
    }

    /** Returns the file as it is; fails now, before anything is sent, if the call as configured is impossible. */
    @Override
    public DocumentContent request(ActionContext context) {
        DocumentContent file = context.file(INPUT);
        OutboundRequest call = sending(context, file, "key");
        requireAllowed(call.url());
        return file;
    }

    @Override
    public Duration timeout(ActionContext context) {
        return callTimeout(context).plus(READING);
    }

    @Override
    public Recovery recovery(ActionContext context) {
        return Recovery.valueOf(context.text(RECOVERY));
    }

    @Override
    public ActionOutcome send(ActionContext context, DocumentContent request, String idempotencyKey) {
        OutboundRequest call;
        try {
            call = sending(context, request, idempotencyKey);
        } catch (IllegalArgumentException e) {
            return ActionOutcome.retryable("nothing was sent: " + e.getMessage());
        }
        return http.exchange(call)
                .fold(
                        notSent -> ActionOutcome.retryable("nothing was sent: " + notSent.reason()),
                        answered -> answered(context, call, answered),
                        none -> ActionOutcome.unknown("sent, but there is no answer: " + none.reason()));
    }

    private ActionOutcome answered(ActionContext context, OutboundRequest call, OutboundResult.Answered answer) {
        Reading reading = read(context, call, answer);
        if (reading.verdict().isPresent()) {
            return reading.completed();
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

    @Override
    public ActionOutcome ask(ActionContext context, DocumentContent request, String idempotencyKey) {
        String url = context.text(STATUS_URL).replace(KEY, urlEncoded(idempotencyKey));
        OutboundRequest call;
        try {
            call = new OutboundRequest(
                    "GET", Require.uri(STATUS_URL, url), headers(context), Optional.empty(), callTimeout(context));
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
        if (reading.verdict().isPresent()) {
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

    /** A complete response and what the parser made of it. */
    private record Reading(Optional<Verdict> verdict, List<ActionOutput> outputs, List<LogMessage> messages) {
        ActionOutcome completed() {
            return new ActionOutcome.Completed(outputs, messages, verdict.map(Verdict::status));
        }

        ActionOutcome unknown(String reason) {
            return new ActionOutcome.OutcomeUnknown(reason, outputs, messages);
        }
    }

    private Reading read(ActionContext context, OutboundRequest call, OutboundResult.Answered answer) {
        List<ActionOutput> outputs = new ArrayList<>();
        if (answer.body().bytes().length > 0) {
            outputs.add(new ActionOutput.File(RESPONSE, answer.body()));
        }
        outputs.add(new ActionOutput.Value(HTTP_STATUS, Integer.toString(answer.status())));
        List<LogMessage> messages = new ArrayList<>();
        messages.add(LogMessage.info(
                "",
                call.summary() + " answered " + answer.status() + " after "
                        + answer.took().toMillis() + " ms with " + answer.body().bytes().length + " bytes"));
        try {
            return new Reading(parser.parse(context.formatConfiguration(PARSER), answer.body()), outputs, messages);
        } catch (IllegalArgumentException e) {
            // The answer is here and must be kept, whatever is wrong with the configuration that reads it.
            messages.add(LogMessage.error("", "the response configuration is faulty: " + e.getMessage()));
            return new Reading(Optional.empty(), outputs, messages);
        }
    }

    private OutboundRequest sending(ActionContext context, DocumentContent file, String idempotencyKey) {
        Map<String, String> headers = headers(context);
        headers.put(context.text(KEY_HEADER), idempotencyKey);
        DocumentContent body = context.optionalText(CONTENT_TYPE)
                .filter(text -> !text.isBlank())
                .map(mediaType -> new DocumentContent(mediaType, file.bytes()))
                .orElse(file);
        return new OutboundRequest(
                context.text(METHOD),
                Require.uri(URL, context.text(URL)),
                headers,
                Optional.of(body),
                callTimeout(context));
    }

    private void requireAllowed(URI url) {
        http.policy().refusal(url).ifPresent(refusal -> {
            throw new IllegalArgumentException(refusal);
        });
    }

    private static Duration callTimeout(ActionContext context) {
        Duration timeout = context.duration(TIMEOUT);
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("timeout must be positive and at most PT10M, was " + timeout);
        }
        return timeout;
    }

    private static Map<String, String> headers(ActionContext context) {
        Map<String, String> headers = headers(context.optionalText(HEADERS).orElse(""));
        if (context.optionalText(SECRET).filter(text -> !text.isBlank()).isPresent()) {
            headers.put(AUTHORIZATION, "Bearer " + context.secret(SECRET).reveal());
        }
        return headers;
    }

    /** Reads "Name: value" lines. */
    private static Map<String, String> headers(String lines) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        lines.lines().filter(line -> !line.isBlank()).forEach(line -> {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("a header line must be \"Name: value\"");
            }
            String name = line.substring(0, colon).strip();
            OutboundRequest.requireHeader(name, line.substring(colon + 1).strip());
            if (RESERVED_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("header " + name + " is set by the call itself");
            }
            if (name.equalsIgnoreCase(AUTHORIZATION)) {
                throw new IllegalArgumentException(
                        "header Authorization is a secret: keep it in the vault and set \"" + SECRET + "\"");
            }
            if (headers.put(name, line.substring(colon + 1).strip()) != null) {
                throw new IllegalArgumentException("header " + name + " is there twice");
            }
        });
        return headers;
    }

    private static String urlEncoded(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
