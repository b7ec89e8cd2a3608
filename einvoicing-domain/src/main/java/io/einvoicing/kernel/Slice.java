package io.einvoicing.kernel;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Part of a long list of things that may be large each: whoever reads it slice by slice holds a bounded part at a time.
 *
 * @param items at most as many as were asked for; fewer if they are large
 * @param more whether others follow
 * @param <T> what is listed
 */
public record Slice<T>(List<T> items, boolean more) {
    /**
     * The length in characters, of all items together as they are stored, at which a slice ends early: after the item that reaches
     * it, so that a slice of anything has one item at least.
     */
    public static final long MAX_CHARACTERS = 4_000_000;

    public Slice {
        items = List.copyOf(items);
        if (more && items.isEmpty()) {
            throw new IllegalArgumentException("a slice that others follow must have items, had none");
        }
    }

    /** Returns the item after which the next slice begins; empty if none follows. */
    public Optional<T> last() {
        return more ? Optional.of(items.get(items.size() - 1)) : Optional.empty();
    }

    /**
     * Returns the items of one slice; nothing is read after the last one.
     *
     * @param limit at most so many
     * @param characters length of an item as it is stored
     */
    public static <T> List<T> take(Iterator<T> rows, int limit, ToLongFunction<T> characters) {
        List<T> items = new ArrayList<>();
        long length = 0;
        while (items.size() < limit && length < MAX_CHARACTERS && rows.hasNext()) {
            T item = rows.next();
            items.add(item);
            length += characters.applyAsLong(item);
        }
        return items;
    }
}
