package io.einvoicing.feature;

import io.einvoicing.kernel.Require;
import java.util.Optional;

/**
 * How the ERP takes one kind of answer into its own data.
 *
 * @param name unique in the application setup; a {@link Variable.Kind#TO_CLIENT} variable of this name carries the answer
 * @param description for people
 * @param submissionStatus the ERP's status of a submission in which it looks for the answer, such as {@code Pending}
 * @param dataEntity the ERP's data entity that is updated
 * @param modelMapping the mapping from the answer to the entity
 */
public record ResponseType(
        String name,
        String description,
        Optional<String> submissionStatus,
        Optional<String> dataEntity,
        Optional<String> modelMapping) {
    public ResponseType {
        Require.name("name", name);
        Require.text("description", description, Require.TEXT_LENGTH);
        submissionStatus.ifPresent(text -> Require.name("submissionStatus", text));
        dataEntity.ifPresent(text -> Require.name("dataEntity", text));
        modelMapping.ifPresent(text -> Require.name("modelMapping", text));
    }
}
