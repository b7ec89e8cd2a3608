package io.einvoicing.flow;

import io.einvoicing.document.DocumentContent;
import java.time.Duration;
import java.util.Optional;

/**
 * An action type that changes something outside, such as a call to a tax authority. The engine stores the request and records the
 * intent before it lets the type send; so whatever happens, it is known that something may have been sent, and what.
 */
public non-sealed interface OutsideEffectActionType extends ActionType {
    /** Builds the request without any effect; called once for each intent. */
    DocumentContent request(ActionContext context);

    /** Returns the longest time that {@link #send} or {@link #ask} takes, however the other side behaves. */
    Duration timeout(ActionContext context);

    /**
     * Returns the host that {@link #send} and {@link #ask} call, such as {@code api.example:443}: limits of calls at once hold for it, and
     * it is left alone while it does not answer. Empty = the call is not limited.
     */
    default Optional<String> destination(ActionContext context) {
        return Optional.empty();
    }

    /**
     * Sends the request. Must return within the timeout.
     *
     * <p>{@link ActionOutcome.RetryableFailure} promises that the other side did not process it; when in doubt return
     * {@link ActionOutcome.OutcomeUnknown}, which is also what any exception is taken for, but one: an
     * {@link io.einvoicing.kernel.EinvoicingException}, such as the vault's when the context is asked for a secret, promises that
     * nothing was sent, and the submission waits for our own surroundings.
     *
     * @param request exactly what was stored
     * @param idempotencyKey the same for every repetition of this request
     */
    ActionOutcome send(ActionContext context, DocumentContent request, String idempotencyKey);

    /** How an unknown outcome is resolved. */
    enum Recovery {
        /** {@link #ask} the other side what became of the request. */
        ASK,
        /** The other side treats repetitions with the same key as one: send again. */
        REPEAT,
        /** Neither is possible: a person decides. */
        DECISION
    }

    /** Returns how this action, as configured, resolves an unknown outcome. */
    Recovery recovery(ActionContext context);

    /**
     * Asks the other side what became of the request; called for {@link Recovery#ASK} only.
     *
     * @return the outcome of the original request; {@link ActionOutcome.RetryableFailure} if it certainly was not processed, so that
     *     it may be sent again
     */
    default ActionOutcome ask(ActionContext context, DocumentContent request, String idempotencyKey) {
        return ActionOutcome.unknown("the action type cannot ask for the outcome");
    }
}
