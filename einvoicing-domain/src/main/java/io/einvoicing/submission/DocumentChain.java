package io.einvoicing.submission;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FieldValue;
import java.util.Map;
import java.util.Optional;

/**
 * Documents that are run one after the other in the order of their acceptance, such as those of one issuer whose numbers or hashes
 * build on each other. The next is due when the one before it has ended, however it ended.
 *
 * @param environment the environment to which they were submitted
 * @param feature the feature that processes them, whatever its version
 * @param name context field and value that they share, such as {@code LegalEntityID="DEMF"}
 */
public record DocumentChain(EnvironmentId environment, FeatureId feature, String name) {
    static final int MAX_VALUE = 200;

    /** Returns the name that a document's context field gives; empty if the field is missing or longer than {@value #MAX_VALUE}. */
    static Optional<String> nameOf(String field, Map<String, FieldValue> context) {
        return Optional.ofNullable(context.get(field))
                .map(FieldValue::describe)
                .filter(value -> value.length() <= MAX_VALUE)
                .map(value -> field + "=" + value);
    }
}
