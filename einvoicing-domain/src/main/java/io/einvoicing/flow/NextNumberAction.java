package io.einvoicing.flow;

import io.einvoicing.feature.ActionDescription;
import io.einvoicing.feature.ParameterDescription;
import java.util.List;

/**
 * Draws the next value of a number sequence. A run after a crash or a retry gets the value that the submission has already, and a
 * submission that fails keeps its value: the numbers have no gap.
 */
public final class NextNumberAction implements RepeatableActionType {
    /** Name of the action type. */
    public static final String TYPE = "Get next number sequence value";

    private static final String SEQUENCE = "Number sequence";
    private static final ActionDescription DESCRIPTION = new ActionDescription(
            TYPE,
            "Draws the next value of a number sequence; the submission keeps it, whatever becomes of it.",
            ActionDescription.Kind.REPEATABLE,
            List.of(ParameterDescription.mandatory(
                    SEQUENCE,
                    ParameterDescription.Type.NUMBER_SEQUENCE,
                    "Name of a number sequence of the environment, or of this feature in it.")),
            List.of("Value", "Name"));

    @Override
    public ActionDescription description() {
        return DESCRIPTION;
    }

    @Override
    public ActionOutcome execute(ActionContext context) {
        long value = context.drawNumber(SEQUENCE);
        return ActionOutcome.completed(
                new ActionOutput.Value("Value", Long.toString(value)),
                new ActionOutput.Value("Name", context.text(SEQUENCE)));
    }
}
