package io.einvoicing.feature;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a three-way merge of feature contents gives. Setups, actions, variables, parameters, formats, application setups and response
 * types are matched by name; what only one side changed is taken from it, what both changed alike from either.
 *
 * @param content the merged content; at an unresolved conflict it holds mine
 * @param changes what the merge changes in mine
 * @param conflicts where both sides changed the same thing differently and nothing resolved it
 * @param unused resolutions of places where there is no conflict
 */
public record FeatureMerge(
        FeatureContent content, List<ContentChange> changes, List<Conflict> conflicts, List<String> unused) {
    public FeatureMerge {
        changes = List.copyOf(changes);
        conflicts = List.copyOf(conflicts);
        unused = List.copyOf(unused);
    }

    /** Whose version a conflict is resolved with. */
    public enum Side {
        MINE,
        THEIRS
    }

    /**
     * A place where both sides changed the same thing differently.
     *
     * @param path where, as in {@link ContentChange#path()}; that of an order of actions ends in {@code .order}
     * @param base what was there, as text; empty if nothing was
     * @param mine what the derived feature has there; empty if it has nothing
     * @param theirs what the base feature now has there; empty if it has nothing
     */
    public record Conflict(String path, Optional<String> base, Optional<String> mine, Optional<String> theirs) {
        public Conflict {
            base = base.map(ContentChange::shortened);
            mine = mine.map(ContentChange::shortened);
            theirs = theirs.map(ContentChange::shortened);
        }
    }

    /**
     * Merges.
     *
     * @param base what both sides come from
     * @param mine content of the derived feature
     * @param theirs content of the base feature that is merged in
     * @param resolutions side to take, by path of the conflict
     */
    public static FeatureMerge of(
            FeatureContent base, FeatureContent mine, FeatureContent theirs, Map<String, Side> resolutions) {
        Run run = new Run(resolutions);
        ContentTree merged = run.merge("", ContentTree.of(base), ContentTree.of(mine), ContentTree.of(theirs));
        if (!(merged instanceof ContentTree.Branch root)) {
            throw new IllegalStateException("merged contents are a branch");
        }
        FeatureContent content = ContentTree.content(root).numberedAfter(theirs).numberedAfter(mine);
        List<String> unused = new ArrayList<>(resolutions.keySet());
        unused.removeAll(run.resolved);
        return new FeatureMerge(content, ContentChange.between(mine, content), run.conflicts, unused);
    }

    private static final class Run {
        private final Map<String, Side> resolutions;
        private final List<Conflict> conflicts = new ArrayList<>();
        private final List<String> resolved = new ArrayList<>();

        Run(Map<String, Side> resolutions) {
            this.resolutions = resolutions;
        }

        @Nullable
        ContentTree merge(
                String path, @Nullable ContentTree base, @Nullable ContentTree mine, @Nullable ContentTree theirs) {
            if (Objects.equals(mine, base)) {
                return theirs;
            }
            if (Objects.equals(theirs, base) || Objects.equals(mine, theirs)) {
                return mine;
            }
            if (mine instanceof ContentTree.Branch own
                    && theirs instanceof ContentTree.Branch other
                    && own.sort() != ContentTree.Sort.WHOLE) {
                ContentTree.Branch common = base instanceof ContentTree.Branch branch
                        ? branch
                        : new ContentTree.Branch(own.sort(), List.of());
                return mergeParts(path, common, own, other);
            }
            Conflict conflict =
                    new Conflict(path, ContentTree.text(base), ContentTree.text(mine), ContentTree.text(theirs));
            return decide(conflict) == Side.MINE ? mine : theirs;
        }

        private ContentTree mergeParts(
                String path, ContentTree.Branch base, ContentTree.Branch mine, ContentTree.Branch theirs) {
            Set<String> names = new LinkedHashSet<>(mine.names());
            names.addAll(theirs.names());
            List<ContentTree.Child> merged = new ArrayList<>();
            for (String name : names) {
                ContentTree part = merge(mine.path(path, name), base.child(name), mine.child(name), theirs.child(name));
                if (part != null) {
                    merged.add(new ContentTree.Child(name, part));
                }
            }
            ContentTree.Branch unordered = new ContentTree.Branch(mine.sort(), merged);
            Set<String> kept = new LinkedHashSet<>(unordered.names());
            boolean theirsLead = leading(path, base, mine, theirs) == Side.THEIRS;
            List<String> order = theirsLead
                    ? NameOrder.merged(theirs.names(), mine.names(), kept)
                    : NameOrder.merged(mine.names(), theirs.names(), kept);
            return new ContentTree.Branch(
                    mine.sort(),
                    order.stream()
                            .map(name -> new ContentTree.Child(name, Objects.requireNonNull(unordered.child(name))))
                            .toList());
        }

        /** Returns whose order leads. */
        private Side leading(String path, ContentTree.Branch base, ContentTree.Branch mine, ContentTree.Branch theirs) {
            boolean mineMoved = NameOrder.differs(base.names(), mine.names());
            boolean theirsMoved = NameOrder.differs(base.names(), theirs.names());
            boolean contradicts = mineMoved && theirsMoved && NameOrder.differs(mine.names(), theirs.names());
            if (mine.sort() == ContentTree.Sort.SEQUENCE
                    && (contradicts || NameOrder.competes(mine.names(), theirs.names(), base.names()))) {
                return decide(new Conflict(
                        path + NameOrder.PATH,
                        Optional.of(NameOrder.text(base.names())),
                        Optional.of(NameOrder.text(mine.names())),
                        Optional.of(NameOrder.text(theirs.names()))));
            }
            return theirsMoved && !mineMoved ? Side.THEIRS : Side.MINE;
        }

        private Side decide(Conflict conflict) {
            Side side = resolutions.get(conflict.path());
            if (side == null) {
                conflicts.add(conflict);
                return Side.MINE;
            }
            resolved.add(conflict.path());
            return side;
        }
    }
}
