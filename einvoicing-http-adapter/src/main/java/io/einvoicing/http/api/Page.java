package io.einvoicing.http.api;

import java.util.List;
import java.util.Optional;

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

    /** Returns a list that needs no second page. */
    public static <T> Page<T> whole(List<T> items) {
        return new Page<>(items, Optional.empty());
    }
}
