package io.einvoicing.feature;

import io.einvoicing.feature.port.ActionCatalog;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.Require;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Checks a feature version's content; finds everything at once, by setup, action and parameter. */
final class FeatureValidation {
    private final ActionCatalog catalog;
    private final FeatureContent content;
    private final List<Finding> findings = new ArrayList<>();

    private FeatureValidation(ActionCatalog catalog, FeatureContent content) {
        this.catalog = catalog;
        this.content = content;
    }

    static List<Finding> findings(ActionCatalog catalog, FeatureContent content) {
        return new FeatureValidation(catalog, content).check();
    }

    private List<Finding> check() {
        if (content.setups().isEmpty()) {
            error("setups", "the version has no feature setup", "add at least one setup");
        }
        for (int s = 0; s < content.setups().size(); s++) {
            checkSetup(content.setups().get(s), "setups[" + s + "]");
        }
        findings.addAll(FeatureConsistency.findings(content));
        return findings;
    }

    private void checkSetup(FeatureSetup setup, String field) {
        try {
            if (setup.applicability().disjunctiveNormalForm().stream().anyMatch(Set::isEmpty)) {
                findings.add(Finding.warning(
                        field + ".applicability",
                        "setup \"" + setup.name() + "\" applies to every document",
                        "add a clause unless it is meant to"));
            }
        } catch (IllegalArgumentException e) {
            error(field + ".applicability", messageOf(e), "simplify the rule");
        }
        if (setup.type() == FeatureSetup.Type.IMPORT_CHANNEL
                ? !setup.actions().isEmpty()
                : setup.actions().isEmpty()) {
            error(
                    field + ".actions",
                    setup.type() == FeatureSetup.Type.IMPORT_CHANNEL
                            ? "setup \"" + setup.name() + "\" is a channel, which has no actions"
                            : "setup \"" + setup.name() + "\" has no action",
                    "change the setup's type or its actions");
        }
        checkChannel(setup, field);
        if (setup.actions().stream().filter(Action::exportResults).count() > 1) {
            error(field + ".actions", "more than one action exports results", "leave the flag on one action only");
        }
        for (int a = 0; a < setup.actions().size(); a++) {
            checkAction(setup, a, field + ".actions[" + a + "]");
        }
        for (int a = 0; a < setup.channelActions().size(); a++) {
            checkAction(setup.channel(), a, field + ".channelActions[" + a + "]");
        }
        for (int v = 0; v < setup.variables().size(); v++) {
            String variableField = field + ".variables[" + v + "]";
            setup.variables()
                    .get(v)
                    .source()
                    .ifPresent(source -> checkSource(setup, source, variableField + ".source"));
        }
    }

    /** The value that goes to the client comes from an action of the document or from one of the run that sends it. */
    private void checkSource(FeatureSetup setup, ParameterValue.FromAction source, String field) {
        FeatureSetup channel = setup.channel();
        FeatureSetup pipeline = channel.indexOf(source.action()).isPresent() ? channel : setup;
        checkOutput(pipeline, pipeline.actions().size(), source, field);
    }

    private void checkChannel(FeatureSetup setup, String field) {
        List<Action> actions = setup.channelActions();
        if (!setup.exportsThroughChannel()) {
            if (!actions.isEmpty()) {
                error(
                        field + ".channelActions",
                        "setup \"" + setup.name() + "\" has no export channel",
                        "make it an EXPORT_CHANNEL_AND_PIPELINE, or move the actions to \"actions\"");
            }
            return;
        }
        if (actions.isEmpty()) {
            error(
                    field + ".channelActions",
                    "setup \"" + setup.name() + "\" is an export channel without actions that send its documents",
                    "add actions such as assembling the batch and calling a web service, or change the setup's type");
        }
        if (setup.actions().stream().noneMatch(Action::exportResults)) {
            error(
                    field + ".actions",
                    "no action exports results, so that there is nothing to put into a batch",
                    "set the flag on the action that makes the file to send");
        }
        for (int a = 0; a < actions.size(); a++) {
            Action action = actions.get(a);
            if (setup.indexOf(action.name()).isPresent()) {
                error(
                        field + ".channelActions[" + a + "].name",
                        "\"" + action.name() + "\" is the name of an action of the documents too",
                        "give it another name");
            }
        }
    }

    private void checkAction(FeatureSetup setup, int index, String field) {
        Action action = setup.actions().get(index);
        action.retry()
                .flatMap(RetryPolicy::restartFrom)
                .ifPresent(restart -> checkRestart(setup, index, restart, field + ".retry.restartFrom"));
        Optional<ActionDescription> description = catalog.describe(action.type());
        if (description.isEmpty()) {
            error(
                    field + ".type",
                    "there is no action type \"" + action.type() + "\"",
                    "use one of: "
                            + String.join(
                                    ", ",
                                    catalog.descriptions().stream()
                                            .map(ActionDescription::type)
                                            .toList()));
            return;
        }
        int before = findings.size();
        for (ParameterDescription parameter : description.get().parameters()) {
            ParameterValue value = action.parameters().get(parameter.name());
            String parameterField = field + ".parameters." + parameter.name();
            if (value == null) {
                if (parameter.mandatory()) {
                    error(parameterField, "the mandatory parameter is not set", parameter.help());
                }
            } else {
                checkParameter(setup, index, parameter, value, parameterField);
            }
        }
        for (String name : action.parameters().keySet()) {
            if (description.get().parameter(name).isEmpty()) {
                error(
                        field + ".parameters." + name,
                        "action type \"" + action.type() + "\" has no parameter of this name",
                        "remove it, or correct the name");
            }
        }
        if (findings.size() == before) {
            catalog.check(action, content)
                    .forEach(found -> findings.add(new Finding(
                            found.severity(), field + "." + found.field(), found.message(), found.remedy())));
        }
    }

    private void checkRestart(FeatureSetup setup, int index, String restart, String field) {
        OptionalInt position = setup.indexOf(restart);
        if (position.isEmpty() || position.getAsInt() > index) {
            error(
                    field,
                    "\"" + restart + "\" is neither this action nor one before it",
                    "name the action at which the retry starts again");
            return;
        }
        for (Action between : setup.actions().subList(position.getAsInt(), index)) {
            boolean calls = catalog.describe(between.type())
                    .filter(description -> description.kind() == ActionDescription.Kind.OUTSIDE_EFFECT)
                    .isPresent();
            if (calls) {
                error(
                        field,
                        "the retry would run \"" + between.name() + "\" again, which was answered before",
                        "start again after it");
            }
        }
    }

    private void checkParameter(
            FeatureSetup setup, int index, ParameterDescription parameter, ParameterValue value, String field) {
        if (value instanceof ParameterValue.FromAction output) {
            checkOutput(setup, index, output, field);
        } else if (value instanceof ParameterValue.FromVariable reference) {
            checkVariable(setup, parameter, reference.variable(), field);
        } else {
            checkLiteral(parameter, ((ParameterValue.Literal) value).text(), field);
        }
    }

    private void checkVariable(FeatureSetup setup, ParameterDescription parameter, String name, String field) {
        boolean takesFile = parameter.type() == ParameterDescription.Type.FILE;
        Optional<Variable> variable = setup.variable(name);
        Optional<FeatureParameter> shared = content.parameter(name);
        if (name.equals(Variable.BUSINESS_DOCUMENT)) {
            if (!takesFile) {
                error(
                        field,
                        "the parameter takes a value, but variable \"" + name + "\" is a file",
                        "write the value, or refer to another variable");
            }
        } else if (variable.isPresent() ? variable.get().kind() == Variable.Kind.TO_CLIENT : shared.isEmpty()) {
            error(
                    field,
                    "the setup has no variable \"" + name + "\" that an action can read, the feature no such parameter",
                    "add it as variable CONSTANT or FROM_CLIENT or as feature parameter, or name another");
        } else if (isNeverSentTo(setup, variable)) {
            error(
                    field,
                    "a run of a channel gets no value of variable \"" + name + "\", which clients send with documents",
                    "give the variable a default, or refer to another");
        } else if (takesFile) {
            error(
                    field,
                    "the parameter takes a file, but variable \"" + name + "\" holds a value",
                    "refer to the variable " + Variable.BUSINESS_DOCUMENT + " or to an earlier action's output");
        } else if (variable.isEmpty()) {
            checkLiteral(parameter, shared.get().value(), field);
        } else if (variable.get().kind() == Variable.Kind.CONSTANT) {
            checkLiteral(parameter, variable.get().value().orElse(""), field);
        }
    }

    /** A run of a channel, which works with the setup's {@link FeatureSetup#channel}, has the default and no client's value. */
    private static boolean isNeverSentTo(FeatureSetup pipeline, Optional<Variable> variable) {
        return pipeline.exportsThroughChannel()
                && pipeline.channelActions().isEmpty()
                && variable.filter(found -> found.kind() == Variable.Kind.FROM_CLIENT
                                && found.value().isEmpty())
                        .isPresent();
    }

    private void checkLiteral(ParameterDescription parameter, String text, String field) {
        if (!parameter.choices().isEmpty() && !parameter.choices().contains(text)) {
            error(field, "\"" + text + "\" is not allowed", "use one of: " + String.join(", ", parameter.choices()));
            return;
        }
        try {
            switch (parameter.type()) {
                case NUMBER -> new BigDecimal(text);
                case BOOLEAN -> DataType.BOOLEAN.check("value", text);
                case DURATION -> {
                    if (Duration.parse(text).isNegative()) {
                        throw new IllegalArgumentException("value must not be negative, was " + text);
                    }
                }
                case URL -> Require.uri("value", TextTemplate.parse(text).fill(name -> "x"));
                case FILE ->
                    error(
                            field,
                            "a file cannot be written as text",
                            "refer to the variable " + Variable.BUSINESS_DOCUMENT
                                    + " or to an earlier action's output");
                case FORMAT_CONFIGURATION -> {
                    if (content.formatConfiguration(text).isEmpty()) {
                        error(
                                field,
                                "the version has no format configuration \"" + text + "\"",
                                "add it to the version, or name another");
                    }
                }
                case TEXT, CERTIFICATE, SECRET, NUMBER_SEQUENCE -> {
                    if (text.isEmpty() && parameter.mandatory()) {
                        error(field, "the mandatory parameter is empty", parameter.help());
                    }
                }
            }
        } catch (DateTimeParseException e) {
            error(field, "\"" + text + "\" is no duration", "write it as PT10S or PT5M");
        } catch (NumberFormatException e) {
            error(field, "\"" + text + "\" is no number", "write digits, with a point for decimals");
        } catch (IllegalArgumentException e) {
            error(field, messageOf(e), parameter.help());
        }
    }

    private void checkOutput(FeatureSetup setup, int before, ParameterValue.FromAction reference, String field) {
        OptionalInt position = setup.indexOf(reference.action());
        if (position.isEmpty() || position.getAsInt() >= before) {
            error(
                    field,
                    "there is no earlier action \"" + reference.action() + "\"",
                    "name an action that runs before");
            return;
        }
        catalog.describe(setup.actions().get(position.getAsInt()).type())
                .filter(description -> !description.outputs().contains(reference.output()))
                .ifPresent(description -> error(
                        field,
                        "action \"" + reference.action() + "\" has no output \"" + reference.output() + "\"",
                        "use one of: " + String.join(", ", description.outputs())));
    }

    private void error(String field, String message, String remedy) {
        findings.add(Finding.error(field, message, remedy));
    }

    private static String messageOf(IllegalArgumentException e) {
        return String.valueOf(e.getMessage());
    }
}
