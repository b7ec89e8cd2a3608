package io.einvoicing.xml.transform;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ActionDescription;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.ParameterDescription;
import io.einvoicing.feature.ParameterDescription.Type;
import io.einvoicing.flow.ActionContext;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.flow.ActionOutput;
import io.einvoicing.flow.RepeatableActionType;
import io.einvoicing.kernel.Finding;
import io.einvoicing.submission.LogMessage;
import io.einvoicing.xml.transform.internal.ConfiguredStylesheet;
import java.util.List;

/**
 * The action "Transform document": turns a file into another by a format configuration.
 *
 * @since 0.1.0
 */
public final class TransformDocumentAction implements RepeatableActionType {
    /** The name of the action type. */
    public static final String TYPE = "Transform document";

    /** The file to transform. */
    public static final String INPUT = "Input file";

    /** The stylesheet. */
    public static final String CONFIGURATION = "Configuration";

    /** Media type of the result. */
    public static final String MEDIA_TYPE = "Media type";

    /** The resulting file. */
    public static final String OUTPUT = "Output file";

    private static final ActionDescription DESCRIPTION = new ActionDescription(
            TYPE,
            "Turns a file into another by a format configuration, such as a business document into a UBL invoice.",
            ActionDescription.Kind.REPEATABLE,
            List.of(
                    ParameterDescription.mandatory(INPUT, Type.FILE, "The file to transform: JSON or XML."),
                    ParameterDescription.mandatory(
                            CONFIGURATION, Type.FORMAT_CONFIGURATION, "The XSLT 3.0 stylesheet that transforms it."),
                    ParameterDescription.withDefault(
                            MEDIA_TYPE, Type.TEXT, "application/xml", "Media type of the result.")),
            List.of(OUTPUT));

    private final TransformEngine engine;
    private final ConfiguredStylesheet stylesheet;

    /** Creates the action type. */
    public TransformDocumentAction(TransformEngine engine) {
        this.engine = engine;
        this.stylesheet = new ConfiguredStylesheet(engine, CONFIGURATION);
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
        DocumentContent input = context.file(INPUT);
        String format = context.formatConfiguration(CONFIGURATION).content();
        try {
            byte[] result = engine.transform(format, input);
            if (result.length == 0) {
                return ActionOutcome.failed("the stylesheet wrote nothing");
            }
            return ActionOutcome.completed(
                    new ActionOutput.File(OUTPUT, new DocumentContent(context.text(MEDIA_TYPE), result)));
        } catch (TransformException e) {
            String reason = String.valueOf(e.getMessage());
            return e.kind() == TransformException.Kind.TIME_LIMIT
                    ? ActionOutcome.retryable(reason)
                    : ActionOutcome.failed(reason, LogMessage.error(e.kind().name(), reason));
        }
    }
}
