package io.einvoicing.jdbc;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.einvoicing.kernel.TenantId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Gives short numbers to what many rows of a tenant have in common. A number stands for ever and is committed before the first row
 * uses it, so that what a node remembers is always right. Thread-safe.
 */
final class Numbering<T> {
    private static final int REMEMBERED = 100_000;

    private final Cache<Owned<T>, Integer> known =
            CacheBuilder.newBuilder().maximumSize(REMEMBERED).build();
    private final Database database;
    private final String find;
    private final String add;
    private final BiConsumer<SqlStatement<?>, List<T>> bind;

    private record Owned<T>(TenantId tenant, T thing) {}

    /**
     * Creates the numbering.
     *
     * @param find a query of {@code position} and {@code number} for those of the bound things that have a number
     * @param add an insert of those of the bound things that have none
     * @param bind binds things to both
     */
    Numbering(Database database, String find, String add, BiConsumer<SqlStatement<?>, List<T>> bind) {
        this.database = database;
        this.find = find;
        this.add = add;
        this.bind = bind;
    }

    /** Returns the number of the thing; if it has none it gets one. */
    int of(TenantId tenant, T thing) {
        Integer number = known.getIfPresent(new Owned<>(tenant, thing));
        return number == null
                ? stored(tenant, List.of(thing)).values().iterator().next()
                : number;
    }

    /** Returns the numbers of the things; those that have none get one. */
    Map<T, Integer> of(TenantId tenant, Collection<T> things) {
        Map<T, Integer> numbers = new HashMap<>();
        Set<T> missing = new LinkedHashSet<>();
        for (T thing : things) {
            Integer number = known.getIfPresent(new Owned<>(tenant, thing));
            if (number == null) {
                missing.add(thing);
            } else {
                numbers.put(thing, number);
            }
        }
        if (!missing.isEmpty()) {
            numbers.putAll(stored(tenant, List.copyOf(missing)));
        }
        return numbers;
    }

    /** Returns the number of the thing; without one no row has it. */
    Optional<Integer> find(TenantId tenant, T thing) {
        return Optional.ofNullable(known.getIfPresent(new Owned<>(tenant, thing)))
                .or(() -> Optional.ofNullable(database.run(handle -> find(handle, tenant, List.of(thing)))
                        .get(thing)));
    }

    private Map<T, Integer> stored(TenantId tenant, List<T> things) {
        Map<T, Integer> numbers = database.run(handle -> find(handle, tenant, things));
        if (numbers.size() < things.size()) {
            numbers = database.inTransaction(handle -> {
                TenantLock.NUMBERING.await(handle, tenant);
                var insert = handle.createUpdate(add).bind("tenant", tenant.value());
                bind.accept(insert, things);
                insert.execute();
                return find(handle, tenant, things);
            });
        }
        numbers.forEach((thing, number) -> known.put(new Owned<>(tenant, thing), number));
        return numbers;
    }

    private Map<T, Integer> find(Handle handle, TenantId tenant, List<T> things) {
        var query = handle.createQuery(find).bind("tenant", tenant.value());
        bind.accept(query, things);
        Map<T, Integer> numbers = new HashMap<>();
        query.map((row, context) -> Map.entry(things.get(row.getInt("position") - 1), row.getInt("number")))
                .forEach(each -> numbers.put(each.getKey(), each.getValue()));
        return numbers;
    }
}
