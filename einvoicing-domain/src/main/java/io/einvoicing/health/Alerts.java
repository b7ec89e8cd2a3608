package io.einvoicing.health;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.einvoicing.health.VaultHealth.Alert;
import io.einvoicing.health.VaultHealth.Container;
import io.einvoicing.health.VaultHealth.DeclaredObject;
import io.einvoicing.kernel.Require;
import io.einvoicing.notification.Notification;
import io.einvoicing.vault.Expiry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Finds what to announce when the health of an environment's vault and container is known anew: what went wrong, and what is over.
 * What cannot be told while the vault gives no answer stays as it was. A pure function.
 */
final class Alerts {
    private static final String VAULT = "vault";
    private static final String CONTAINER = "container";

    private final VaultHealth health;
    private final Optional<VaultHealth> previous;
    private final List<Alert> open = new ArrayList<>();
    private final List<Notification> notifications = new ArrayList<>();

    /**
     * What comes of new health.
     *
     * @param health with its alerts
     */
    record Change(VaultHealth health, List<Notification> notifications) {}

    /**
     * What an alert can be about.
     *
     * @param subject as in the alert; its first word begins the notification's type
     * @param trouble the last word of the notification's type; empty if nothing is wrong
     * @param details for people
     * @param data for programs
     */
    private record Part(String subject, Optional<String> trouble, String details, Map<String, String> data) {}

    private Alerts(VaultHealth health, Optional<VaultHealth> previous) {
        this.health = health;
        this.previous = previous;
    }

    /** @param previous what was known before */
    static Change change(Optional<VaultHealth> previous, VaultHealth health) {
        return new Alerts(health, previous).change();
    }

    private Change change() {
        Map<String, Alert> before = formerAlerts().stream()
                .collect(Collectors.toMap(Alert::subject, alert -> alert, (one, other) -> one, LinkedHashMap::new));
        for (Part part : parts()) {
            Optional<Alert> former = Optional.ofNullable(before.remove(part.subject()));
            part.trouble()
                    .map(trouble -> type(part, trouble))
                    .ifPresentOrElse(
                            type -> keep(part, type, former), () -> former.ifPresent(alert -> end(part, alert)));
        }
        before.values().stream().filter(this::isUnknown).forEach(open::add);
        return new Change(health.with(open), notifications);
    }

    /** Returns what was announced of this vault and its container; what was announced of another one is over untold. */
    private List<Alert> formerAlerts() {
        return previous.filter(
                        before -> before.vault().uri().equals(health.vault().uri()))
                .map(VaultHealth::alerts)
                .orElse(List.of());
    }

    private void keep(Part part, String type, Optional<Alert> former) {
        Optional<Alert> same = former.filter(alert -> alert.type().equals(type));
        open.add(same.orElseGet(() -> new Alert(part.subject(), type, health.checkedAt())));
        if (same.isEmpty()) {
            announce(part, type, health.checkedAt());
        }
    }

    private void end(Part part, Alert former) {
        announce(part, type(part, "recovered"), former.since());
    }

    private static String type(Part part, String word) {
        return part.subject().split("/", 2)[0] + "." + word;
    }

    /** Tells whether nothing can be said about it now; else it is no longer declared. */
    private boolean isUnknown(Alert alert) {
        return !health.vault().reachable() || alert.subject().equals(CONTAINER);
    }

    /** Returns everything about which something can be said now. */
    private List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        VaultHealth.Vault vault = health.vault();
        parts.add(new Part(
                VAULT,
                vault.reachable() ? Optional.empty() : Optional.of("unreachable"),
                vault.problem().orElse("It answers."),
                Map.of()));
        health.container().map(this::part).ifPresent(parts::add);
        health.objects().stream().map(this::part).forEach(parts::add);
        return parts;
    }

    private Part part(Container container) {
        Optional<String> trouble = container.expiring() ? Optional.of("expiring") : Optional.empty();
        Map<String, String> data = new HashMap<>();
        container.address().ifPresent(address -> data.put("container", cut(address, Notification.VALUE_LENGTH)));
        return new Part(
                CONTAINER,
                container.reachable() ? trouble : Optional.of("unreachable"),
                "Container: " + container.address().orElse("unknown")
                        + container.problem().map(text -> "\n" + text).orElse("") + expiry(container.expiresAt(), data),
                data);
    }

    private Part part(DeclaredObject object) {
        Map<String, String> data = new HashMap<>(
                Map.of("object", object.name(), "state", object.state().name()));
        object.version().ifPresent(version -> data.put("version", version));
        return new Part(
                object.type().name().toLowerCase(Locale.ROOT) + "/" + object.name(),
                trouble(object.state()),
                "Object: " + object.name()
                        + object.problem().map(text -> "\n" + text).orElse("") + expiry(object.expiresAt(), data),
                data);
    }

    private static Optional<String> trouble(VaultHealth.State state) {
        return switch (state) {
            case OK -> Optional.empty();
            case EXPIRING -> Optional.of("expiring");
            case EXPIRED -> Optional.of("expired");
            case OLD -> Optional.of("old");
            case MISSING, DENIED, UNREADABLE, NOT_YET_VALID -> Optional.of("unusable");
        };
    }

    private String expiry(Optional<Instant> expiresAt, Map<String, String> data) {
        return expiresAt
                .map(until -> {
                    long days = Expiry.daysLeft(until, health.checkedAt());
                    data.put("expiresAt", until.toString());
                    data.put("daysLeft", Long.toString(days));
                    return "\nExpires: " + until + ", days left: " + days;
                })
                .orElse("");
    }

    private void announce(Part part, String type, Instant since) {
        Map<String, String> data = new HashMap<>(part.data());
        data.put("environment", health.environmentName());
        data.put("environmentId", health.environment().toString());
        data.put("vault", cut(health.vault().uri().toString(), Notification.VALUE_LENGTH));
        data.put("since", since.toString());
        String identity = "health/" + health.environment() + "/" + part.subject() + "/" + type + "/"
                + previous.map(before -> before.checkedAt().toString()).orElse("first");
        notifications.add(new Notification(
                health.tenant(),
                UUID.nameUUIDFromBytes(identity.getBytes(UTF_8)),
                type,
                health.checkedAt(),
                subject(part, type),
                cut(
                        "Environment: " + health.environmentName() + "\n" + part.details() + "\nKey vault: "
                                + health.vault().uri(),
                        Require.TEXT_LENGTH),
                data));
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length).replaceAll("\\p{Cs}$", "");
    }

    private String subject(Part part, String type) {
        String what = type.substring(type.indexOf('.') + 1);
        String of = part.subject().replace('/', ' ');
        String line = health.environmentName() + ": " + of + " " + said(what);
        return line.length() <= Notification.SUBJECT_LENGTH ? line : health.environmentName() + ": " + said(what);
    }

    private static String said(String trouble) {
        return switch (trouble) {
            case "unreachable" -> "gives no access";
            case "expiring" -> "expires soon";
            case "expired" -> "has expired";
            case "old" -> "is old: rotate it";
            case "unusable" -> "cannot be used";
            default -> "is in order again";
        };
    }
}
