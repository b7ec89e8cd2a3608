package io.einvoicing.flow;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.FormatConfiguration;
import io.einvoicing.feature.TextTemplate;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.vault.SecretValue;
import io.einvoicing.vault.VaultCertificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

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

    /** Returns since when the action has been waiting, if its latest run asked to be run again. */
    Optional<Instant> waitingSince();

    /** Returns the parameter's text, or its default. */
    Optional<String> optionalText(String parameter);

    /**
     * Returns a value by the name that a {@link io.einvoicing.feature.TextTemplate} gives it: a variable of the setup, a feature
     * parameter, an earlier action's output as {@code Action/Output}, or a {@link io.einvoicing.feature.BuiltInValue}.
     *
     * @throws IllegalArgumentException if there is no such value
     */
    String value(String name);

    /** Tells whether the action sets the parameter, to whatever; for a file that may be left out. */
    boolean isSet(String parameter);

    /** Returns the content of the file to which the parameter refers. */
    DocumentContent file(String parameter);

    /** Returns the content of the file to which the parameter refers; empty if the earlier action left none. */
    default Optional<DocumentContent> optionalFile(String parameter) {
        return Optional.of(file(parameter));
    }

    /**
     * Returns what a person entered as the authority's verdict for the call of which the parameter takes an output; empty if the call
     * was answered. The call may then have left no file, or one that is no response of the web service.
     */
    default Optional<Verdict> entered(String parameter) {
        return Optional.empty();
    }

    /**
     * Keeps a file in the customer's container under a name of the action's own choice. Keeping equal content again changes nothing.
     *
     * @param name path inside the container, as {@link io.einvoicing.document.port.DocumentStore#store} takes it
     * @throws IllegalArgumentException if the name is not of that form
     * @throws io.einvoicing.document.DocumentConflictException if other content is kept under the name; the submission becomes FAILED
     */
    void keep(String name, DocumentContent content);

    /**
     * Returns the documents that a run of an export channel sends, in their order, each read when its turn comes; none if the
     * submission is no such run.
     *
     * @throws IllegalStateException if a file is not what was stored; the submission becomes FAILED
     */
    default Stream<BatchDocument> batch() {
        return Stream.empty();
    }

    /**
     * A document that a run of an export channel sends.
     *
     * @param submission the submission that generated it
     * @param name file name that no other document of the run has
     */
    record BatchDocument(SubmissionId submission, String name, DocumentContent content) {}

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

    /** Returns the parameter's text, or nothing, with the values in it that it names in braces. */
    default String filled(String parameter) {
        return TextTemplate.parse(optionalText(parameter).orElse("")).fill(this::value);
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
