package io.einvoicing.submission;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.environment.port.EnvironmentRepository;
import io.einvoicing.feature.Feature;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.port.FeatureRepository;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tells who reads the submission log what the environments and features in it are called, and nothing else of them. Thread-safe. Needs
 * the role {@link Role#SUBMIT}.
 */
public final class SubmissionNames {
    private final EnvironmentRepository environments;
    private final FeatureRepository features;

    public SubmissionNames(EnvironmentRepository environments, FeatureRepository features) {
        this.environments = environments;
        this.features = features;
    }

    /**
     * Names of environments and features.
     *
     * @param environments by their ids, in the order of the names; without deleted ones
     * @param features by their ids, in the order of the names; without deleted ones
     */
    public record Names(Map<EnvironmentId, String> environments, Map<FeatureId, String> features) {}

    /** Returns the names in the caller's tenant. */
    public Result<Names> names(Caller caller) {
        Optional<Refusal> lack = caller.lacks(Role.SUBMIT);
        if (lack.isPresent()) {
            return Result.refused(lack.get());
        }
        Map<EnvironmentId, String> environmentNames = new LinkedHashMap<>();
        environments.forEach(caller.tenant(), each -> environmentNames.put(each.id(), each.name()));
        Map<FeatureId, String> featureNames = new LinkedHashMap<>();
        for (Feature each : features.list(caller.tenant())) {
            featureNames.put(each.id(), each.name());
        }
        return Result.accepted(new Names(environmentNames, featureNames));
    }
}
