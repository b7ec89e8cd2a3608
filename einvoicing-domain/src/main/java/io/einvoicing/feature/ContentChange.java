package io.einvoicing.feature;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One difference between two contents of a feature.
 *
 * @param path where, such as {@code setups[Invoices].actions[Sign].parameters[Certificate name]}; list entries by their name
 * @param kind what happened there
 * @param before what was there, as text; empty if nothing was
 * @param after what is there, as text; empty if nothing is
 */
public record ContentChange(String path, Kind kind, Optional<String> before, Optional<String> after) {
    /** Longest text of a side, in characters; longer ones are cut. */
    static final int TEXT_LENGTH = 4_000;

    public ContentChange {
        before = before.map(ContentChange::shortened);
        after = after.map(ContentChange::shortened);
    }

    /** What happened at a place. */
    public enum Kind {
        ADDED,
        REMOVED,
        CHANGED
    }

    /**
     * Returns every difference, in the order of the places. What only one side has is told by each of its values; another order of
     * actions is one difference at {@code actions.order}.
     */
    public static List<ContentChange> between(FeatureContent before, FeatureContent after) {
        List<ContentChange> changes = new ArrayList<>();
        compareParts("", ContentTree.of(before), ContentTree.of(after), changes);
        return changes;
    }

    private static void compare(
            String path, @Nullable ContentTree before, @Nullable ContentTree after, List<ContentChange> changes) {
        if (Objects.equals(before, after)) {
            return;
        }
        if (before instanceof ContentTree.Leaf || after instanceof ContentTree.Leaf) {
            ContentTree.Leaf only = (ContentTree.Leaf) (before == null ? after : after == null ? before : null);
            if (only == null || !only.isBlank()) {
                changes.add(new ContentChange(
                        path, kind(before, after), ContentTree.text(before), ContentTree.text(after)));
            }
            return;
        }
        compareParts(path, (ContentTree.Branch) before, (ContentTree.Branch) after, changes);
    }

    private static void compareParts(
            String path,
            ContentTree.@Nullable Branch before,
            ContentTree.@Nullable Branch after,
            List<ContentChange> changes) {
        ContentTree.Branch shape = Objects.requireNonNull(after == null ? before : after);
        List<String> oldNames = before == null ? List.of() : before.names();
        List<String> nowNames = after == null ? List.of() : after.names();
        Set<String> names = new LinkedHashSet<>(oldNames);
        names.addAll(nowNames);
        for (String name : names) {
            ContentTree old = before == null ? null : before.child(name);
            ContentTree now = after == null ? null : after.child(name);
            int known = changes.size();
            compare(shape.path(path, name), old, now, changes);
            if (changes.size() == known && shape.hasEntries() && (old == null || now == null)) {
                // It came or went, and there is nothing more to say of it.
                changes.add(
                        new ContentChange(shape.path(path, name), kind(old, now), Optional.empty(), Optional.empty()));
            }
        }
        if (shape.sort() == ContentTree.Sort.SEQUENCE && NameOrder.differs(oldNames, nowNames)) {
            changes.add(new ContentChange(
                    path + NameOrder.PATH,
                    Kind.CHANGED,
                    Optional.of(NameOrder.text(oldNames)),
                    Optional.of(NameOrder.text(nowNames))));
        }
    }

    private static Kind kind(@Nullable ContentTree before, @Nullable ContentTree after) {
        return before == null ? Kind.ADDED : after == null ? Kind.REMOVED : Kind.CHANGED;
    }

    static String shortened(String text) {
        return text.length() <= TEXT_LENGTH ? text : text.substring(0, TEXT_LENGTH) + "…";
    }
}
