package io.einvoicing.testkit.memory;

import io.einvoicing.audit.AuditRecord;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.flow.RedriveCommand;
import io.einvoicing.flow.port.RedriveCommands;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.RedriveObstacle;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.Submissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Commands to drive on many submissions, or to decide about many. What they mean is settled when they are given. */
public final class InMemoryRedriveCommands implements RedriveCommands {
    private static final Comparator<RedriveCommand> NEWEST_FIRST = Comparator.comparing(RedriveCommand::startedAt)
            .thenComparing(RedriveCommand::id)
            .reversed();

    private final Map<UUID, RedriveCommand> commands = new LinkedHashMap<>();
    private final List<Open> open = new ArrayList<>();
    private final InMemorySubmissions submissions;
    private final InMemoryAuditTrail auditTrail;
    private final Outage outage;

    /** What a command still has to do. */
    private record Open(UUID command, List<SubmissionId> left) {}

    InMemoryRedriveCommands(InMemorySubmissions submissions, InMemoryAuditTrail auditTrail, Outage outage) {
        this.submissions = submissions;
        this.auditTrail = auditTrail;
        this.outage = outage;
    }

    @Override
    public synchronized RedriveCommand begin(RedriveCommand command, AuditStamp stamp) {
        outage.check();
        List<SubmissionId> meant = command.selection().submissions().isEmpty()
                ? submissions.all(command.tenant(), command.selection().filter()).stream()
                        .filter(each -> !each.order().submittedAt().isAfter(command.startedAt()))
                        .map(Submission::id)
                        .toList()
                : command.selection().submissions();
        RedriveCommand stored = with(
                command, meant.size(), command.redriven(), command.refused(), command.startedAt(), Optional.empty());
        commands.put(command.id(), stored);
        open.add(new Open(command.id(), meant));
        auditTrail.add(new AuditRecord(
                command.tenant(), stamp, "redrive/" + command.id(), Optional.empty(), Optional.of(stored.toString())));
        return stored;
    }

    @Override
    public synchronized Optional<RedriveCommand> find(TenantId tenant, UUID id) {
        outage.check();
        return Optional.ofNullable(commands.get(id))
                .filter(command -> command.tenant().equals(tenant));
    }

    @Override
    public synchronized List<RedriveCommand> latest(TenantId tenant, int limit) {
        outage.check();
        return commands.values().stream()
                .filter(command -> command.tenant().equals(tenant))
                .sorted(NEWEST_FIRST)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized boolean advance(Instant now, int most) {
        outage.check();
        if (open.isEmpty()) {
            return false;
        }
        Open next = open.remove(0);
        RedriveCommand command = commands.get(next.command());
        if (command != null) {
            advance(command, next.left(), now, most);
        }
        return true;
    }

    private void advance(RedriveCommand command, List<SubmissionId> left, Instant now, int most) {
        List<SubmissionId> met = left.subList(0, Math.min(most, left.size()));
        long redriven = command.redriven();
        Map<RedriveObstacle, Long> refused = new EnumMap<>(RedriveObstacle.class);
        refused.putAll(command.refused());
        for (SubmissionId id : met) {
            Optional<RedriveObstacle> obstacle = drive(command, id, now);
            if (obstacle.isPresent()) {
                refused.merge(obstacle.get(), 1L, Long::sum);
            } else {
                redriven++;
            }
        }
        boolean done = met.size() < most;
        commands.put(
                command.id(),
                with(command, command.total(), redriven, refused, now, done ? Optional.of(now) : Optional.empty()));
        if (!done) {
            open.add(new Open(command.id(), left.subList(met.size(), left.size())));
        }
    }

    private Optional<RedriveObstacle> drive(RedriveCommand command, SubmissionId id, Instant now) {
        Optional<Submission> found = submissions
                .find(command.tenant(), id)
                .filter(command.selection().filter()::matches);
        if (found.isEmpty()) {
            return Optional.of(RedriveObstacle.NOT_FOUND);
        }
        Submission submission = found.get();
        if (command.decision().isPresent()) {
            return decide(command, command.decision().get(), submission, now);
        }
        Optional<RedriveObstacle> obstacle = submission.redriveObstacle();
        return obstacle.isPresent()
                ? obstacle
                : submissions.resume(
                        submission, submission.drivenOn(submission.flow().next(), now));
    }

    private Optional<RedriveObstacle> decide(
            RedriveCommand command, Submissions.Decision decision, Submission submission, Instant now) {
        Optional<RedriveObstacle> obstacle = submission.decisionObstacle(decision);
        if (obstacle.isPresent()) {
            return obstacle;
        }
        return submissions.decide(command.tenant(), submission.id(), now, decision.failure(command.startedByName()))
                ? Optional.empty()
                : Optional.of(RedriveObstacle.CHANGED);
    }

    private static RedriveCommand with(
            RedriveCommand command,
            long total,
            long redriven,
            Map<RedriveObstacle, Long> refused,
            Instant seenAt,
            Optional<Instant> endedAt) {
        return new RedriveCommand(
                command.tenant(),
                command.id(),
                command.selection(),
                command.decision(),
                total,
                redriven,
                refused,
                command.failed(),
                command.startedBy(),
                command.startedByName(),
                command.startedAt(),
                seenAt,
                endedAt);
    }
}
