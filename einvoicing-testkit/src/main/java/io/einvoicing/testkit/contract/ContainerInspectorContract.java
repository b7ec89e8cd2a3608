package io.einvoicing.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.document.Container;
import io.einvoicing.document.ContainerState;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.document.DocumentStoreUnavailableException;
import io.einvoicing.document.port.ContainerInspector;
import io.einvoicing.document.port.DocumentStore;
import io.einvoicing.kernel.Finding;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link ContainerInspector} does. */
public abstract class ContainerInspectorContract {
    /** Returns the inspector. */
    protected abstract ContainerInspector inspector() throws Exception;

    /** Returns the store that keeps files in the same containers. */
    protected abstract DocumentStore store() throws Exception;

    /** Returns a new, empty container with all permissions that are needed. */
    protected abstract Container emptyContainer() throws Exception;

    /** Returns a container that refuses access for good, such as one whose SAS URL has expired. */
    protected abstract Container refusingContainer() throws Exception;

    /** Returns a container whose storage gives no answer; nothing else is asked afterwards. */
    protected abstract Container unreachableContainer() throws Exception;

    @Test
    void findsNothingWrongWithAnEmptyContainer() throws Exception {
        ContainerState state = inspector().inspect(emptyContainer());

        assertThat(state.findings()).isEmpty();
        assertThat(state.missing()).isEmpty();
        assertThat(state.undeclared()).isEmpty();
    }

    @Test
    void tellsTheAddressWithoutItsTokenAndAlwaysTheSame() throws Exception {
        Container container = emptyContainer();

        ContainerState state = inspector().inspect(container);

        assertThat(state.address())
                .isEqualTo(inspector().inspect(container).address())
                .isNotEmpty()
                .doesNotContain("?")
                .doesNotContain("sig=");
    }

    @Test
    void leavesTheServicesOwnFilesOutOfWhatIsUndeclared() throws Exception {
        Container container = emptyContainer();
        store(container, "2026/11/23/" + UUID.randomUUID() + "/00-input/a1-document-0123456789abcdef.json");

        assertThat(inspector().inspect(container).undeclared()).isEmpty();
    }

    @Test
    void namesWhatIsNotTheServicesOwn() throws Exception {
        Container container = emptyContainer();
        store(container, "2026/11/23/a.json");
        store(container, "payroll/november.xml");
        store(container, "readme.txt");

        ContainerState state = inspector().inspect(container);

        assertThat(state.undeclared())
                .hasSize(2)
                .anyMatch(name -> name.startsWith("payroll/"))
                .contains("readme.txt");
        assertThat(state.findings()).isEmpty();
    }

    @Test
    void namesAtMostTen() throws Exception {
        Container container = emptyContainer();
        for (int i = 0; i <= ContainerState.MAX_UNDECLARED; i++) {
            store(container, "other-" + i);
        }

        assertThat(inspector().inspect(container).undeclared()).hasSize(ContainerState.MAX_UNDECLARED);
    }

    @Test
    void findsARefusalWithItsRemedy() throws Exception {
        Container refusing = refusingContainer();

        ContainerState state = inspector().inspect(refusing);

        assertThat(state.findings()).hasSize(1).allMatch(Finding::blocks).allSatisfy(finding -> {
            assertThat(finding.field()).isEqualTo(ContainerState.FIELD);
            assertThat(finding.remedy()).contains("storage secret");
            assertThat(finding.message()).doesNotContain("sig=");
        });
    }

    @Test
    void saysUnavailableDuringAnOutage() throws Exception {
        Container unreachable = unreachableContainer();
        ContainerInspector inspector = inspector();

        assertThatThrownBy(() -> inspector.inspect(unreachable))
                .isInstanceOf(DocumentStoreUnavailableException.class)
                .hasMessageNotContaining("sig=");
    }

    private void store(Container container, String name) throws Exception {
        store().store(container, name, new DocumentContent("text/plain", "x".getBytes(UTF_8)));
    }
}
