package io.einvoicing.service;

import io.einvoicing.flow.ActionType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** Vendors' own action types, found in the class path and in the jars of a folder; their classes stay loaded until it is closed. */
final class ActionTypePlugins implements AutoCloseable {
    private final URLClassLoader jars;
    private final List<ActionType> types;

    private ActionTypePlugins(URLClassLoader jars, List<ActionType> types) {
        this.jars = jars;
        this.types = types;
    }

    /**
     * Finds what {@code META-INF/services/io.einvoicing.flow.ActionType} names.
     *
     * @throws IllegalArgumentException if there is no such folder
     * @throws IllegalStateException if an action type cannot be loaded
     */
    static ActionTypePlugins load(Optional<Path> folder) {
        URLClassLoader jars = new URLClassLoader(
                folder.map(ActionTypePlugins::jars).orElse(List.of()).toArray(URL[]::new),
                ActionTypePlugins.class.getClassLoader());
        List<ActionType> types = new ArrayList<>();
        try {
            ServiceLoader.load(ActionType.class, jars).forEach(types::add);
        } catch (ServiceConfigurationError e) {
            throw new IllegalStateException("a vendor's action type cannot be loaded: " + e.getMessage(), e);
        }
        return new ActionTypePlugins(jars, List.copyOf(types));
    }

    private static List<URL> jars(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("plugins must name a folder with jars, was " + folder);
        }
        List<URL> urls = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path jar : files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList()) {
                urls.add(jar.toUri().toURL());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder + " cannot be read", e);
        }
        return urls;
    }

    List<ActionType> types() {
        return types;
    }

    @Override
    public void close() throws IOException {
        jars.close();
    }
}
