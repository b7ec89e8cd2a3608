package io.einvoicing.submission;

import java.time.Instant;
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

    /** Adds a run; one that waits on takes the place of the wait before it, so that waiting for days does not fill the log. */
    public FlowState withRun(ActionRun run) {
        List<ActionRun> extended = new ArrayList<>(runs.size() + 1);
        extended.addAll(runs);
        Optional<ActionRun> wait = latestWait(run.position());
        if (run.status() == ActionRun.Status.WAITING && wait.isPresent()) {
            extended.set(extended.size() - 1, run.since(wait.get().startedAt()));
        } else {
            extended.add(run);
        }
        return new FlowState(next, extended, intent, retries);
    }

    /** Returns since when the action at the position has been waiting; empty if its latest run did not wait. */
    public Optional<Instant> waitingSince(int position) {
        return latestWait(position).map(ActionRun::startedAt);
    }

    private Optional<ActionRun> latestWait(int position) {
        return Optional.of(runs)
                .filter(all -> !all.isEmpty())
                .map(all -> all.get(all.size() - 1))
                .filter(run -> run.position() == position && run.status() == ActionRun.Status.WAITING);
    }

    public FlowState withIntent(Optional<Intent> newIntent) {
        return new FlowState(next, runs, newIntent, retries);
    }

    public FlowState withRetries(Optional<Retries> newRetries) {
        return new FlowState(next, runs, intent, newRetries);
    }

    /** Returns what the latest completed run of the named action left under the output's name. */
    public Optional<OutputValue> output(String action, String output) {
        return completedRun(action)
                .flatMap(run -> Optional.ofNullable(run.outputs().get(output)));
    }

    /** Returns the latest completed run of the named action. */
    public Optional<ActionRun> completedRun(String action) {
        for (int i = runs.size() - 1; i >= 0; i--) {
            ActionRun run = runs.get(i);
            if (run.status() == ActionRun.Status.COMPLETED && run.action().equals(action)) {
                return Optional.of(run);
            }
        }
        return Optional.empty();
    }
}
