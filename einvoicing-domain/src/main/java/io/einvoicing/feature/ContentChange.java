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

    /** Returns every difference, in the order of the places; a change of the order of actions is one at {@code actions.order}. */
    public static List<ContentChange> between(FeatureContent before, FeatureContent after) {
        List<ContentChange> changes = new ArrayList<>();
        compare("", ContentTree.of(before), ContentTree.of(after), changes);
        return changes;
    }

    private static void compare(
            String path, @Nullable ContentTree before, @Nullable ContentTree after, List<ContentChange> changes) {
        if (Objects.equals(before, after)) {
            return;
        }
        if (before instanceof ContentTree.Branch old && after instanceof ContentTree.Branch now) {
            Set<String> names = new LinkedHashSet<>(old.names());
            names.addAll(now.names());
            names.forEach(name -> compare(now.path(path, name), old.child(name), now.child(name), changes));
            if (now.sort() == ContentTree.Sort.SEQUENCE && NameOrder.differs(old.names(), now.names())) {
                changes.add(new ContentChange(
                        path + NameOrder.PATH,
                        Kind.CHANGED,
                        Optional.of(NameOrder.text(old.names())),
                        Optional.of(NameOrder.text(now.names()))));
            }
            return;
        }
        Kind kind = before == null ? Kind.ADDED : after == null ? Kind.REMOVED : Kind.CHANGED;
        changes.add(new ContentChange(path, kind, ContentTree.text(before), ContentTree.text(after)));
    }

    static String shortened(String text) {
        return text.length() <= TEXT_LENGTH ? text : text.substring(0, TEXT_LENGTH) + "…";
    }
}
