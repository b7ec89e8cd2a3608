package io.einvoicing.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.einvoicing.kernel.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FeatureVersionTest {
    private static final Instant EFFECTIVE = Instant.parse("2026-11-23T12:00:00Z");
    private static final FeatureContent CONTENT = new FeatureContent("changed", List.of(), List.of());

    private final FeatureVersion draft = FeatureVersion.first(
            new Feature(
                    new TenantId(new UUID(0, 1)),
                    new FeatureId(new UUID(0, 2)),
                    "Peppol",
                    new ProviderId(new UUID(0, 3)),
                    Optional.empty(),
                    1),
            FeatureContent.EMPTY,
            EFFECTIVE);

    @Test
    void startsAsADraftAtRevisionOne() {
        assertThat(draft.number()).isEqualTo(1);
        assertThat(draft.status()).isEqualTo(FeatureVersion.Status.DRAFT);
        assertThat(draft.revision()).isEqualTo(1);
        assertThat(draft.effectiveFrom()).isEqualTo(EFFECTIVE);
    }

    @Test
    void everyChangeIsTheNextRevision() {
        FeatureVersion edited = draft.edit(CONTENT, EFFECTIVE.plusSeconds(1));
        assertThat(edited.revision()).isEqualTo(2);
        assertThat(edited.content()).isEqualTo(CONTENT);
        assertThat(edited.effectiveFrom()).isEqualTo(EFFECTIVE.plusSeconds(1));
        FeatureVersion completed = edited.complete();
        assertThat(completed.revision()).isEqualTo(3);
        assertThat(completed.status()).isEqualTo(FeatureVersion.Status.COMPLETED);
        FeatureVersion published = completed.publish();
        assertThat(published.revision()).isEqualTo(4);
        assertThat(published.status()).isEqualTo(FeatureVersion.Status.PUBLISHED);
        assertThat(published.content()).isEqualTo(CONTENT);
    }

    @Test
    void onlyADraftCanBeEditedOrCompleted() {
        FeatureVersion completed = draft.complete();
        for (FeatureVersion frozen : List.of(completed, completed.publish())) {
            assertThatIllegalStateException().isThrownBy(() -> frozen.edit(CONTENT, EFFECTIVE));
            assertThatIllegalStateException().isThrownBy(frozen::complete);
        }
    }

    @Test
    void aDraftCannotBePublishedAndAPublishedVersionStaysAsItIs() {
        assertThatIllegalStateException().isThrownBy(draft::publish);
        FeatureVersion published = draft.complete().publish();
        assertThat(published.publish()).isSameAs(published);
    }

    @Test
    void theNextVersionIsADraftWithTheSameContent() {
        FeatureVersion published = draft.edit(CONTENT, EFFECTIVE).complete().publish();

        FeatureVersion next = published.next();

        assertThat(next.number()).isEqualTo(2);
        assertThat(next.status()).isEqualTo(FeatureVersion.Status.DRAFT);
        assertThat(next.revision()).isEqualTo(1);
        assertThat(next.content()).isEqualTo(CONTENT);
        assertThat(next.feature()).isEqualTo(published.feature());
    }

    @Test
    void namesOfSetupsActionsVariablesAndFormatsAreUnique() {
        Action action = Action.of("Send", "Call REST web service", Map.of());
        FeatureSetup setup = new FeatureSetup(
                "S", FeatureSetup.Type.PROCESSING_PIPELINE, ApplicabilityRule.all(), List.of(), List.of(action));
        FormatConfiguration format = new FormatConfiguration("F", "x");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FeatureContent("", List.of(setup, setup), List.of()))
                .withMessageContaining("\"S\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FeatureContent("", List.of(), List.of(format, format)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FeatureSetup(
                        "S",
                        FeatureSetup.Type.PROCESSING_PIPELINE,
                        ApplicabilityRule.all(),
                        List.of(),
                        List.of(action, action)));
    }
}
