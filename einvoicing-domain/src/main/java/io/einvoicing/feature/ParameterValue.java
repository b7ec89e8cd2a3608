package io.einvoicing.feature;

import io.einvoicing.kernel.Require;

/** What an action's parameter is set to: a literal, a variable, or the output of an earlier action. */
public sealed interface ParameterValue {
    /** The text itself. */
    record Literal(String text) implements ParameterValue {
        public Literal {
            Require.text("parameter value", text, 100_000);
        }
    }

    /** The value of a variable of the setup, of a feature parameter, or of {@link Variable#BUSINESS_DOCUMENT}. */
    record FromVariable(String variable) implements ParameterValue {
        public FromVariable {
            Require.name("variable", variable);
        }
    }

    /** A named output of an earlier action of the same pipeline. */
    record FromAction(String action, String output) implements ParameterValue {
        public FromAction {
            Require.name("action", action);
            Require.name("output", output);
        }
    }

    /** Returns the value as a person reads it. */
    default String describe() {
        if (this instanceof Literal literal) {
            return literal.text();
        }
        if (this instanceof FromVariable from) {
            return "variable \"" + from.variable() + "\"";
        }
        FromAction from = (FromAction) this;
        return "output \"" + from.output() + "\" of action \"" + from.action() + "\"";
    }

    static ParameterValue literal(String text) {
        return new Literal(text);
    }

    static ParameterValue variable(String name) {
        return new FromVariable(name);
    }

    static ParameterValue output(String action, String output) {
        return new FromAction(action, output);
    }
}
