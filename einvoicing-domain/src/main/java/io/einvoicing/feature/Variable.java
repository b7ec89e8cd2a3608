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
        Require.name("name", name);
        Require.text("description", description, Require.TEXT_LENGTH);
        value.ifPresent(text -> dataType.check("value", text));
        if (name.equals(BUSINESS_DOCUMENT)) {
            throw new IllegalArgumentException(
                    "name must not be \"" + BUSINESS_DOCUMENT + "\", which is built in: choose another");
        }
        if (kind == Kind.CONSTANT && value.isEmpty()) {
            throw new IllegalArgumentException("value must be given, for the variable \"" + name + "\" is CONSTANT");
        }
        if ((kind == Kind.TO_CLIENT) != source.isPresent()) {
            throw new IllegalArgumentException(
                    "source must be given exactly for a variable that is TO_CLIENT, \"" + name + "\" is " + kind);
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
