package io.einvoicing.xml.validation;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ActionDescription;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.ParameterDescription;
import io.einvoicing.feature.ParameterDescription.Type;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.flow.ActionContext;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.flow.ActionOutput;
import io.einvoicing.flow.RepeatableActionType;
import io.einvoicing.submission.LogMessage;
import io.einvoicing.xml.XmlRefusedException;
import io.einvoicing.xml.validation.ValidationReport.Outcome;
import io.einvoicing.xml.validation.internal.ReportWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The action type "Validate document": an invalid document fails for good, a valid one goes on with its warnings as
 * messages.
 *
 * @since 0.1.0
 */
public final class ValidateDocumentAction implements RepeatableActionType {
    /** The name of the action type. */
    public static final String TYPE = "Validate document";

    /** The parameter that names the file to validate. */
    public static final String INPUT = "Input file";

    /** The parameter that names the rule set by its id. */
    public static final String RULE_SET = "Rule set";

    /** The output: an XML file with everything that was found. */
    public static final String REPORT = "Validation report";

    private static final int MAX_MESSAGES = 500;

    private final DocumentValidator validator;
    private final ActionDescription description;

    /** Creates the type for the rule sets of the validator. */
    public ValidateDocumentAction(DocumentValidator validator) {
        this.validator = validator;
        this.description = new ActionDescription(
                TYPE,
                "Checks a document against the schema and the business rules of a rule set.",
                ActionDescription.Kind.REPEATABLE,
                List.of(
                        ParameterDescription.mandatory(INPUT, Type.FILE, "The XML document to check."),
                        new ParameterDescription(
                                RULE_SET,
                                Type.TEXT,
                                true,
                                Optional.empty(),
                                List.copyOf(validator.ruleSetIds()),
                                "What the document must obey.")),
                List.of(REPORT));
    }

    @Override
    public ActionDescription description() {
        return description;
    }

    /** Compiles the rule set and proves that it works; all of them if the action takes its id from a variable. */
    @Override
    public void prepare(Action action, FeatureContent content) {
        if (action.parameters().get(RULE_SET) instanceof ParameterValue.Literal ruleSet) {
            validator.selfCheck(ruleSet.text());
        } else {
            validator.ruleSetIds().forEach(validator::selfCheck);
        }
    }

    @Override
    public ActionOutcome execute(ActionContext context) {
        ValidationReport report;
        try {
            report = validator.validate(
                    context.text(RULE_SET), context.file(INPUT).bytes());
        } catch (XmlRefusedException e) {
            return ActionOutcome.failed(
                    "the document was not accepted as XML",
                    LogMessage.error(e.reason().name(), String.valueOf(e.getMessage())));
        }
        List<ActionOutput> outputs = List.of(
                new ActionOutput.File(REPORT, new DocumentContent("application/xml", ReportWriter.write(report))));
        List<LogMessage> messages = messages(report);
        if (report.outcome() == Outcome.VALID) {
            return new ActionOutcome.Completed(outputs, messages, Optional.empty());
        }
        long errors = report.violations().stream()
                .filter(violation -> violation.severity() == Severity.ERROR)
                .count();
        return new ActionOutcome.FinalFailure(
                "the document breaks " + report.ruleSetId() + ": " + errors + (errors == 1 ? " error" : " errors"),
                outputs,
                messages);
    }

    private static List<LogMessage> messages(ValidationReport report) {
        List<Violation> violations = report.violations();
        List<LogMessage> messages = new ArrayList<>();
        for (Violation violation : violations.subList(0, Math.min(MAX_MESSAGES, violations.size()))) {
            messages.add(message(violation));
        }
        if (violations.size() > MAX_MESSAGES) {
            messages.add(
                    LogMessage.error("", (violations.size() - MAX_MESSAGES) + " more in the file \"" + REPORT + "\""));
        }
        return messages;
    }

    private static LogMessage message(Violation violation) {
        LogMessage.Severity severity =
                violation.severity() == Severity.ERROR ? LogMessage.Severity.ERROR : LogMessage.Severity.WARNING;
        String line = violation.line() < 1 ? "" : "line " + violation.line();
        String location = violation.location().isEmpty() ? line : violation.location() + ", " + line;
        return new LogMessage(severity, violation.ruleId(), violation.text(), location);
    }
}
