package io.einvoicing.submission;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far a submission's flow has come, with its log.
 *
 * @param next place of the action to run next, from 1
 * @param runs every run so far, in order
 * @param intent a call whose outcome is not known
 * @param retries retries used up by the action that fails at present
 */
public record FlowState(int next, List<ActionRun> runs, Optional<Intent> intent, Optional<Retries> retries) {
    /** State of a submission that has not run. */
    public static final FlowState INITIAL = new FlowState(1, List.of(), Optional.empty(), Optional.empty());

    public FlowState {
        if (next < 1) {
            throw new IllegalArgumentException("next action must be >= 1, was " + next);
        }
        runs = List.copyOf(runs);
    }

    public FlowState withNext(int position) {
        return new FlowState(position, runs, intent, retries);
    }

    public FlowState withRun(ActionRun run) {
        List<ActionRun> extended = new ArrayList<>(runs.size() + 1);
        extended.addAll(runs);
        extended.add(run);
        return new FlowState(next, extended, intent, retries);
    }

    public FlowState withIntent(Optional<Intent> newIntent) {
        return new FlowState(next, runs, newIntent, retries);
    }

    public FlowState withRetries(Optional<Retries> newRetries) {
        return new FlowState(next, runs, intent, newRetries);
    }

    /** Returns what the latest completed run of the named action left under the output's name. */
    public Optional<OutputValue> output(String action, String output) {
        for (int i = runs.size() - 1; i >= 0; i--) {
            ActionRun run = runs.get(i);
            if (run.status() == ActionRun.Status.COMPLETED && run.action().equals(action)) {
                return Optional.ofNullable(run.outputs().get(output));
            }
        }
        return Optional.empty();
    }
}
