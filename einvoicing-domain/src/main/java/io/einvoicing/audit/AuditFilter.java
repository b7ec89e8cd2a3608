package io.einvoicing.audit;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.kernel.Require;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which records of the trail are asked for; what is empty does not matter.
 *
 * @param from first instant
 * @param to end, exclusive
 * @param actor who made the change
 * @param operation such as {@code environment.publish}
 * @param subjects any of them with all that lies below: {@code environment} means every environment, {@code feature/0190…} the
 *     feature and its versions; at most {@value #MAX_SUBJECTS}
 */
public record AuditFilter(
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<PrincipalId> actor,
        Optional<String> operation,
        Set<String> subjects) {
    /** Every record. */
    public static final AuditFilter ALL =
            new AuditFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Set.of());

    private static final int MAX_SUBJECTS = 20;

    public AuditFilter {
        operation.ifPresent(text -> Require.name("operation", text));
        subjects = Set.copyOf(subjects);
        subjects.forEach(text -> Require.name("subject", text));
        if (subjects.size() > MAX_SUBJECTS) {
            throw new IllegalArgumentException(
                    "subjects must be at most " + MAX_SUBJECTS + ", were " + subjects.size());
        }
        if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
            throw new IllegalArgumentException("from must be before to, was " + from.get() + " and " + to.get());
        }
    }

    /** Returns this filter for other subjects. */
    public AuditFilter about(Set<String> others) {
        return new AuditFilter(from, to, actor, operation, others);
    }

    /** Tells whether a record is asked for. */
    public boolean includes(AuditRecord entry) {
        Instant at = entry.stamp().at();
        return from.map(first -> !at.isBefore(first)).orElse(true)
                && to.map(at::isBefore).orElse(true)
                && actor.map(entry.stamp().actor()::equals).orElse(true)
                && operation.map(entry.stamp().operation()::equals).orElse(true)
                && (subjects.isEmpty() || subjects.stream().anyMatch(subject -> lies(entry.subject(), subject)));
    }

    private static boolean lies(String subject, String below) {
        return subject.equals(below) || subject.startsWith(below + "/");
    }
}
