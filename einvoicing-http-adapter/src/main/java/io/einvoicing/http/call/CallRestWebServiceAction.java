package io.einvoicing.http.call;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.hash.Hashing;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ActionDescription;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.ParameterDescription;
import io.einvoicing.flow.ActionContext;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.flow.OutsideEffectActionType;
import io.einvoicing.flow.Verdict;
import io.einvoicing.flow.port.ResponseParser;
import io.einvoicing.kernel.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sends a file to a tax authority's REST web service and takes its answer: the action type "Call REST web service".
 *
 * <p>A complete response that the response configuration reads as a verdict completes the action, whatever its HTTP status; a
 * duplicate yields the original's verdict. 401, 403, 407 and 429 without a verdict, and a connection that never came about, are
 * retryable: the document was not processed. Anything else after the first byte was sent leaves the outcome unknown.
 *
 * @since 0.1.0
 */
public final class CallRestWebServiceAction implements OutsideEffectActionType {
    /** Name of the action type. */
    public static final String TYPE = "Call REST web service";

    /** Output: the response's body, as a file. */
    public static final String RESPONSE = WebService.RESPONSE;

    /** Output: the answer that said "duplicate", if the response is that to the question after the original. */
    public static final String DUPLICATE_ANSWER = WebService.DUPLICATE_ANSWER;

    /** Output: the response's HTTP status. */
    public static final String HTTP_STATUS = WebService.HTTP_STATUS;

    /** Output: the authority's own number for the document. */
    public static final String RECEIPT = WebService.RECEIPT;

    /** The parameter that names the file to send. */
    public static final String INPUT = CallParameters.INPUT;

    /** The parameter with a text to send instead of a file. */
    public static final String BODY = "Body";

    /** The parameter with the address. */
    public static final String URL = CallParameters.URL;

    /** The parameter with the HTTP method. */
    public static final String METHOD = "Method";

    /** The parameter with the media type to declare. */
    public static final String CONTENT_TYPE = "Content type";

    /** The parameter with the longest time to wait. */
    public static final String TIMEOUT = CallParameters.TIMEOUT;

    /** The parameter that names the certificate, or chain, that identifies the sender. */
    public static final String CERTIFICATE = CallParameters.CERTIFICATE;

    /** The parameter that names the format configuration which reads the verdict. */
    public static final String PARSER = CallParameters.PARSER;

    /** The parameter that says how a lost answer is dealt with. */
    public static final String RECOVERY = CallParameters.RECOVERY;

    /** The parameter with the address to ask what became of a request. */
    public static final String STATUS_URL = CallParameters.STATUS_URL;

    private static final List<String> WITHOUT_BODY = List.of("GET", "DELETE");

    private static final ActionDescription DESCRIPTION = new ActionDescription(
            TYPE,
            "Sends a file to a web service and waits for its answer.",
            ActionDescription.Kind.OUTSIDE_EFFECT,
            parameters(),
            List.of(RESPONSE, DUPLICATE_ANSWER, HTTP_STATUS, RECEIPT, Verdict.DOCUMENTS));

    private final WebService service;

    /** Creates the action type. */
    public CallRestWebServiceAction(OutboundHttp http, ResponseParser parser) {
        this.service = new WebService(http, parser, body -> new WebService.Unpacked(body, List.of()));
    }

    private static List<ParameterDescription> parameters() {
        List<ParameterDescription> parameters = new ArrayList<>();
        parameters.add(ParameterDescription.optional(
                INPUT, ParameterDescription.Type.FILE, "Choose the file to send, such as the signed document."));
        parameters.add(ParameterDescription.optional(
                BODY,
                ParameterDescription.Type.TEXT,
                "Text to send instead of a file, such as an earlier action's value."));
        parameters.add(CallParameters.ADDRESS);
        parameters.addAll(CallParameters.ROUTING);
        parameters.add(ParameterDescription.choice(
                METHOD, "POST", List.of("POST", "PUT", "PATCH", "GET", "DELETE"), "HTTP method."));
        parameters.add(ParameterDescription.optional(
                CONTENT_TYPE,
                ParameterDescription.Type.TEXT,
                "Media type to declare; by default the file's own, for a text text/plain."));
        parameters.addAll(CallParameters.CONNECTION);
        parameters.add(CallParameters.READING);
        parameters.addAll(CallParameters.RECOVERING);
        return parameters;
    }

    @Override
    public ActionDescription description() {
        return DESCRIPTION;
    }

    @Override
    public List<Finding> check(Action action, FeatureContent content) {
        List<Finding> findings = new ArrayList<>(CallParameters.check(action, content, service.policy()));
        boolean file = action.parameters().containsKey(INPUT);
        boolean text = action.parameters().containsKey(BODY);
        String method = action.parameters().containsKey(METHOD)
                ? CallParameters.known(action, content, METHOD).orElse("")
                : "POST";
        if (file && text) {
            findings.add(CallParameters.error(BODY, "both a file and a text are to be sent", "remove one of them"));
        } else if (WITHOUT_BODY.contains(method) && (file || text)) {
            findings.add(CallParameters.error(
                    file ? INPUT : BODY, method + " sends nothing but its URL", "remove it, or choose another method"));
        } else if (!WITHOUT_BODY.contains(method) && !method.isEmpty() && !file && !text) {
            findings.add(CallParameters.error(
                    INPUT, method + " needs something to send", "choose a file, or write a text as \"" + BODY + "\""));
        }
        return findings;
    }

    /** Returns the body as it is; fails now, before anything is sent, if the call as configured is impossible. */
    @Override
    public DocumentContent request(ActionContext context) {
        DocumentContent body = body(context);
        service.requirePossible(() -> sending(context, body, "key"));
        return body;
    }

    private static DocumentContent body(ActionContext context) {
        if (WITHOUT_BODY.contains(context.text(METHOD))) {
            return new DocumentContent("text/plain", new byte[0]);
        }
        Optional<String> text = context.optionalText(BODY);
        return text.isPresent()
                ? new DocumentContent("text/plain;charset=utf-8", text.get().getBytes(UTF_8))
                : context.file(INPUT);
    }

    @Override
    public Optional<String> destination(ActionContext context) {
        return Optional.of(HostGuard.hostOf(CallParameters.url(context)));
    }

    @Override
    public Duration timeout(ActionContext context) {
        return WebService.timeout(context);
    }

    @Override
    public Recovery recovery(ActionContext context) {
        return Recovery.valueOf(context.text(RECOVERY));
    }

    @Override
    public ActionOutcome send(ActionContext context, DocumentContent request, String idempotencyKey) {
        return service.send(
                context,
                () -> sending(context, request, idempotencyKey),
                () -> question(context, request, idempotencyKey));
    }

    @Override
    public ActionOutcome ask(ActionContext context, DocumentContent request, String idempotencyKey) {
        return service.ask(context, () -> question(context, request, idempotencyKey));
    }

    private static OutboundRequest question(ActionContext context, DocumentContent request, String idempotencyKey) {
        return WebService.question(
                context,
                idempotencyKey,
                Hashing.sha256().hashBytes(request.bytes()).toString());
    }

    private static OutboundRequest sending(ActionContext context, DocumentContent body, String idempotencyKey) {
        Map<String, String> headers = CallParameters.headers(context);
        headers.put(context.text(CallParameters.KEY_HEADER), idempotencyKey);
        String method = context.text(METHOD);
        return new OutboundRequest(
                method,
                CallParameters.url(context),
                headers,
                WITHOUT_BODY.contains(method) ? Optional.empty() : Optional.of(declared(context, body)),
                CallParameters.timeout(context),
                CallParameters.tls(context));
    }

    private static DocumentContent declared(ActionContext context, DocumentContent body) {
        return context.optionalText(CONTENT_TYPE)
                .filter(text -> !text.isBlank())
                .map(mediaType -> new DocumentContent(mediaType, body.bytes()))
                .orElse(body);
    }
}
