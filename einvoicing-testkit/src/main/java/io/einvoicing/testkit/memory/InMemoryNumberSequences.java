package io.einvoicing.testkit.memory;

import io.einvoicing.audit.AuditRecord;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.numbersequence.DrawnNumber;
import io.einvoicing.numbersequence.NumberSequence;
import io.einvoicing.numbersequence.NumberSequenceId;
import io.einvoicing.numbersequence.port.NumberDraws;
import io.einvoicing.numbersequence.port.NumberSequenceRepository;
import io.einvoicing.submission.SubmissionId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Keeps number sequences and what was drawn from them in memory; whoever touches them holds the monitor. */
public final class InMemoryNumberSequences implements NumberSequenceRepository, NumberDraws {
    private static final Comparator<NumberSequence> BY_NAME = Comparator.comparing(NumberSequence::name)
            .thenComparing(sequence -> sequence.feature()
                    .map(feature -> feature.value().toString())
                    .orElse(""));

    private final Map<Key, NumberSequence> sequences = new HashMap<>();
    private final Map<Key, List<DrawnNumber>> values = new HashMap<>();
    private final Map<Drawer, DrawnNumber> byDrawer = new HashMap<>();
    private final InMemoryAuditTrail auditTrail;
    private final Outage outage;

    private record Key(TenantId tenant, NumberSequenceId id) {
        static Key of(NumberSequence sequence) {
            return new Key(sequence.tenant(), sequence.id());
        }
    }

    private record Drawer(TenantId tenant, SubmissionId submission, String action) {}

    InMemoryNumberSequences(InMemoryAuditTrail auditTrail, Outage outage) {
        this.auditTrail = auditTrail;
        this.outage = outage;
    }

    @Override
    public synchronized Optional<NumberSequence> find(TenantId tenant, EnvironmentId environment, NumberSequenceId id) {
        outage.check();
        return Optional.ofNullable(sequences.get(new Key(tenant, id)))
                .filter(sequence -> sequence.environment().equals(environment));
    }

    @Override
    public synchronized List<NumberSequence> list(TenantId tenant, EnvironmentId environment) {
        outage.check();
        return in(tenant, environment).sorted(BY_NAME).toList();
    }

    @Override
    public synchronized boolean exists(TenantId tenant, EnvironmentId environment, FeatureId feature, String name) {
        outage.check();
        return serving(tenant, environment, feature, name).isPresent();
    }

    @Override
    public synchronized SaveResult save(NumberSequence sequence, AuditStamp stamp) {
        outage.check();
        Optional<NumberSequence> before = Optional.ofNullable(sequences.get(Key.of(sequence)));
        boolean wouldLeaveGap = before.filter(found -> found.drawn() > 0 && found.first() != sequence.first())
                .isPresent();
        if (before.map(NumberSequence::revision).orElse(0L) != sequence.revision() - 1 || wouldLeaveGap) {
            return SaveResult.STALE;
        }
        boolean nameTaken = in(sequence.tenant(), sequence.environment())
                .anyMatch(other -> !other.id().equals(sequence.id())
                        && other.name().equals(sequence.name())
                        && other.feature().equals(sequence.feature()));
        if (nameTaken) {
            return SaveResult.NAME_TAKEN;
        }
        sequences.put(
                Key.of(sequence),
                withDrawn(sequence, before.map(NumberSequence::drawn).orElse(0L)));
        audit(sequence, stamp, before.map(NumberSequence::toString), Optional.of(sequence.toString()));
        return SaveResult.SAVED;
    }

    @Override
    public synchronized SaveResult remove(NumberSequence seen, AuditStamp stamp) {
        outage.check();
        NumberSequence found = sequences.get(Key.of(seen));
        if (found == null || found.revision() != seen.revision() || found.drawn() > 0) {
            return SaveResult.STALE;
        }
        sequences.remove(Key.of(seen));
        audit(seen, stamp, Optional.of(found.toString()), Optional.empty());
        return SaveResult.SAVED;
    }

    @Override
    public synchronized List<DrawnNumber> values(
            TenantId tenant, NumberSequenceId sequence, Optional<Long> after, int limit) {
        outage.check();
        return values.getOrDefault(new Key(tenant, sequence), List.of()).stream()
                .filter(drawn -> after.map(value -> drawn.value() > value).orElse(true))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized Draw draw(Request request) {
        outage.check();
        Drawer drawer = new Drawer(request.tenant(), request.submission(), request.action());
        DrawnNumber earlier = byDrawer.get(drawer);
        if (earlier != null) {
            return new Draw.Drawn(earlier.value());
        }
        Optional<NumberSequence> serving =
                serving(request.tenant(), request.environment(), request.feature(), request.sequence());
        if (serving.isEmpty()) {
            return new Draw.NoSequence();
        }
        NumberSequence sequence = serving.get();
        if (!sequence.inUse()) {
            return new Draw.NotInUse();
        }
        DrawnNumber drawn =
                new DrawnNumber(sequence.id(), sequence.next(), request.submission(), request.action(), request.at());
        byDrawer.put(drawer, drawn);
        values.computeIfAbsent(Key.of(sequence), any -> new ArrayList<>()).add(drawn);
        sequences.put(Key.of(sequence), withDrawn(sequence, sequence.drawn() + 1));
        return new Draw.Drawn(drawn.value());
    }

    private Optional<NumberSequence> serving(
            TenantId tenant, EnvironmentId environment, FeatureId feature, String name) {
        return in(tenant, environment)
                .filter(sequence -> sequence.name().equals(name))
                .filter(sequence -> sequence.feature().map(feature::equals).orElse(true))
                .max(Comparator.comparing(sequence -> sequence.feature().isPresent()));
    }

    private Stream<NumberSequence> in(TenantId tenant, EnvironmentId environment) {
        return sequences.values().stream()
                .filter(sequence -> sequence.tenant().equals(tenant)
                        && sequence.environment().equals(environment));
    }

    private void audit(NumberSequence sequence, AuditStamp stamp, Optional<String> before, Optional<String> after) {
        auditTrail.add(new AuditRecord(sequence.tenant(), stamp, "number-sequence/" + sequence.id(), before, after));
    }

    private static NumberSequence withDrawn(NumberSequence sequence, long drawn) {
        return new NumberSequence(
                sequence.tenant(),
                sequence.id(),
                sequence.environment(),
                sequence.feature(),
                sequence.name(),
                sequence.description(),
                sequence.inUse(),
                sequence.first(),
                drawn,
                sequence.revision());
    }
}
