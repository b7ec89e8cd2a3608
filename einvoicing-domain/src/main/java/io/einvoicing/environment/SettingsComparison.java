package io.einvoicing.environment;

import io.einvoicing.vault.CertificateChain;
import io.einvoicing.vault.KeyVaultReference;
import io.einvoicing.vault.VaultObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
        value("description", Optional.of(before.description()), Optional.of(after.description()));
        entries("keyVaults", before.keyVaults(), after.keyVaults(), KeyVaultReference::name, this::vault);
        value("storageSecret", before.storageSecret(), after.storageSecret());
        entries("users", before.users(), after.users(), user -> user.id().toString(), user -> {
            user.value("email", EnvironmentUser::email);
            user.value("maySubmit", EnvironmentUser::maySubmit);
            user.value("mayDeploy", EnvironmentUser::mayDeploy);
        });
        entries(
                "applications",
                before.applications(),
                after.applications(),
                application -> application.id().toString(),
                application -> application.value("name", EnvironmentApplication::name));
        entries(
                "certificateChains",
                before.certificateChains(),
                after.certificateChains(),
                CertificateChain::name,
                chain -> {
                    chain.value("description", CertificateChain::description);
                    chain.value("certificates", each -> String.join(", ", each.certificates()));
                });
    }

    private void vault(Pair<KeyVaultReference> vault) {
        vault.value("description", KeyVaultReference::description);
        vault.value("uri", KeyVaultReference::uri);
        entries(
                vault.path + ".objects",
                vault.before.map(KeyVaultReference::objects).orElse(List.of()),
                vault.after.map(KeyVaultReference::objects).orElse(List.of()),
                VaultObject::name,
                object -> {
                    object.value("description", VaultObject::description);
                    object.value("type", VaultObject::type);
                });
    }

    /** Compares two values; an empty text is none. */
    private void value(String path, Optional<String> before, Optional<String> after) {
        Optional<String> old = before.filter(text -> !text.isEmpty());
        Optional<String> now = after.filter(text -> !text.isEmpty());
        if (!old.equals(now)) {
            SettingsChange.Kind kind = old.isEmpty()
                    ? SettingsChange.Kind.ADDED
                    : now.isEmpty() ? SettingsChange.Kind.REMOVED : SettingsChange.Kind.CHANGED;
            changes.add(new SettingsChange(path, kind, old, now));
        }
    }

    /** An entry of a list before and after; one of the two may be absent. */
    private final class Pair<T> {
        private final String path;
        private final Optional<T> before;
        private final Optional<T> after;

        Pair(String path, Optional<T> before, Optional<T> after) {
            this.path = path;
            this.before = before;
            this.after = after;
        }

        void value(String name, Function<T, Object> get) {
            SettingsComparison.this.value(path + "." + name, text(before.map(get)), text(after.map(get)));
        }

        /** Returns a value as text; a flag that is off says nothing of an entry that only one side has. */
        private Optional<String> text(Optional<Object> value) {
            boolean both = before.isPresent() && after.isPresent();
            return value.filter(each -> both || !each.equals(false)).map(Object::toString);
        }
    }

    /** What compares the values of an entry. */
    private interface EntryComparison<T> {
        void compare(SettingsComparison.Pair<T> entry);
    }

    private <T> void entries(
            String path, List<T> before, List<T> after, Function<T, String> key, EntryComparison<T> each) {
        Map<String, T> left = byKey(before, key);
        Map<String, T> right = byKey(after, key);
        Set<String> names = new LinkedHashSet<>(left.keySet());
        names.addAll(right.keySet());
        names.forEach(name -> each.compare(new Pair<>(
                path + "[" + name + "]", Optional.ofNullable(left.get(name)), Optional.ofNullable(right.get(name)))));
        value(path, order(left, right), order(right, left));
    }

    /** Returns the names that the other side has too, in this side's order. */
    private static <T> Optional<String> order(Map<String, T> entries, Map<String, T> other) {
        return Optional.of(String.join(
                ", ", entries.keySet().stream().filter(other::containsKey).toList()));
    }

    private static <T> Map<String, T> byKey(List<T> entries, Function<T, String> key) {
        Map<String, T> keyed = new LinkedHashMap<>();
        entries.forEach(entry -> keyed.put(key.apply(entry), entry));
        return keyed;
    }
}
