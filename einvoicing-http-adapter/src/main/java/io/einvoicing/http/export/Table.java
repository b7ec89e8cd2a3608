package io.einvoicing.http.export;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Rows under a header.
 *
 * @param title name for people, at most 31 characters, none of them one of {@code []:*?/\\}
 * @param header names of the columns
 * @param rows read while they are written, so that there may be many; a cell is a String, Long, Boolean, LocalDate, YearMonth or
 *     Instant, or an empty Optional
 */
public record Table(String title, List<String> header, Iterator<List<Object>> rows) {
    /** An empty cell. */
    public static final Object EMPTY = Optional.empty();

    public Table {
        header = List.copyOf(header);
    }
}
