package io.einvoicing.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.feature.ActionDescription;
import io.einvoicing.flow.ActionContext;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.flow.ActionType;
import io.einvoicing.flow.ActionTypes;
import io.einvoicing.flow.RepeatableActionType;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActionTypePluginsTest {
    @TempDir
    Path folder;

    @Test
    void findsTheActionTypesInTheJarsOfAFolder() throws IOException {
        jar("vendor.jar", VendorAction.class.getName());
        Files.writeString(folder.resolve("README.txt"), "no jar");
        try (ActionTypePlugins plugins = ActionTypePlugins.load(Optional.of(folder))) {
            assertThat(plugins.types())
                    .hasOnlyElementsOfType(VendorAction.class)
                    .hasSize(1);
        }
    }

    @Test
    void findsNothingWithoutAFolder() throws IOException {
        try (ActionTypePlugins plugins = ActionTypePlugins.load(Optional.empty())) {
            assertThat(plugins.types()).isEmpty();
        }
    }

    @Test
    void refusesATypeNameThatIsTakenAndSaysByWhom() throws IOException {
        jar("one.jar", VendorAction.class.getName());
        jar("two.jar", RivalAction.class.getName());
        try (ActionTypePlugins plugins = ActionTypePlugins.load(Optional.of(folder))) {
            assertThatThrownBy(() -> new ActionTypes(plugins.types()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("action type \"Vendor\" is registered twice")
                    .hasMessageContaining(VendorAction.class.getName())
                    .hasMessageContaining(RivalAction.class.getName());
        }
    }

    @Test
    void refusesAJarWhoseClassIsMissing() throws IOException {
        jar("broken.jar", "com.contoso.Missing");
        assertThatThrownBy(() -> ActionTypePlugins.load(Optional.of(folder)))
                .isInstanceOf(WrongConfigurationException.class)
                .hasMessageContaining("EINVOICING_PLUGINS")
                .hasMessageContaining("com.contoso.Missing");
    }

    @Test
    void refusesAFolderThatIsNone() {
        assertThatThrownBy(() -> ActionTypePlugins.load(Optional.of(folder.resolve("missing"))))
                .isInstanceOf(WrongConfigurationException.class)
                .hasMessageContaining("EINVOICING_PLUGINS (setting plugins) must name a folder");
    }

    @Test
    void refusesAClassThatTwoJarsNameAndSaysWhichJars() throws IOException {
        jar("vendor-1.0.jar", "# the old one\n" + VendorAction.class.getName());
        jar("vendor-1.1.jar", VendorAction.class.getName() + " # the new one\n");
        assertThatThrownBy(() -> ActionTypePlugins.load(Optional.of(folder)))
                .isInstanceOf(WrongConfigurationException.class)
                .hasMessageContaining(VendorAction.class.getName())
                .hasMessageContaining(folder.resolve("vendor-1.0.jar").toString())
                .hasMessageContaining(folder.resolve("vendor-1.1.jar").toString());
    }

    @Test
    void refusesAFileThatIsNoJar() throws IOException {
        Files.writeString(folder.resolve("broken.jar"), "no archive");
        assertThatThrownBy(() -> ActionTypePlugins.load(Optional.of(folder)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("EINVOICING_PLUGINS")
                .hasMessageContaining("broken.jar");
    }

    private void jar(String name, String type) throws IOException {
        try (OutputStream file = Files.newOutputStream(folder.resolve(name));
                JarOutputStream jar = new JarOutputStream(file)) {
            jar.putNextEntry(new JarEntry("META-INF/services/" + ActionType.class.getName()));
            jar.write(type.getBytes(StandardCharsets.UTF_8));
            jar.closeEntry();
        }
    }

    /** Named by a jar, loaded from the test's own class path. */
    public static class VendorAction implements RepeatableActionType {
        @Override
        public ActionDescription description() {
            return new ActionDescription(
                    "Vendor", "Does nothing.", ActionDescription.Kind.REPEATABLE, List.of(), new ArrayList<>());
        }

        @Override
        public ActionOutcome execute(ActionContext context) {
            return ActionOutcome.completed();
        }
    }

    /** Takes the other's name. */
    public static final class RivalAction extends VendorAction {}
}
