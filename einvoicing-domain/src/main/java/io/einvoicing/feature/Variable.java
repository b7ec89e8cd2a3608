package io.einvoicing.feature;

import io.einvoicing.kernel.Require;
import java.util.Optional;

/**
 * A named value of a feature setup.
 *
 * @param name unique in the setup; a TO_CLIENT variable's name equals the ERP's response type
 * @param description for people
 * @param kind where the value comes from and goes to
 * @param dataType type of the value
 * @param value the constant, or the default of a FROM_CLIENT variable that the sender leaves out
 * @param source the action's output that sets a TO_CLIENT variable
 */
public record Variable(
        String name,
        String description,
        Kind kind,
        DataType dataType,
        Optional<String> value,
        Optional<ParameterValue.FromAction> source) {
    /** Built-in variable that holds the submitted business document, type FILE. */
    public static final String BUSINESS_DOCUMENT = "BusinessDocument";

    public Variable {
        Require.name("variable name", name);
        Require.text("variable description", description, Require.TEXT_LENGTH);
        value.ifPresent(text -> dataType.check("value of variable \"" + name + "\"", text));
        if (name.equals(BUSINESS_DOCUMENT)) {
            throw new IllegalArgumentException(
                    "variable name \"" + BUSINESS_DOCUMENT + "\" is built in: choose another");
        }
        if (kind == Kind.CONSTANT && value.isEmpty()) {
            throw new IllegalArgumentException("constant variable \"" + name + "\" must have a value");
        }
        if ((kind == Kind.TO_CLIENT) != source.isPresent()) {
            throw new IllegalArgumentException("variable \"" + name + "\" is " + kind
                    + ": exactly a TO_CLIENT variable names the action that sets it");
        }
    }

    /** Where a variable's value comes from and goes to. */
    public enum Kind {
        /** Fixed in the setup. */
        CONSTANT,
        /** Sent by the ERP with the document. */
        FROM_CLIENT,
        /** Set by an action and brought back to the ERP. */
        TO_CLIENT
    }
}
