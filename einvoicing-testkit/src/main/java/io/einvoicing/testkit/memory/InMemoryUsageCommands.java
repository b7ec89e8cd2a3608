package io.einvoicing.testkit.memory;

import io.einvoicing.kernel.TenantId;
import io.einvoicing.usage.UsageCommand;
import io.einvoicing.usage.UsageCommand.State;
import io.einvoicing.usage.port.UsageCommands;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Keeps commands in memory. */
public final class InMemoryUsageCommands implements UsageCommands {
    private final Map<UUID, UsageCommand> commands = new LinkedHashMap<>();
    private final Outage outage;

    InMemoryUsageCommands(Outage outage) {
        this.outage = outage;
    }

    @Override
    public synchronized boolean begin(UsageCommand command, Instant now) {
        outage.check();
        List<UsageCommand> running = commands.values().stream()
                .filter(each -> each.tenant().equals(command.tenant()) && each.state() == State.RUNNING)
                .toList();
        if (running.stream().anyMatch(each -> !each.isAbandoned(now))) {
            return false;
        }
        running.forEach(each -> commands.put(each.id(), each.abandoned(now)));
        commands.put(command.id(), command);
        return true;
    }

    @Override
    public synchronized void update(UsageCommand command) {
        outage.check();
        commands.computeIfPresent(command.id(), (id, stored) -> stored.state() == State.RUNNING ? command : stored);
    }

    @Override
    public synchronized Optional<UsageCommand> find(TenantId tenant, UUID id) {
        outage.check();
        return Optional.ofNullable(commands.get(id))
                .filter(command -> command.tenant().equals(tenant));
    }

    @Override
    public synchronized List<UsageCommand> latest(TenantId tenant, int limit) {
        outage.check();
        return commands.values().stream()
                .filter(command -> command.tenant().equals(tenant))
                .sorted(Comparator.comparing(UsageCommand::startedAt).reversed())
                .limit(limit)
                .toList();
    }
}
