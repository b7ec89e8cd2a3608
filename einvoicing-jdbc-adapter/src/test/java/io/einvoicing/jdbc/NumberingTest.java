package io.einvoicing.jdbc;

import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.feature.FeatureId;
import io.einvoicing.kernel.TenantId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NumberingTest {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    private final TenantId tenant = freshTenant();
    private final List<FeatureId> features =
            Stream.generate(() -> new FeatureId(UUID.randomUUID())).limit(100).toList();

    @Test
    void givesEachThingOneNumberOfItsTenantForEver() {
        Map<FeatureId, Integer> numbers = numbering().of(tenant, features);

        assertThat(numbers.values())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, 100).boxed().toList());
        assertThat(numbering().of(tenant, features)).isEqualTo(numbers);
        assertThat(numbering().find(tenant, features.get(7))).contains(numbers.get(features.get(7)));
        assertThat(numbering().of(freshTenant(), features.get(7))).isEqualTo(1);
    }

    @Test
    void givesOneNumberWhenManyNodesAskAtOneInstant() throws Exception {
        ExecutorService nodes = Executors.newFixedThreadPool(8);
        Callable<Map<FeatureId, Integer>> node = () -> numbering().of(tenant, features);
        List<Future<Map<FeatureId, Integer>>> answers =
                nodes.invokeAll(Stream.generate(() -> node).limit(8).toList());

        for (Future<Map<FeatureId, Integer>> answer : answers) {
            assertThat(answer.get()).isEqualTo(numbering().of(tenant, features));
        }
        nodes.shutdown();
    }

    @Test
    void givesNoNumberWhereOnlyOneIsLookedFor() {
        assertThat(numbering().find(tenant, features.get(0))).isEmpty();
        assertThat(numbering().of(tenant, features.get(1))).isEqualTo(1);
    }

    /** Returns the numbering of a node that has just started. */
    private static Numbering<FeatureId> numbering() {
        return UsageNumbers.of(new Database(STORES.dataSource())).features();
    }
}
