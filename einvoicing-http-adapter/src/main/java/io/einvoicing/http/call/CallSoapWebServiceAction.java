package io.einvoicing.http.call;

import com.google.common.hash.Hashing;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ActionDescription;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.ParameterDescription;
import io.einvoicing.flow.ActionContext;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.flow.ActionOutput;
import io.einvoicing.flow.OutsideEffectActionType;
import io.einvoicing.flow.Verdict;
import io.einvoicing.flow.port.ResponseParser;
import io.einvoicing.http.call.internal.SoapEnvelope;
import io.einvoicing.kernel.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Calls an operation of a tax authority's SOAP web service: the action type "Call SOAP web service". SEFAZ, PACs and SDI are
 * configurations of it.
 *
 * <p>The input file becomes the content of the envelope's body, byte for byte, so that signatures in it stay valid. What the parser
 * reads and later actions use is the body's content of the answer, a fault too; the whole answer is kept beside it. What an answer,
 * or its absence, means is as for {@link CallRestWebServiceAction}.
 *
 * @since 0.1.0
 */
public final class CallSoapWebServiceAction implements OutsideEffectActionType {
    /** Name of the action type. */
    public static final String TYPE = "Call SOAP web service";

    /** Output: the operation's response, or the fault, out of the body of the answer. */
    public static final String RESPONSE = WebService.RESPONSE;

    /** Output: the answer with its envelope. */
    public static final String ANSWER = "SOAP answer";

    /** The parameter that names the file to send: the operation's request. */
    public static final String INPUT = CallParameters.INPUT;

    /** The parameter that names the file with the content of the envelope's header. */
    public static final String HEADER = "Header file";

    /** The parameter with the version of SOAP. */
    public static final String VERSION = "SOAP version";

    /** The parameter with the action that the operation asks for. */
    public static final String SOAP_ACTION = "SOAP action";

    /** The parameter with the address. */
    public static final String URL = CallParameters.URL;

    /** The parameter that names the certificate, or chain, that identifies the sender. */
    public static final String CERTIFICATE = CallParameters.CERTIFICATE;

    /** The parameter that names the format configuration which reads the verdict. */
    public static final String PARSER = CallParameters.PARSER;

    /** The parameter that names the file with the request of the operation that tells what became of a document. */
    public static final String STATUS_REQUEST = "Status request";

    /** The parameter with the action that the status operation asks for. */
    public static final String STATUS_ACTION = "Status SOAP action";

    private static final ActionDescription DESCRIPTION = new ActionDescription(
            TYPE,
            "Calls an operation of a SOAP web service with a file and waits for its answer.",
            ActionDescription.Kind.OUTSIDE_EFFECT,
            parameters(),
            List.of(
                    RESPONSE,
                    ANSWER,
                    WebService.DUPLICATE_ANSWER,
                    WebService.HTTP_STATUS,
                    WebService.RECEIPT,
                    Verdict.DOCUMENTS));

    private final WebService service;

    /** Creates the action type. */
    public CallSoapWebServiceAction(OutboundHttp http, ResponseParser parser) {
        this.service = new WebService(http, parser, CallSoapWebServiceAction::unpack);
    }

    private static List<ParameterDescription> parameters() {
        List<ParameterDescription> parameters = new ArrayList<>();
        parameters.add(ParameterDescription.mandatory(
                INPUT,
                ParameterDescription.Type.FILE,
                "Choose the file with the operation's request; it becomes the content of the envelope's body."));
        parameters.add(ParameterDescription.optional(
                HEADER,
                ParameterDescription.Type.FILE,
                "File with one element that becomes the content of the envelope's header."));
        parameters.add(CallParameters.ADDRESS);
        parameters.addAll(CallParameters.ROUTING);
        parameters.add(ParameterDescription.choice(
                VERSION,
                SoapEnvelope.Version.SOAP_1_1.text(),
                Stream.of(SoapEnvelope.Version.values())
                        .map(SoapEnvelope.Version::text)
                        .toList(),
                "Version of SOAP that the web service speaks."));
        parameters.add(ParameterDescription.withDefault(
                SOAP_ACTION,
                ParameterDescription.Type.TEXT,
                "",
                "The operation's SOAPAction as its WSDL gives it; may be empty."));
        parameters.addAll(CallParameters.CONNECTION);
        parameters.add(CallParameters.READING);
        parameters.addAll(CallParameters.RECOVERING);
        parameters.add(
                ParameterDescription.optional(
                        STATUS_REQUEST,
                        ParameterDescription.Type.FILE,
                        "File with the request of the operation to which the status URL leads; without it the URL is simply read."));
        parameters.add(ParameterDescription.withDefault(
                STATUS_ACTION, ParameterDescription.Type.TEXT, "", "SOAPAction of the status operation."));
        return parameters;
    }

    @Override
    public ActionDescription description() {
        return DESCRIPTION;
    }

    @Override
    public List<Finding> check(Action action, FeatureContent content) {
        List<Finding> findings = new ArrayList<>(CallParameters.check(
                action, content, service.policy(), action.parameters().containsKey(STATUS_REQUEST)));
        for (String parameter : List.of(SOAP_ACTION, STATUS_ACTION)) {
            CallParameters.known(action, content, parameter)
                    .ifPresent(text -> CallParameters.explain(
                            findings,
                            parameter,
                            "copy it from the WSDL, without quotes",
                            () -> SoapEnvelope.requireAction(text)));
        }
        if (action.parameters().containsKey(STATUS_REQUEST)
                && !action.parameters().containsKey(CallParameters.STATUS_URL)) {
            findings.add(CallParameters.error(
                    CallParameters.STATUS_URL,
                    "there is a status request, but no address to send it to",
                    "set the status URL"));
        }
        return findings;
    }

    /** Returns the envelope; fails now, before anything is sent, if the call as configured is impossible. */
    @Override
    public DocumentContent request(ActionContext context) {
        DocumentContent envelope = envelope(context, INPUT);
        service.requirePossible(() -> sending(context, envelope, "key"));
        if (context.isSet(STATUS_REQUEST)) {
            envelope(context, STATUS_REQUEST);
        }
        return envelope;
    }

    private static DocumentContent envelope(ActionContext context, String body) {
        Optional<DocumentContent> header = context.isSet(HEADER) ? Optional.of(context.file(HEADER)) : Optional.empty();
        return version(context).envelope(header, context.file(body));
    }

    private static SoapEnvelope.Version version(ActionContext context) {
        return SoapEnvelope.Version.parse(context.text(VERSION));
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
        return Recovery.valueOf(context.text(CallParameters.RECOVERY));
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
        String sha256 = Hashing.sha256().hashBytes(request.bytes()).toString();
        OutboundRequest reading = WebService.question(context, idempotencyKey, sha256);
        return context.isSet(STATUS_REQUEST)
                ? posting(reading, version(context), context.text(STATUS_ACTION), envelope(context, STATUS_REQUEST))
                : reading;
    }

    private static OutboundRequest sending(ActionContext context, DocumentContent envelope, String idempotencyKey) {
        Map<String, String> headers = CallParameters.headers(context);
        headers.put(context.text(CallParameters.KEY_HEADER), idempotencyKey);
        OutboundRequest bare = new OutboundRequest(
                "POST",
                CallParameters.url(context),
                headers,
                Optional.empty(),
                CallParameters.timeout(context),
                CallParameters.tls(context));
        return posting(bare, version(context), context.text(SOAP_ACTION), envelope);
    }

    private static OutboundRequest posting(
            OutboundRequest to, SoapEnvelope.Version version, String action, DocumentContent envelope) {
        return new OutboundRequest(
                "POST",
                to.url(),
                version.headers(to.headers(), action),
                Optional.of(new DocumentContent(version.mediaType(action), envelope.bytes())),
                to.timeout(),
                to.tls());
    }

    private static WebService.Unpacked unpack(DocumentContent answer) {
        return SoapEnvelope.content(answer)
                .map(response -> new WebService.Unpacked(response, List.of(new ActionOutput.File(ANSWER, answer))))
                .orElseGet(() -> new WebService.Unpacked(answer, List.of()));
    }
}
