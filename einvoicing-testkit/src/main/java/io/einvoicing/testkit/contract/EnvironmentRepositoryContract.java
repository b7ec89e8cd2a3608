package io.einvoicing.testkit.contract;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.anEnvironment;
import static io.einvoicing.testkit.data.TestData.freshPrincipal;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.audit.AuditRecord;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.environment.EnvironmentSettings;
import io.einvoicing.environment.PublishedEnvironment;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.environment.port.EnvironmentRepository;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.Slice;
import io.einvoicing.kernel.TenantId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link EnvironmentRepository} does. All factories give ports of the same store. */
public abstract class EnvironmentRepositoryContract {
    protected abstract EnvironmentRepository createEnvironments() throws Exception;

    protected abstract EnvironmentRepository createUnreachableEnvironments() throws Exception;

    protected abstract AuditTrail createAuditTrail() throws Exception;

    @Test
    void findsNothingInAnEmptyTenant() throws Exception {
        EnvironmentRepository environments = createEnvironments();
        TenantId tenant = freshTenant();
        EnvironmentId id = new EnvironmentId(UUID.randomUUID());

        assertThat(environments.find(tenant, id)).isEmpty();
        assertThat(all(environments, tenant)).isEmpty();
        assertThat(environments.latest(tenant, id)).isEmpty();
        assertThat(environments.latest(tenant, "Production")).isEmpty();
        assertThat(environments.exists(tenant, "Production")).isFalse();
    }

    @Test
    void findsANewEnvironmentThatWasNeverPublished() throws Exception {
        EnvironmentRepository environments = createEnvironments();
        ServiceEnvironment created = ServiceEnvironment.create(
                freshTenant(), new EnvironmentId(UUID.randomUUID()), "Üretim Ω 🧾", "İzmir", freshPrincipal());

        assertThat(environments.save(created, aStamp("environment.create"))).isEqualTo(SaveResult.SAVED);

        assertThat(environments.find(created.tenant(), created.id())).contains(created);
        assertThat(all(environments, created.tenant())).containsExactly(created);
        assertThat(environments.exists(created.tenant(), "Üretim Ω 🧾")).isTrue();
        assertThat(environments.latest(created.tenant(), "Üretim Ω 🧾")).isEmpty();
        assertThat(environments.latest(created.tenant(), created.id())).isEmpty();
    }

    @Test
    void findsTheEnvironmentWithEverythingThatWasSaved() throws Exception {
        EnvironmentRepository environments = createEnvironments();
        ServiceEnvironment edited = saved(saved(anEnvironment().build()).edit(Maximal.settings()));
        PrincipalId publisher = freshPrincipal();
        AuditStamp stamp = new AuditStamp(publisher, "Ada Yıldız", NOW.plusMillis(17), "environment.publish");
        ServiceEnvironment published =
                saved(edited.publish(stamp, Optional.of("https://contoso.blob.core.windows.net/c")));

        assertThat(environments.find(edited.tenant(), edited.id())).contains(published);
        PublishedEnvironment snapshot = new PublishedEnvironment(
                edited.tenant(),
                edited.id(),
                edited.name(),
                1,
                NOW.plusMillis(17),
                publisher,
                "Ada Yıldız",
                Maximal.settings());
        assertThat(environments.latest(edited.tenant(), edited.id())).contains(snapshot);
        assertThat(environments.latest(edited.tenant(), edited.name())).contains(snapshot);
    }

    @Test
    void keepsAnEnvironmentThatIsInsertedAsPublished() throws Exception {
        ServiceEnvironment published = saved(anEnvironment().published().build());

        assertThat(createEnvironments().find(published.tenant(), published.id()))
                .contains(published);
        assertThat(createEnvironments().latest(published.tenant(), published.id()))
                .isEqualTo(published.published());
    }

    @Test
    void servesTheSnapshotWhileTheDraftChanges() throws Exception {
        ServiceEnvironment published = saved(anEnvironment().published().build());
        ServiceEnvironment changed = saved(published.edit(Maximal.settings()));

        assertThat(createEnvironments().find(changed.tenant(), changed.id())).contains(changed);
        assertThat(createEnvironments().latest(changed.tenant(), changed.name()))
                .isEqualTo(published.published());
        assertThat(createEnvironments().latest(changed.tenant(), changed.id())).isEqualTo(published.published());
    }

    @Test
    void servesTheLatestSnapshot() throws Exception {
        ServiceEnvironment first = saved(anEnvironment().published().build());
        ServiceEnvironment changed = saved(first.edit(Maximal.settings()));
        ServiceEnvironment second = saved(changed.publish(aStamp("environment.publish"), Optional.empty()));

        Optional<PublishedEnvironment> latest = createEnvironments().latest(first.tenant(), first.name());

        assertThat(latest).isEqualTo(second.published());
        assertThat(latest.orElseThrow().number()).isEqualTo(2);
        assertThat(createEnvironments().latest(first.tenant(), first.id())).isEqualTo(latest);
    }

    @Test
    void listsByNameInTheOrderOfCodePoints() throws Exception {
        TenantId tenant = freshTenant();
        for (String name : List.of("Ödeme", "beta", "Zeta", "alpha", "İhracat", "Beta", "Ωmega")) {
            saved(anEnvironment().of(tenant).named(name).build());
        }

        assertThat(all(createEnvironments(), tenant))
                .extracting(ServiceEnvironment::name)
                .containsExactly("Beta", "Zeta", "alpha", "beta", "Ödeme", "İhracat", "Ωmega");
    }

    @Test
    void comparesNamesExactly() throws Exception {
        ServiceEnvironment environment =
                saved(anEnvironment().named("Istanbul").published().build());

        for (String other : List.of("ISTANBUL", "istanbul", "ıstanbul", "İstanbul", "Istanbul%", "Istanbu_")) {
            assertThat(createEnvironments().exists(environment.tenant(), other))
                    .as(other)
                    .isFalse();
            assertThat(createEnvironments().latest(environment.tenant(), other))
                    .as(other)
                    .isEmpty();
        }
        ServiceEnvironment lower =
                anEnvironment().of(environment.tenant()).named("istanbul").build();
        assertThat(createEnvironments().save(lower, aStamp("environment.create")))
                .isEqualTo(SaveResult.SAVED);
    }

    @Test
    void doesNotFindTheEnvironmentOfAnotherTenant() throws Exception {
        EnvironmentRepository environments = createEnvironments();
        ServiceEnvironment environment = saved(anEnvironment().published().build());
        TenantId other = freshTenant();

        assertThat(environments.find(other, environment.id())).isEmpty();
        assertThat(all(environments, other)).isEmpty();
        assertThat(environments.latest(other, environment.id())).isEmpty();
        assertThat(environments.latest(other, environment.name())).isEmpty();
        assertThat(environments.exists(other, environment.name())).isFalse();
        assertThat(environments.save(
                        ServiceEnvironment.restore(
                                other,
                                environment.id(),
                                environment.name(),
                                Maximal.settings(),
                                Optional.empty(),
                                Optional.empty(),
                                freshPrincipal(),
                                2),
                        aStamp("environment.edit")))
                .isEqualTo(SaveResult.STALE);
        assertThat(environments.find(environment.tenant(), environment.id())).contains(environment);
    }

    @Test
    void letsTwoTenantsUseTheSameName() throws Exception {
        ServiceEnvironment one =
                saved(anEnvironment().named("Production").published().build());
        ServiceEnvironment two =
                saved(anEnvironment().named("Production").published().build());

        assertThat(createEnvironments().latest(one.tenant(), "Production")).isEqualTo(one.published());
        assertThat(createEnvironments().latest(two.tenant(), "Production")).isEqualTo(two.published());
    }

    @Test
    void refusesANameThatTheTenantHasAlready() throws Exception {
        ServiceEnvironment first = saved(anEnvironment().named("Production").build());
        ServiceEnvironment second = anEnvironment()
                .of(first.tenant())
                .named("Production")
                .published()
                .build();

        assertThat(createEnvironments().save(second, aStamp("environment.create")))
                .isEqualTo(SaveResult.NAME_TAKEN);

        assertThat(all(createEnvironments(), first.tenant())).containsExactly(first);
        assertThat(createEnvironments().latest(first.tenant(), second.id())).isEmpty();
        assertThat(createEnvironments().latest(first.tenant(), "Production")).isEmpty();
    }

    @Test
    void changesNothingWhenACreationIsRepeated() throws Exception {
        ServiceEnvironment first = saved(anEnvironment().build());
        ServiceEnvironment again = anEnvironment()
                .of(first.tenant())
                .id(first.id())
                .withSettings(Maximal.settings())
                .build();

        assertThat(createEnvironments().save(again, aStamp("environment.create")))
                .isNotEqualTo(SaveResult.SAVED);

        assertThat(createEnvironments().find(first.tenant(), first.id())).contains(first);
        assertThat(createAuditTrail().newest(first.tenant(), 10)).hasSize(1);
    }

    @Test
    void refusesAStaleRevision() throws Exception {
        ServiceEnvironment first = saved(anEnvironment().published().build());
        ServiceEnvironment second = saved(first.edit(Maximal.settings()));

        ServiceEnvironment late = first.publish(aStamp("environment.publish"), Optional.empty());
        ServiceEnvironment early = second.edit(Maximal.settings()).edit(Maximal.settings());
        assertThat(createEnvironments().save(late, aStamp("environment.publish")))
                .isEqualTo(SaveResult.STALE);
        assertThat(createEnvironments().save(early, aStamp("environment.edit"))).isEqualTo(SaveResult.STALE);
        assertThat(createEnvironments()
                        .save(anEnvironment().build().edit(Maximal.settings()), aStamp("environment.edit")))
                .isEqualTo(SaveResult.STALE);

        assertThat(createEnvironments().find(first.tenant(), first.id())).contains(second);
        assertThat(createEnvironments().latest(first.tenant(), first.id())).isEqualTo(first.published());
    }

    @Test
    void oneOfManyCreationsOfOneNameAtOneInstantWins() throws Exception {
        EnvironmentRepository environments = createEnvironments();
        TenantId tenant = freshTenant();
        try (Race race = new Race(8)) {
            List<SaveResult> answers = race.run(i -> () -> environments.save(
                    anEnvironment().of(tenant).named("Production").build(), aStamp("environment.create")));

            assertThat(answers).containsOnlyOnce(SaveResult.SAVED);
            assertThat(Collections.frequency(answers, SaveResult.NAME_TAKEN)).isEqualTo(7);
        }
        assertThat(all(environments, tenant)).hasSize(1);
    }

    @Test
    void oneOfManyPublicationsAtOneInstantWins() throws Exception {
        EnvironmentRepository environments = createEnvironments();
        ServiceEnvironment first = saved(anEnvironment().build());
        List<ServiceEnvironment> publications = List.of(
                first.publish(aStamp("environment.publish"), Optional.empty()),
                first.publish(aStamp("environment.publish"), Optional.empty()),
                first.publish(aStamp("environment.publish"), Optional.empty()),
                first.publish(aStamp("environment.publish"), Optional.empty()));
        try (Race race = new Race(4)) {
            List<SaveResult> answers =
                    race.run(i -> () -> environments.save(publications.get(i), aStamp("environment.publish")));

            assertThat(answers).containsOnlyOnce(SaveResult.SAVED);
            assertThat(Collections.frequency(answers, SaveResult.STALE)).isEqualTo(3);
            ServiceEnvironment winner = publications.get(answers.indexOf(SaveResult.SAVED));
            assertThat(environments.find(first.tenant(), first.id())).contains(winner);
            assertThat(environments.latest(first.tenant(), first.id())).isEqualTo(winner.published());
        }
        assertThat(createAuditTrail().newest(first.tenant(), 10)).hasSize(2);
    }

    @Test
    void renamesUntilThePublication() throws Exception {
        ServiceEnvironment created = saved(anEnvironment().named("Prodution").build());
        ServiceEnvironment renamed = saved(created.rename("Production"));

        EnvironmentRepository environments = createEnvironments();
        assertThat(environments.find(created.tenant(), created.id())).contains(renamed);
        assertThat(environments.exists(created.tenant(), "Production")).isTrue();
        assertThat(environments.exists(created.tenant(), "Prodution")).isFalse();
        saved(anEnvironment().of(created.tenant()).named("Prodution").build());
    }

    @Test
    void refusesToRenameToANameThatTheTenantHasAlready() throws Exception {
        ServiceEnvironment first = saved(anEnvironment().named("Production").build());
        ServiceEnvironment second =
                saved(anEnvironment().of(first.tenant()).named("Test").build());

        assertThat(createEnvironments().save(second.rename("Production"), aStamp("environment.rename")))
                .isEqualTo(SaveResult.NAME_TAKEN);

        assertThat(all(createEnvironments(), first.tenant())).containsExactly(first, second);
        assertThat(createAuditTrail().newest(first.tenant(), 10)).hasSize(2);
    }

    @Test
    void keepsEverySnapshotTheNewestFirst() throws Exception {
        ServiceEnvironment first = saved(anEnvironment().published().build());
        ServiceEnvironment second = saved(first.publish(aStamp("environment.publish"), Optional.empty()));
        ServiceEnvironment back =
                saved(second.rollBack(snapshotOf(first), aStamp("environment.rollback"), Optional.empty()));

        EnvironmentRepository environments = createEnvironments();
        assertThat(environments.snapshots(first.tenant(), first.id(), Optional.empty(), 10))
                .containsExactly(snapshotOf(back), snapshotOf(second), snapshotOf(first));
        assertThat(environments.snapshots(first.tenant(), first.id(), Optional.empty(), 2))
                .containsExactly(snapshotOf(back), snapshotOf(second));
        assertThat(environments.snapshots(first.tenant(), first.id(), Optional.of(2), 10))
                .containsExactly(snapshotOf(first));
        assertThat(environments.snapshots(first.tenant(), first.id(), Optional.of(1), 10))
                .isEmpty();
        assertThat(environments.snapshot(first.tenant(), first.id(), 2)).contains(snapshotOf(second));
        assertThat(environments.snapshot(first.tenant(), first.id(), 4)).isEmpty();
        assertThat(environments.snapshots(freshTenant(), first.id(), Optional.empty(), 10))
                .isEmpty();
        assertThat(environments.snapshot(freshTenant(), first.id(), 1)).isEmpty();
    }

    private static PublishedEnvironment snapshotOf(ServiceEnvironment environment) {
        return environment.published().orElseThrow();
    }

    @Test
    void givesAContainerToOneEnvironmentOfTheTenant() throws Exception {
        ServiceEnvironment first =
                saved(anEnvironment().publishedTo("https://contoso/c").build());
        ServiceEnvironment second =
                saved(anEnvironment().of(first.tenant()).named("Test").build());

        assertThat(createEnvironments()
                        .save(
                                second.publish(aStamp("environment.publish"), first.container()),
                                aStamp("environment.publish")))
                .isEqualTo(SaveResult.KEY_TAKEN);

        assertThat(createEnvironments().find(second.tenant(), second.id())).contains(second);
        assertThat(createEnvironments().latest(second.tenant(), second.id())).isEmpty();
        assertThat(createAuditTrail().newest(first.tenant(), 10)).hasSize(2);
        saved(first.publish(aStamp("environment.publish"), Optional.of("https://contoso/d")));
        saved(second.publish(aStamp("environment.publish"), Optional.of("https://contoso/c")));
        saved(anEnvironment().publishedTo("https://contoso/c").build());
    }

    @Test
    void oneOfManyPublicationsToOneContainerAtOneInstantWins() throws Exception {
        EnvironmentRepository environments = createEnvironments();
        TenantId tenant = freshTenant();
        List<ServiceEnvironment> rivals = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            rivals.add(
                    saved(anEnvironment().of(tenant).named("Environment " + i).build()));
        }
        try (Race race = new Race(6)) {
            List<SaveResult> answers = race.run(i -> () -> environments.save(
                    rivals.get(i).publish(aStamp("environment.publish"), Optional.of("https://contoso/c")),
                    aStamp("environment.publish")));

            assertThat(answers).containsOnlyOnce(SaveResult.SAVED);
            assertThat(Collections.frequency(answers, SaveResult.KEY_TAKEN)).isEqualTo(5);
        }
        assertThat(all(environments, tenant))
                .filteredOn(environment -> environment.published().isPresent())
                .hasSize(1);
    }

    @Test
    void listsByNameSliceBySlice() throws Exception {
        EnvironmentRepository environments = createEnvironments();
        TenantId tenant = freshTenant();
        for (String name : List.of("c", "a", "e", "b", "d")) {
            environments.save(anEnvironment().of(tenant).named(name).build(), aStamp("environment.create"));
        }
        environments.save(anEnvironment().named("x").build(), aStamp("environment.create"));

        Slice<ServiceEnvironment> first = environments.list(tenant, Optional.empty(), 2);
        Slice<ServiceEnvironment> second = environments.list(tenant, Optional.of("b"), 2);
        Slice<ServiceEnvironment> third = environments.list(tenant, Optional.of("d"), 1);

        assertThat(first.items()).extracting(ServiceEnvironment::name).containsExactly("a", "b");
        assertThat(first.last()).map(ServiceEnvironment::name).contains("b");
        assertThat(second.items()).extracting(ServiceEnvironment::name).containsExactly("c", "d");
        assertThat(second.more()).isTrue();
        assertThat(third.items()).extracting(ServiceEnvironment::name).containsExactly("e");
        assertThat(third.more()).isFalse();
        assertThat(environments.list(tenant, Optional.of("ab"), 1).items())
                .extracting(ServiceEnvironment::name)
                .containsExactly("b");
        assertThat(environments.list(tenant, Optional.of("e"), 1)).isEqualTo(new Slice<>(List.of(), false));
        List<String> shown = new ArrayList<>();
        environments.forEach(tenant, each -> shown.add(each.name()));
        assertThat(shown).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void endsASliceEarlyIfTheEnvironmentsAreLarge() throws Exception {
        EnvironmentRepository environments = createEnvironments();
        TenantId tenant = freshTenant();
        for (String name : List.of("a", "b", "c")) {
            environments.save(
                    anEnvironment().of(tenant).named(name).large(3).published().build(), aStamp("environment.create"));
        }

        // Draft and snapshot take 2.4 million characters each, which together reach the four million of a slice.
        assertThat(environments.list(tenant, Optional.empty(), 1_000).items())
                .extracting(ServiceEnvironment::name)
                .containsExactly("a");
        assertThat(all(environments, tenant))
                .extracting(ServiceEnvironment::name)
                .containsExactly("a", "b", "c");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1_001})
    void refusesALimitOutOfRange(int limit) throws Exception {
        EnvironmentRepository environments = createEnvironments();
        assertThatThrownBy(() -> environments.list(freshTenant(), Optional.empty(), limit))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<ServiceEnvironment> all(EnvironmentRepository environments, TenantId tenant) {
        List<ServiceEnvironment> all = new ArrayList<>();
        environments.forEach(tenant, all::add);
        return all;
    }

    @Test
    void writesWhoChangedWhatTogetherWithTheChange() throws Exception {
        EnvironmentRepository environments = createEnvironments();
        ServiceEnvironment first = anEnvironment().build();
        ServiceEnvironment second = first.edit(described("plain words"));
        ServiceEnvironment third = second.publish(aStamp("environment.publish"), Optional.empty());
        AuditStamp creation = aStamp("environment.create");
        AuditStamp edit = aStamp("environment.edit");
        AuditStamp publication = aStamp("environment.publish");
        environments.save(first, creation);
        environments.save(second, edit);
        environments.save(third, publication);

        List<AuditRecord> records = createAuditTrail().newest(first.tenant(), 10);

        assertThat(records).extracting(AuditRecord::stamp).containsExactly(publication, edit, creation);
        assertThat(records).extracting(AuditRecord::tenant).containsOnly(first.tenant());
        assertThat(records).extracting(AuditRecord::subject).containsOnly("environment/" + first.id());
        assertThat(records.get(2).before()).isEmpty();
        assertThat(records.get(2).after()).isPresent();
        assertThat(records.get(1).before()).isEqualTo(records.get(2).after());
        assertThat(records.get(1).after())
                .hasValueSatisfying(text -> assertThat(text).contains("plain words"));
        assertThat(records.get(0).before()).isEqualTo(records.get(1).after());
        assertThat(records.get(0).after())
                .isPresent()
                .isNotEqualTo(records.get(0).before());
    }

    @Test
    void writesNoAuditRecordOfARefusedChange() throws Exception {
        ServiceEnvironment first = saved(anEnvironment().named("Production").build());
        createEnvironments()
                .save(anEnvironment().of(first.tenant()).named("Production").build(), aStamp("environment.create"));
        createEnvironments().save(first.edit(described("a")).edit(described("b")), aStamp("environment.edit"));

        assertThat(createAuditTrail().newest(first.tenant(), 10)).hasSize(1);
    }

    @Test
    void reportsAnOutageInsteadOfAnAnswer() throws Exception {
        EnvironmentRepository unreachable = createUnreachableEnvironments();
        ServiceEnvironment environment = anEnvironment().build();
        TenantId tenant = environment.tenant();
        Outages.assertUnavailable(
                () -> unreachable.find(tenant, environment.id()),
                () -> unreachable.list(tenant, Optional.empty(), 1),
                () -> unreachable.latest(tenant, environment.id()),
                () -> unreachable.latest(tenant, environment.name()),
                () -> unreachable.exists(tenant, environment.name()),
                () -> unreachable.save(environment, aStamp("environment.create")),
                () -> unreachable.save(
                        environment.publish(aStamp("environment.publish"), Optional.empty()),
                        aStamp("environment.publish")));
    }

    private ServiceEnvironment saved(ServiceEnvironment environment) throws Exception {
        assertThat(createEnvironments().save(environment, aStamp("environment.save")))
                .isEqualTo(SaveResult.SAVED);
        return environment;
    }

    private static EnvironmentSettings described(String description) {
        return new EnvironmentSettings(description, List.of(), Optional.empty(), List.of(), List.of(), List.of());
    }
}
