package io.einvoicing.flow;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.FormatConfiguration;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.vault.SecretValue;
import io.einvoicing.vault.VaultCertificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What an action sees while it runs: its parameters, resolved. For one run in one thread.
 *
 * <p>A method that takes a parameter's name throws {@link IllegalArgumentException} if the action's type does not describe such a
 * parameter or the value does not fit, which makes the submission FAILED, and {@link io.einvoicing.kernel.EinvoicingException} if
 * the customer's storage or vault gives no answer, which makes it wait.
 */
public interface ActionContext {
    TenantId tenant();

    SubmissionId submission();

    /** Returns the action's name in the pipeline. */
    String actionName();

    /** Returns the claim within which the action runs, from 1. */
    int attempt();

    Instant now();

    /** Returns the parameter's text, or its default. */
    Optional<String> optionalText(String parameter);

    /** Returns the content of the file to which the parameter refers. */
    DocumentContent file(String parameter);

    /** Returns the format configuration that the parameter names. */
    FormatConfiguration formatConfiguration(String parameter);

    /** Returns the current value of the declared secret that the parameter names. */
    SecretValue secret(String parameter);

    /** Returns the certificate that the parameter names, or the chain of that name: the end certificate first, its root last. */
    VaultCertificate certificate(String parameter);

    /**
     * Draws the next value of the number sequence that the parameter names; a sequence of the feature wins over one of the
     * environment. The action has one value: drawing again, in this or a later run, returns the same.
     */
    long drawNumber(String parameter);

    /** Returns the text of a parameter that is set or has a default. */
    default String text(String parameter) {
        return optionalText(parameter)
                .orElseThrow(() -> new IllegalArgumentException("parameter \"" + parameter + "\" is not set"));
    }

    /** Returns whether a BOOLEAN parameter is true. */
    default boolean flag(String parameter) {
        return Boolean.parseBoolean(text(parameter));
    }

    /** Returns the value of a DURATION parameter. */
    default Duration duration(String parameter) {
        return Duration.parse(text(parameter));
    }
}
