package io.einvoicing.testkit.contract;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aTenant;
import static io.einvoicing.testkit.data.TestData.anEnvironment;
import static io.einvoicing.testkit.data.TestData.freshPrincipal;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.activation.Tenant;
import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.audit.AuditEntry;
import io.einvoicing.audit.AuditFilter;
import io.einvoicing.audit.AuditRecord;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.environment.port.EnvironmentRepository;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.Slice;
import io.einvoicing.kernel.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link AuditTrail} does; what is written to it, the contracts of the repositories say. All factories give ports of the
 * same store.
 */
public abstract class AuditTrailContract {
    protected abstract AuditTrail createAuditTrail() throws Exception;

    protected abstract AuditTrail createUnreachableAuditTrail() throws Exception;

    protected abstract TenantRepository createTenants() throws Exception;

    protected abstract EnvironmentRepository createEnvironments() throws Exception;

    @Test
    void isEmptyForATenantWithoutChanges() throws Exception {
        assertThat(createAuditTrail().newest(freshTenant(), 1_000)).isEmpty();
    }

    @Test
    void returnsTheNewestRecordsFirstWhateverWasChanged() throws Exception {
        Tenant tenant = aTenant().build();
        save(tenant, 0);
        ServiceEnvironment environment = anEnvironment().of(tenant.id()).build();
        assertThat(createEnvironments().save(environment, stamp(1))).isEqualTo(SaveResult.SAVED);
        save(aTenant().id(tenant.id()).revision(2).build(), 2);

        assertThat(createAuditTrail().newest(tenant.id(), 1_000))
                .extracting(entry -> entry.stamp().operation())
                .containsExactly("change 2", "change 1", "change 0");
    }

    @Test
    void returnsNoMoreThanTheLimit() throws Exception {
        Tenant tenant = aTenant().build();
        for (int i = 0; i < 5; i++) {
            save(aTenant().id(tenant.id()).revision(i + 1).build(), i);
        }

        assertThat(createAuditTrail().newest(tenant.id(), 2))
                .extracting(entry -> entry.stamp().operation())
                .containsExactly("change 4", "change 3");
    }

    @Test
    void keepsTheWholeStamp() throws Exception {
        Tenant tenant = aTenant().build();
        AuditStamp stamp = new AuditStamp(freshPrincipal(), "Öykü Ζεύς 🧾 O'Neil", NOW.plusMillis(1), "tenant.create");
        createTenants().save(tenant, stamp);

        assertThat(createAuditTrail().newest(tenant.id(), 1))
                .extracting(AuditRecord::stamp)
                .containsExactly(stamp);
    }

    @Test
    void doesNotShowTheRecordsOfAnotherTenant() throws Exception {
        Tenant tenant = aTenant().build();
        Tenant other = aTenant().build();
        save(tenant, 0);
        save(other, 1);

        assertThat(createAuditTrail().newest(tenant.id(), 1_000))
                .extracting(AuditRecord::tenant)
                .containsExactly(tenant.id());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1_001})
    void refusesALimitOutOfRange(int limit) throws Exception {
        AuditTrail trail = createAuditTrail();
        assertThatThrownBy(() -> trail.newest(freshTenant(), limit)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> trail.find(freshTenant(), AuditFilter.ALL, Optional.empty(), limit))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void pagesFromTheNewestToTheOldestWhateverIsWrittenMeanwhile() throws Exception {
        Tenant tenant = aTenant().build();
        for (int i = 0; i < 5; i++) {
            save(aTenant().id(tenant.id()).revision(i + 1).build(), i);
        }
        AuditTrail trail = createAuditTrail();

        Slice<AuditEntry> first = trail.find(tenant.id(), AuditFilter.ALL, Optional.empty(), 2);
        save(aTenant().id(tenant.id()).revision(6).build(), 5);
        Slice<AuditEntry> second = trail.find(tenant.id(), AuditFilter.ALL, next(first), 2);
        Slice<AuditEntry> third = trail.find(tenant.id(), AuditFilter.ALL, next(second), 2);

        assertThat(Stream.of(first, second, third).map(Slice::items).flatMap(List::stream))
                .extracting(each -> each.entry().stamp().operation())
                .containsExactly("change 4", "change 3", "change 2", "change 1", "change 0");
        assertThat(next(third)).isEmpty();
    }

    @Test
    void tellsThatNothingFollowsAPageThatIsJustFull() throws Exception {
        Tenant tenant = aTenant().build();
        save(tenant, 0);
        save(aTenant().id(tenant.id()).revision(2).build(), 1);

        assertThat(createAuditTrail()
                        .find(tenant.id(), AuditFilter.ALL, Optional.empty(), 2)
                        .more())
                .isFalse();
    }

    @Test
    void endsAPageEarlyIfItsStatesAreLarge() throws Exception {
        Tenant tenant = aTenant().build();
        int changes = 5;
        for (int i = 0; i < changes; i++) {
            saveLarge(tenant.id(), i, 2);
        }

        List<Slice<AuditEntry>> pages = pages(tenant.id());

        // Three records of 1.6 million characters each reach the four million of a page.
        assertThat(pages).extracting(page -> page.items().size()).containsExactly(3, 2);
        assertThat(pages.stream().flatMap(page -> page.items().stream()))
                .extracting(each -> each.entry().stamp().operation())
                .containsExactly("change 4", "change 3", "change 2", "change 1", "change 0");
    }

    @Test
    void returnsARecordThatIsLargerThanAPageOnAPageOfItsOwn() throws Exception {
        Tenant tenant = aTenant().build();
        saveLarge(tenant.id(), 0, 6);
        saveLarge(tenant.id(), 1, 6);

        assertThat(pages(tenant.id()))
                .hasSize(2)
                .allSatisfy(page -> assertThat(page.items())
                        .singleElement()
                        .satisfies(
                                each -> assertThat(each.entry().stateLength()).isGreaterThan(Slice.MAX_CHARACTERS)));
    }

    private static Optional<Long> next(Slice<AuditEntry> page) {
        return page.last().map(AuditEntry::id);
    }

    private List<Slice<AuditEntry>> pages(TenantId tenant) throws Exception {
        AuditTrail trail = createAuditTrail();
        List<Slice<AuditEntry>> pages = new ArrayList<>();
        Optional<Long> after = Optional.empty();
        do {
            Slice<AuditEntry> page = trail.find(tenant, AuditFilter.ALL, after, 1_000);
            pages.add(page);
            after = next(page);
        } while (after.isPresent());
        return pages;
    }

    /** Creates an environment that takes about 800,000 characters for each vault. */
    private void saveLarge(TenantId tenant, int change, int vaults) throws Exception {
        ServiceEnvironment environment = anEnvironment()
                .of(tenant)
                .named("Large " + change)
                .large(vaults)
                .build();
        assertThat(createEnvironments().save(environment, stamp(change))).isEqualTo(SaveResult.SAVED);
    }

    @Test
    void findsByTimeActorOperationAndSubject() throws Exception {
        Tenant tenant = aTenant().build();
        save(tenant, 0);
        AuditStamp published = stamp(1);
        ServiceEnvironment environment = anEnvironment().of(tenant.id()).build();
        createEnvironments().save(environment, published);
        createEnvironments().save(anEnvironment().of(tenant.id()).named("Test").build(), stamp(2));
        save(aTenant().id(tenant.id()).revision(2).build(), 3);

        String subject = "environment/" + environment.id();
        assertFound(tenant, from(NOW.plusSeconds(1)), 3, 2, 1);
        assertFound(tenant, to(NOW.plusSeconds(1)), 0);
        assertFound(tenant, actor(published.actor()), 1);
        assertFound(tenant, operation("change 2"), 2);
        assertFound(tenant, AuditFilter.ALL.about(Set.of("environment")), 2, 1);
        assertFound(tenant, AuditFilter.ALL.about(Set.of(subject)), 1);
        assertFound(tenant, AuditFilter.ALL.about(Set.of("tenant", subject)), 3, 1, 0);
        assertFound(tenant, AuditFilter.ALL.about(Set.of("environ", "environment%", "%", "_enant", "environment/")));
        assertFound(
                tenant,
                new AuditFilter(
                        Optional.of(NOW),
                        Optional.of(NOW.plusSeconds(9)),
                        Optional.of(published.actor()),
                        Optional.of("change 1"),
                        Set.of("environment")),
                1);
        assertFound(
                tenant,
                new AuditFilter(
                        Optional.of(NOW),
                        Optional.of(NOW.plusSeconds(9)),
                        Optional.of(published.actor()),
                        Optional.of("change 1"),
                        Set.of("tenant")));
    }

    private void assertFound(Tenant tenant, AuditFilter filter, Integer... changes) throws Exception {
        assertThat(createAuditTrail()
                        .find(tenant.id(), filter, Optional.empty(), 1_000)
                        .items())
                .allSatisfy(each -> assertThat(filter.includes(each.entry())).isTrue())
                .extracting(each -> each.entry().stamp().operation())
                .containsExactly(
                        Stream.of(changes).map(change -> "change " + change).toArray(String[]::new));
    }

    private static AuditFilter from(Instant first) {
        return new AuditFilter(Optional.of(first), Optional.empty(), Optional.empty(), Optional.empty(), Set.of());
    }

    private static AuditFilter to(Instant end) {
        return new AuditFilter(Optional.empty(), Optional.of(end), Optional.empty(), Optional.empty(), Set.of());
    }

    private static AuditFilter actor(PrincipalId actor) {
        return new AuditFilter(Optional.empty(), Optional.empty(), Optional.of(actor), Optional.empty(), Set.of());
    }

    private static AuditFilter operation(String name) {
        return new AuditFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(name), Set.of());
    }

    @Test
    void findsNothingOfAnotherTenant() throws Exception {
        Tenant tenant = aTenant().build();
        Tenant other = aTenant().build();
        save(tenant, 0);
        save(other, 1);

        assertThat(createAuditTrail()
                        .find(tenant.id(), AuditFilter.ALL, Optional.empty(), 10)
                        .items())
                .extracting(each -> each.entry().tenant())
                .containsExactly(tenant.id());
    }

    @Test
    void reportsAnOutageInsteadOfAnAnswer() throws Exception {
        AuditTrail unreachable = createUnreachableAuditTrail();
        Outages.assertUnavailable(() -> unreachable.newest(freshTenant(), 10));
        Outages.assertUnavailable(() -> unreachable.find(freshTenant(), AuditFilter.ALL, Optional.empty(), 10));
    }

    private void save(Tenant tenant, int change) throws Exception {
        assertThat(createTenants().save(tenant, stamp(change))).isEqualTo(SaveResult.SAVED);
    }

    private static AuditStamp stamp(int change) {
        return new AuditStamp(freshPrincipal(), "Ada", NOW.plusSeconds(change), "change " + change);
    }
}
