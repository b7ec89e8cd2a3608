package io.einvoicing.flow;

import io.einvoicing.feature.Action;
import io.einvoicing.feature.ActionDescription;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.ParameterDescription;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.feature.TextTemplate;
import io.einvoicing.kernel.Finding;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps a file in the customer's container under a name built from values. Nothing is overwritten: equal content again is success,
 * other content under the name makes the submission FAILED.
 */
public final class StoreFileAction implements RepeatableActionType {
    /** Name of the action type. */
    public static final String TYPE = "Store file";

    /** The file to keep. */
    public static final String INPUT = "Input file";

    /** The name to keep it under. */
    public static final String NAME = "File name";

    private static final ActionDescription DESCRIPTION = new ActionDescription(
            TYPE,
            "Keeps a file in the customer's container under a name of your choice; nothing is overwritten.",
            ActionDescription.Kind.REPEATABLE,
            List.of(
                    ParameterDescription.mandatory(INPUT, ParameterDescription.Type.FILE, "Choose the file to keep."),
                    ParameterDescription.mandatory(
                            NAME,
                            ParameterDescription.Type.TEXT,
                            "Path in the container with values by their names in braces, such as"
                                    + " archive/{year}/{month}/{legalEntity}-{sourceRecord}.xml; in values, what is no"
                                    + " letter of ASCII, digit, dot, underscore or hyphen becomes a hyphen.")),
            List.of(NAME));

    @Override
    public ActionDescription description() {
        return DESCRIPTION;
    }

    @Override
    public List<Finding> check(Action action, FeatureContent content) {
        List<Finding> findings = new ArrayList<>();
        if (action.parameters().get(NAME) instanceof ParameterValue.Literal literal) {
            try {
                check(TextTemplate.parse(literal.text()), action, content, findings);
            } catch (IllegalArgumentException e) {
                findings.add(error(String.valueOf(e.getMessage()), "correct the braces"));
            }
        }
        return findings;
    }

    private static void check(TextTemplate name, Action action, FeatureContent content, List<Finding> findings) {
        List<String> unknown = name.unknown(action, content);
        if (!unknown.isEmpty()) {
            findings.add(
                    error(
                            "there is no value for " + String.join(", ", unknown),
                            "name a variable, a feature parameter, Action/Output of an earlier action or a value such as {date}"));
        }
        if (name.names().isEmpty()) {
            findings.add(error(
                    "every document would be kept under the same name",
                    "put a value into it that tells documents apart, such as {sourceRecord} or {submission}"));
        }
        if (!name.fill(each -> "x").matches("[A-Za-z0-9._/-]+")) {
            findings.add(error(
                    "the file name may hold letters of ASCII, digits, dots, underscores, hyphens and slashes only",
                    "write one such as archive/{year}/{sourceRecord}.xml"));
        }
    }

    private static Finding error(String message, String remedy) {
        return Finding.error("parameters." + NAME, message, remedy);
    }

    @Override
    public ActionOutcome execute(ActionContext context) {
        String name = TextTemplate.parse(context.text(NAME)).fill(each -> segment(context.value(each)));
        context.keep(name, context.file(INPUT));
        return ActionOutcome.completed(new ActionOutput.Value(NAME, name));
    }

    /** A value never adds a folder, nor leads to another one. */
    private static String segment(String value) {
        String safe = value.replaceAll("[^A-Za-z0-9._-]", "-");
        return safe.matches("\\.+") ? "-" : safe;
    }
}
