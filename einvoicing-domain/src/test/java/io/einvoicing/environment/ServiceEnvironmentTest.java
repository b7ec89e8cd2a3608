package io.einvoicing.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.kernel.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ServiceEnvironmentTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final PrincipalId ADA = new PrincipalId(new UUID(0, 3));

    private final ServiceEnvironment created = ServiceEnvironment.create(
            new TenantId(new UUID(0, 1)), new EnvironmentId(new UUID(0, 2)), "Production", ADA);

    @Test
    void startsUnpublishedAndEmpty() {
        assertThat(created.status()).isEqualTo(ServiceEnvironment.Status.NOT_PUBLISHED);
        assertThat(created.draft()).isEqualTo(EnvironmentSettings.EMPTY);
        assertThat(created.published()).isEmpty();
        assertThat(created.revision()).isEqualTo(1);
    }

    @Test
    void staysUnpublishedWhileItIsEdited() {
        assertThat(created.edit(described("a")).status()).isEqualTo(ServiceEnvironment.Status.NOT_PUBLISHED);
    }

    @Test
    void keepsTheSnapshotWhileTheDraftChanges() {
        ServiceEnvironment published = created.edit(described("a")).publish(NOON, ADA);
        assertThat(published.status()).isEqualTo(ServiceEnvironment.Status.PUBLISHED);

        ServiceEnvironment changed = published.edit(described("b"));

        assertThat(changed.status()).isEqualTo(ServiceEnvironment.Status.CHANGED);
        assertThat(changed.published()).isEqualTo(published.published());
        assertThat(changed.published().orElseThrow().settings()).isEqualTo(described("a"));
        assertThat(changed.revision()).isEqualTo(4);
    }

    @Test
    void numbersItsSnapshots() {
        ServiceEnvironment first = created.publish(NOON, ADA);
        ServiceEnvironment second = first.edit(described("b")).publish(NOON.plusSeconds(1), ADA);

        assertThat(first.published().orElseThrow().number()).isEqualTo(1);
        assertThat(second.published())
                .contains(new PublishedEnvironment(
                        created.tenant(), created.id(), "Production", 2, NOON.plusSeconds(1), ADA, described("b")));
        assertThat(second.status()).isEqualTo(ServiceEnvironment.Status.PUBLISHED);
    }

    @Test
    void isPublishedAgainOnceTheDraftEqualsTheSnapshot() {
        ServiceEnvironment published = created.edit(described("a")).publish(NOON, ADA);

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

    private static EnvironmentSettings described(String description) {
        return new EnvironmentSettings(description, List.of(), Optional.empty(), List.of(), List.of(), List.of());
    }
}
