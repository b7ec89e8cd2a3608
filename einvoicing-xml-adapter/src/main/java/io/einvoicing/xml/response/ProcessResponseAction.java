package io.einvoicing.xml.response;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ActionDescription;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.FormatConfiguration;
import io.einvoicing.feature.ParameterDescription;
import io.einvoicing.feature.ParameterDescription.Type;
import io.einvoicing.flow.ActionContext;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.flow.ActionOutput;
import io.einvoicing.flow.RepeatableActionType;
import io.einvoicing.flow.Verdict;
import io.einvoicing.flow.port.ResponseParser;
import io.einvoicing.kernel.Finding;
import io.einvoicing.xml.transform.TransformEngine;
import io.einvoicing.xml.transform.internal.ConfiguredStylesheet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The action "Process response": sets the invoice status and the messages from a tax authority's response.
 *
 * <p>A rejected invoice completes the action: the submission did what it is for. A response without a verdict fails it, unless a
 * person entered the verdict because the call's outcome was unknown.
 *
 * @since 0.1.0
 */
public final class ProcessResponseAction implements RepeatableActionType {
    /** The name of the action type. */
    public static final String TYPE = "Process response";

    /** The response. */
    public static final String INPUT = "Input file";

    /** The stylesheet that reads it. */
    public static final String PARSER = "Response parser";

    /** The verdict's status. */
    public static final String STATUS = "Invoice status";

    /** The authority's own number for the document; no output if it gave none. */
    public static final String RECEIPT = "Receipt";

    private static final ActionDescription DESCRIPTION = new ActionDescription(
            TYPE,
            "Sets the invoice status and the messages from the response of a web service.",
            ActionDescription.Kind.REPEATABLE,
            List.of(
                    ParameterDescription.mandatory(INPUT, Type.FILE, "The response of the web service."),
                    ParameterDescription.mandatory(
                            PARSER,
                            Type.FORMAT_CONFIGURATION,
                            "The XSLT 3.0 stylesheet that reads the verdict from it.")),
            List.of(STATUS, RECEIPT, Verdict.DOCUMENTS));

    private final ResponseParser parser;
    private final ConfiguredStylesheet stylesheet;

    /** Creates the action type; the engine is the parser's own. */
    public ProcessResponseAction(ResponseParser parser, TransformEngine engine) {
        this.parser = parser;
        this.stylesheet = new ConfiguredStylesheet(engine, PARSER);
    }

    @Override
    public ActionDescription description() {
        return DESCRIPTION;
    }

    @Override
    public List<Finding> check(Action action, FeatureContent content) {
        return stylesheet.check(action, content);
    }

    @Override
    public void prepare(Action action, FeatureContent content) {
        stylesheet.prepare(action, content);
    }

    @Override
    public ActionOutcome execute(ActionContext context) {
        FormatConfiguration configuration = context.formatConfiguration(PARSER);
        Optional<Verdict> entered = context.entered(INPUT);
        if (entered.isPresent()) {
            return completed(context.optionalFile(INPUT)
                    .flatMap(response -> parser.parse(configuration, response))
                    .orElse(entered.get()));
        }
        DocumentContent response = context.file(INPUT);
        return parser.parse(configuration, response)
                .map(ProcessResponseAction::completed)
                .orElseGet(() -> ActionOutcome.failed("the response (" + response
                        + ") holds no verdict that the response parser \"" + configuration.name() + "\" finds"));
    }

    private static ActionOutcome completed(Verdict verdict) {
        List<ActionOutput> outputs = new ArrayList<>();
        outputs.add(new ActionOutput.Value(STATUS, verdict.status().code()));
        verdict.receipt().ifPresent(receipt -> outputs.add(new ActionOutput.Value(RECEIPT, receipt)));
        verdict.documentVerdicts().ifPresent(outputs::add);
        return new ActionOutcome.Completed(outputs, verdict.messages(), Optional.of(verdict.status()));
    }
}
