package io.einvoicing.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.kernel.Finding;
import io.einvoicing.submission.port.DocumentInspector;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link DocumentInspector} promises: it refuses what is unsafe or malformed in its media types, and nothing else. */
public abstract class DocumentInspectorContract {
    private static final byte[] EMPTY = {};

    /** Returns the inspector under test. */
    protected abstract DocumentInspector createInspector();

    /** Returns a document that the inspector knows and has nothing against. */
    protected abstract DocumentContent sound();

    /** Returns the same document cut off in the middle. */
    protected abstract DocumentContent cutOff();

    /** Returns a well-formed document that no safe reader takes. */
    protected abstract DocumentContent unsafe();

    @Test
    void takesASoundDocument() {
        assertThat(createInspector().inspect(sound())).isEmpty();
    }

    @Test
    void refusesADocumentThatIsCutOff() {
        assertRefused(cutOff());
    }

    @Test
    void refusesAnUnsafeDocument() {
        assertRefused(unsafe());
    }

    @Test
    void refusesAnEmptyDocument() {
        assertRefused(new DocumentContent(sound().mediaType(), EMPTY));
    }

    @Test
    void leavesOtherMediaTypesToOtherInspectors() {
        assertThat(createInspector().inspect(new DocumentContent("application/pdf", cutOff().bytes())))
                .isEmpty();
    }

    @Test
    void answersThreadsAtOnceEachAboutItsOwnDocument() throws Exception {
        DocumentInspector inspector = createInspector();
        List<Boolean> refused;
        try (Race race = new Race(8)) {
            refused = race.run(thread -> () ->
                    !inspector.inspect(thread % 2 == 0 ? sound() : cutOff()).isEmpty());
        }

        assertThat(refused).containsExactly(false, true, false, true, false, true, false, true);
    }

    private void assertRefused(DocumentContent content) {
        assertThat(createInspector().inspect(content)).isNotEmpty().allSatisfy(finding -> {
            assertThat(finding.severity()).isEqualTo(Finding.Severity.ERROR);
            assertThat(finding.field()).isEqualTo("content");
            assertThat(finding.message()).isNotBlank();
            assertThat(finding.remedy()).isNotBlank();
        });
    }
}
