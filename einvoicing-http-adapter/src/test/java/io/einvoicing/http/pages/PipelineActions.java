package io.einvoicing.http.pages;

import io.einvoicing.feature.ActionDescription;
import io.einvoicing.feature.ParameterDescription;
import io.einvoicing.feature.ParameterDescription.Type;
import io.einvoicing.flow.ActionContext;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.flow.ActionType;
import io.einvoicing.flow.RepeatableActionType;
import io.einvoicing.http.call.CallRestWebServiceAction;
import io.einvoicing.http.call.OutboundHttp;
import io.einvoicing.http.call.OutboundPolicy;
import java.util.List;
import java.util.Optional;

/** Action types whose descriptions have parameters of every type: the product's own call, and two that are like its XML actions. */
final class PipelineActions {
    private PipelineActions() {}

    static List<ActionType> all() {
        return List.of(
                new Described(TRANSFORM),
                new Described(SIGN),
                new CallRestWebServiceAction(
                        new OutboundHttp(OutboundPolicy.PUBLIC_HOSTS), (parser, response) -> Optional.empty()));
    }

    private static final ActionDescription TRANSFORM = new ActionDescription(
            "Transform document",
            "Turns a file into another by a format configuration, such as a business document into a UBL invoice.",
            ActionDescription.Kind.REPEATABLE,
            List.of(
                    ParameterDescription.mandatory("Input file", Type.FILE, "The file to transform: JSON or XML."),
                    ParameterDescription.mandatory(
                            "Configuration", Type.FORMAT_CONFIGURATION, "The XSLT 3.0 stylesheet that transforms it."),
                    ParameterDescription.withDefault(
                            "Media type", Type.TEXT, "application/xml", "Media type of the result.")),
            List.of("Output file"));

    private static final ActionDescription SIGN = new ActionDescription(
            "Sign document",
            "Puts an enveloped XAdES baseline B signature into an XML file.",
            ActionDescription.Kind.REPEATABLE,
            List.of(
                    ParameterDescription.mandatory("Input file", Type.FILE, "The XML file to sign."),
                    ParameterDescription.mandatory(
                            "Certificate", Type.CERTIFICATE, "Certificate or chain of certificates that signs."),
                    ParameterDescription.choice(
                            "Digest method", "SHA256", List.of("SHA256", "SHA512"), "Digest of the content."),
                    ParameterDescription.optional("Counter", Type.NUMBER, "Number of the first signature."),
                    ParameterDescription.withDefault(
                            "Embed chain", Type.BOOLEAN, "true", "Whether the chain is added.")),
            List.of("Output file"));

    /** Runs nothing: the pages are about what is configured. */
    private record Described(ActionDescription description) implements RepeatableActionType {
        @Override
        public ActionOutcome execute(ActionContext context) {
            return ActionOutcome.completed();
        }
    }
}
