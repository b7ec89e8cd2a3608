package io.einvoicing.flow;

/** An action type without effect outside: after a crash it is simply run again; its bytes may then differ. */
public non-sealed interface RepeatableActionType extends ActionType {
    /** Runs the action. Any exception but {@link io.einvoicing.kernel.EinvoicingException} makes the submission FAILED. */
    ActionOutcome execute(ActionContext context);
}
