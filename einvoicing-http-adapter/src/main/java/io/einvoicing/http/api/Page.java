package io.einvoicing.http.api;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Items of a list.
 *
 * @param items in the order that the operation states
 * @param next cursor for the parameter {@code after} of the following page; absent on the last one
 * @param <T> what is listed
 */
public record Page<T>(List<T> items, Optional<String> next) {
    public Page {
        items = List.copyOf(items);
    }

    /**
     * Returns a page of what was asked for with one item more than the page takes, which tells whether there is another page.
     *
     * @param cursor gives the cursor that follows an item
     */
    public static <T> Page<T> first(int size, List<T> found, Function<T, String> cursor) {
        return found.size() > size
                ? new Page<>(found.subList(0, size), Optional.of(cursor.apply(found.get(size - 1))))
                : whole(found);
    }

    /** Returns this page with its items in another form. */
    public <R> Page<R> map(Function<? super T, ? extends R> form) {
        return new Page<>(items.stream().<R>map(form).toList(), next);
    }

    /** Returns a list that needs no second page. */
    public static <T> Page<T> whole(List<T> items) {
        return new Page<>(items, Optional.empty());
    }
}
