package io.einvoicing.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.kernel.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ServiceEnvironmentTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final PrincipalId ADA = new PrincipalId(new UUID(0, 3));
    private static final Optional<String> CONTAINER = Optional.of("https://contoso.blob.core.windows.net/invoices");

    private final ServiceEnvironment created = ServiceEnvironment.create(
            new TenantId(new UUID(0, 1)), new EnvironmentId(new UUID(0, 2)), "Production", "All of Europe", ADA);

    @Test
    void startsUnpublishedAndEmpty() {
        assertThat(created.status()).isEqualTo(ServiceEnvironment.Status.NOT_PUBLISHED);
        assertThat(created.draft()).isEqualTo(described("All of Europe"));
        assertThat(created.published()).isEmpty();
        assertThat(created.revision()).isEqualTo(1);
    }

    @Test
    void staysUnpublishedWhileItIsEdited() {
        assertThat(created.edit(described("a")).status()).isEqualTo(ServiceEnvironment.Status.NOT_PUBLISHED);
    }

    @Test
    void keepsTheSnapshotWhileTheDraftChanges() {
        ServiceEnvironment published = created.edit(described("a")).publish(stamp(NOON), CONTAINER);
        assertThat(published.status()).isEqualTo(ServiceEnvironment.Status.PUBLISHED);

        ServiceEnvironment changed = published.edit(described("b"));

        assertThat(changed.status()).isEqualTo(ServiceEnvironment.Status.CHANGED);
        assertThat(changed.published()).isEqualTo(published.published());
        assertThat(changed.published().orElseThrow().settings()).isEqualTo(described("a"));
        assertThat(changed.revision()).isEqualTo(4);
    }

    @Test
    void numbersItsSnapshots() {
        ServiceEnvironment first = created.publish(stamp(NOON), CONTAINER);
        ServiceEnvironment second = first.edit(described("b")).publish(stamp(NOON.plusSeconds(1)), CONTAINER);

        assertThat(first.published().orElseThrow().number()).isEqualTo(1);
        assertThat(second.published())
                .contains(new PublishedEnvironment(
                        created.tenant(),
                        created.id(),
                        "Production",
                        2,
                        NOON.plusSeconds(1),
                        ADA,
                        "Ada Yıldız",
                        described("b")));
        assertThat(second.status()).isEqualTo(ServiceEnvironment.Status.PUBLISHED);
    }

    @Test
    void isPublishedAgainOnceTheDraftEqualsTheSnapshot() {
        ServiceEnvironment published = created.edit(described("a")).publish(stamp(NOON), CONTAINER);

        assertThat(published.edit(described("b")).edit(described("a")).status())
                .isEqualTo(ServiceEnvironment.Status.PUBLISHED);
    }

    @Test
    void listsEachUserOnce() {
        EnvironmentUser user = new EnvironmentUser(ADA, "ada@contoso.example", true, false);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EnvironmentSettings(
                        "", List.of(), Optional.empty(), List.of(user, user), List.of(), List.of()));
    }

    @Test
    void canBeRenamedUntilItIsPublished() {
        ServiceEnvironment renamed = created.rename("Test");
        assertThat(renamed.name()).isEqualTo("Test");
        assertThat(renamed.revision()).isEqualTo(2);

        ServiceEnvironment published = renamed.publish(stamp(NOON), CONTAINER);
        assertThatIllegalStateException()
                .isThrownBy(() -> published.rename("Production"))
                .withMessageContaining("its name is fixed");
    }

    @Test
    void rollsBackByPublishingAFormerSnapshotAgain() {
        ServiceEnvironment first = created.edit(described("a")).publish(stamp(NOON), CONTAINER);
        ServiceEnvironment second = first.edit(described("b")).publish(stamp(NOON), Optional.of("https://b/c"));
        ServiceEnvironment edited = second.edit(described("c"));

        ServiceEnvironment back =
                edited.rollBack(first.published().orElseThrow(), stamp(NOON.plusSeconds(9)), CONTAINER);

        assertThat(back.draft()).isEqualTo(described("a"));
        assertThat(back.status()).isEqualTo(ServiceEnvironment.Status.PUBLISHED);
        assertThat(back.container()).isEqualTo(CONTAINER);
        assertThat(back.revision()).isEqualTo(edited.revision() + 1);
        assertThat(back.published())
                .contains(new PublishedEnvironment(
                        created.tenant(),
                        created.id(),
                        "Production",
                        3,
                        NOON.plusSeconds(9),
                        ADA,
                        "Ada Yıldız",
                        described("a")));
    }

    @Test
    void doesNotRollBackToASnapshotOfAnotherEnvironment() {
        PublishedEnvironment foreign = ServiceEnvironment.create(
                        created.tenant(), new EnvironmentId(new UUID(0, 9)), "Other", "", ADA)
                .publish(stamp(NOON), CONTAINER)
                .published()
                .orElseThrow();

        assertThatIllegalArgumentException().isThrownBy(() -> created.rollBack(foreign, stamp(NOON), CONTAINER));
    }

    private static AuditStamp stamp(Instant at) {
        return new AuditStamp(ADA, "Ada Yıldız", at, "environment.publish");
    }

    private static EnvironmentSettings described(String description) {
        return new EnvironmentSettings(description, List.of(), Optional.empty(), List.of(), List.of(), List.of());
    }
}
