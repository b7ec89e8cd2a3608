package io.einvoicing.feature;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Compares and merges the order of named parts. */
final class NameOrder {
    /** What follows the path of a list when its order is meant. */
    static final String PATH = ".order";

    private NameOrder() {}

    /** Tells whether the names that are in both lists stand in another order. */
    static boolean differs(List<String> one, List<String> other) {
        return !only(one, other).equals(only(other, one));
    }

    /**
     * Tells whether both lists put new names at the same place, so that nothing says which comes first.
     *
     * @param base the names that are not new
     */
    static boolean competes(List<String> one, List<String> other, List<String> base) {
        Set<String> places = new HashSet<>(placesOfNew(one, other, base));
        places.retainAll(placesOfNew(other, one, base));
        return !places.isEmpty();
    }

    /** Returns the common names, or nothing, after which the list has new names that the other has not. */
    private static Set<String> placesOfNew(List<String> list, List<String> other, List<String> base) {
        Set<String> places = new HashSet<>();
        String place = "";
        for (String name : list) {
            if (other.contains(name)) {
                place = "after " + name;
            } else if (!base.contains(name)) {
                places.add(place);
            }
        }
        return places;
    }

    /**
     * Returns the kept names in the leading list's order; those of the other list only come where they stand there, after what the
     * leading list has at the same place.
     */
    static List<String> merged(List<String> leading, List<String> other, Set<String> kept) {
        List<String> merged = new ArrayList<>(leading);
        merged.retainAll(kept);
        int place = 0;
        for (String name : other) {
            if (merged.contains(name)) {
                place = merged.indexOf(name) + 1;
            } else if (kept.contains(name)) {
                while (place < merged.size() && !other.contains(merged.get(place))) {
                    place++;
                }
                merged.add(place++, name);
            }
        }
        return merged;
    }

    static String text(List<String> names) {
        return String.join(" → ", names);
    }

    private static List<String> only(List<String> list, List<String> other) {
        List<String> common = new ArrayList<>(list);
        common.retainAll(other);
        return common;
    }
}
