package io.einvoicing.feature;

import io.einvoicing.kernel.Require;
import java.util.Map;
import java.util.Optional;

/**
 * One configured step of a processing pipeline.
 *
 * @param name unique in the pipeline, shown in the submission log
 * @param type name of the action type that runs it, such as {@code Transform document}
 * @param parameters values by parameter name
 * @param retry how a retryable failure is tried again; empty = not at all
 * @param exportResults whether its first file output is the result that the ERP downloads; at most one action has it
 */
public record Action(
        String name,
        String type,
        Map<String, ParameterValue> parameters,
        Optional<RetryPolicy> retry,
        boolean exportResults) {
    public Action {
        Require.name("name", name);
        Require.name("type", type);
        parameters = Map.copyOf(parameters);
        parameters.keySet().forEach(parameter -> Require.name("parameters: name", parameter));
    }

    /** Creates an action without retry. */
    public static Action of(String name, String type, Map<String, ParameterValue> parameters) {
        return new Action(name, type, parameters, Optional.empty(), false);
    }

    public Action withRetry(RetryPolicy policy) {
        return new Action(name, type, parameters, Optional.of(policy), exportResults);
    }

    public Action exportingResults() {
        return new Action(name, type, parameters, retry, true);
    }
}
