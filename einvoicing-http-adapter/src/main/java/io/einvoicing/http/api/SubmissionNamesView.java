package io.einvoicing.http.api;

import io.einvoicing.submission.SubmissionNames;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Names of what the submission log refers to by id.
 *
 * @param environments the environments, by name
 * @param features the features, by name
 */
public record SubmissionNamesView(List<Named> environments, List<Named> features) {
    /** Shows the names. */
    public static SubmissionNamesView of(SubmissionNames.Names names) {
        return new SubmissionNamesView(
                named(names.environments(), environment -> environment.value()),
                named(names.features(), feature -> feature.value()));
    }

    private static <K> List<Named> named(Map<K, String> names, Function<K, UUID> id) {
        return names.entrySet().stream()
                .map(each -> new Named(id.apply(each.getKey()), each.getValue()))
                .toList();
    }
}
