package io.einvoicing.environment;

import io.einvoicing.vault.KeyVaultReference;
import io.einvoicing.vault.VaultObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Collects what differs between two versions of settings. */
final class SettingsComparison {
    private final List<SettingsChange> changes = new ArrayList<>();

    private SettingsComparison() {}

    static List<SettingsChange> of(EnvironmentSettings before, EnvironmentSettings after) {
        SettingsComparison comparison = new SettingsComparison();
        comparison.settings(before, after);
        return List.copyOf(comparison.changes);
    }

    private void settings(EnvironmentSettings before, EnvironmentSettings after) {
        value("description", before.description(), after.description());
        entries(
                "keyVaults",
                before.keyVaults(),
                after.keyVaults(),
                KeyVaultReference::name,
                vault -> vault.uri().toString(),
                this::vault);
        value("storageSecret", before.storageSecret(), after.storageSecret());
        entries(
                "users",
                before.users(),
                after.users(),
                user -> user.id().toString(),
                user -> user.email()
                        + (user.maySubmit() ? ", may submit" : "")
                        + (user.mayDeploy() ? ", may deploy" : ""),
                (path, left, right) -> {
                    value(path + ".email", left.email(), right.email());
                    value(path + ".maySubmit", left.maySubmit(), right.maySubmit());
                    value(path + ".mayDeploy", left.mayDeploy(), right.mayDeploy());
                });
        entries(
                "applications",
                before.applications(),
                after.applications(),
                application -> application.id().toString(),
                EnvironmentApplication::name,
                (path, left, right) -> value(path + ".name", left.name(), right.name()));
        entries(
                "certificateChains",
                before.certificateChains(),
                after.certificateChains(),
                chain -> chain.name(),
                chain -> String.join(", ", chain.certificates()),
                (path, left, right) -> {
                    value(path + ".description", left.description(), right.description());
                    value(
                            path + ".certificates",
                            String.join(", ", left.certificates()),
                            String.join(", ", right.certificates()));
                });
    }

    private void vault(String path, KeyVaultReference before, KeyVaultReference after) {
        value(path + ".description", before.description(), after.description());
        value(path + ".uri", before.uri(), after.uri());
        entries(
                path + ".objects",
                before.objects(),
                after.objects(),
                VaultObject::name,
                object -> object.type().name(),
                (objectPath, left, right) -> {
                    value(objectPath + ".description", left.description(), right.description());
                    value(objectPath + ".type", left.type(), right.type());
                });
    }

    private void value(String path, Object before, Object after) {
        value(path, Optional.of(before.toString()), Optional.of(after.toString()));
    }

    private void value(String path, Optional<String> before, Optional<String> after) {
        if (!before.equals(after)) {
            SettingsChange.Kind kind = before.isEmpty()
                    ? SettingsChange.Kind.ADDED
                    : after.isEmpty() ? SettingsChange.Kind.REMOVED : SettingsChange.Kind.CHANGED;
            changes.add(new SettingsChange(path, kind, before, after));
        }
    }

    /** What compares an entry that both sides have. */
    private interface EntryComparison<T> {
        void compare(String path, T before, T after);
    }

    private <T> void entries(
            String path,
            List<T> before,
            List<T> after,
            Function<T, String> key,
            Function<T, String> show,
            EntryComparison<T> each) {
        Map<String, T> left = byKey(before, key);
        Map<String, T> right = byKey(after, key);
        left.forEach((name, entry) -> {
            String place = path + "[" + name + "]";
            T other = right.get(name);
            if (other == null) {
                value(place, Optional.of(show.apply(entry)), Optional.empty());
            } else {
                each.compare(place, entry, other);
            }
        });
        right.forEach((name, entry) -> {
            if (!left.containsKey(name)) {
                value(path + "[" + name + "]", Optional.empty(), Optional.of(show.apply(entry)));
            }
        });
        value(path, order(left, right), order(right, left));
    }

    /** Returns the names that the other side has too, in this side's order. */
    private static <T> String order(Map<String, T> entries, Map<String, T> other) {
        return String.join(
                ", ", entries.keySet().stream().filter(other::containsKey).toList());
    }

    private static <T> Map<String, T> byKey(List<T> entries, Function<T, String> key) {
        Map<String, T> keyed = new LinkedHashMap<>();
        entries.forEach(entry -> keyed.put(key.apply(entry), entry));
        return keyed;
    }
}
