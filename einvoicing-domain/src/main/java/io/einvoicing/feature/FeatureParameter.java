package io.einvoicing.feature;

import io.einvoicing.kernel.Require;

/**
 * A named value that all setups of a feature share, such as the address of an authority. An action reads it like a constant
 * variable of its setup; a variable of the setup with the same name hides it.
 *
 * @param name unique in the feature version
 * @param value what an action reads
 * @param description for people
 */
public record FeatureParameter(String name, String value, String description) {
    public FeatureParameter {
        Require.name("name", name);
        Require.text("value", value, Require.TEXT_LENGTH);
        Require.text("description", description, Require.TEXT_LENGTH);
        if (name.equals(Variable.BUSINESS_DOCUMENT)) {
            throw new IllegalArgumentException(
                    "name must not be \"" + Variable.BUSINESS_DOCUMENT + "\", which is built in: choose another");
        }
    }
}
