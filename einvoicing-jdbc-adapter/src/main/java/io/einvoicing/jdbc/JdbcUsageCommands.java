package io.einvoicing.jdbc;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.usage.UsageCommand;
import io.einvoicing.usage.port.UsageCommands;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.SqlStatement;

/** The register of commands; a unique key lets only one of a tenant run. */
final class JdbcUsageCommands implements UsageCommands {
    private static final String COLUMNS = """
            tenant_id, command_id, kind, state, done, total, started_by, started_by_name, started_at, seen_at, ended_at, failure""";

    private static final String SELECT = "select " + COLUMNS + " from usage_command where tenant_id = :tenant ";

    private static final String ADD = "insert into usage_command (" + COLUMNS + """
            ) values (
                :tenant, :command, :kind, :state, :done, :total, :by, :byName, :startedAt, :seenAt, :endedAt, :failure)
            on conflict do nothing""";

    private static final String UPDATE = """
            update usage_command
            set state = :state, done = :done, total = :total, seen_at = :seenAt, ended_at = :endedAt, failure = :failure
            where tenant_id = :tenant and command_id = :command and state = 'RUNNING'""";

    private final Database database;

    JdbcUsageCommands(Database database) {
        this.database = database;
    }

    @Override
    public boolean begin(UsageCommand command, Instant now) {
        return database.inTransaction(handle -> {
            handle.createQuery(SELECT + "and state = 'RUNNING' for update")
                    .bind("tenant", command.tenant().value())
                    .map((row, context) -> command(row))
                    .findOne()
                    .filter(running -> running.isAbandoned(now))
                    .ifPresent(running -> bindState(handle.createUpdate(UPDATE), running.abandoned(now))
                            .execute());
            return bindState(handle.createUpdate(ADD), command)
                            .bind("kind", command.kind().name())
                            .bind("by", command.startedBy().value())
                            .bind("byName", Json.storable(command.startedByName()))
                            .bind("startedAt", Columns.instant(command.startedAt()))
                            .execute()
                    == 1;
        });
    }

    @Override
    public void update(UsageCommand command) {
        database.run(handle -> bindState(handle.createUpdate(UPDATE), command).execute());
    }

    @Override
    public Optional<UsageCommand> find(TenantId tenant, UUID id) {
        return database.run(handle -> handle.createQuery(SELECT + "and command_id = :command")
                .bind("tenant", tenant.value())
                .bind("command", id)
                .map((row, context) -> command(row))
                .findOne());
    }

    @Override
    public List<UsageCommand> latest(TenantId tenant, int limit) {
        return database.run(
                handle -> handle.createQuery(SELECT + "order by started_at desc, command_id desc limit :limit")
                        .bind("tenant", tenant.value())
                        .bind("limit", limit)
                        .map((row, context) -> command(row))
                        .list());
    }

    private static <S extends SqlStatement<S>> S bindState(S statement, UsageCommand command) {
        return statement
                .bind("tenant", command.tenant().value())
                .bind("command", command.id())
                .bind("state", command.state().name())
                .bind("done", command.done())
                .bind("total", command.total())
                .bind("seenAt", Columns.instant(command.seenAt()))
                .bind("endedAt", command.endedAt().map(Columns::instant))
                .bind("failure", Json.storable(command.failure()));
    }

    private static UsageCommand command(ResultSet row) throws SQLException {
        return new UsageCommand(
                Columns.tenant(row),
                Columns.uuid(row, "command_id"),
                UsageCommand.Kind.valueOf(row.getString("kind")),
                UsageCommand.State.valueOf(row.getString("state")),
                row.getLong("done"),
                row.getLong("total"),
                new PrincipalId(Columns.uuid(row, "started_by")),
                row.getString("started_by_name"),
                Columns.instant(row, "started_at"),
                Columns.instant(row, "seen_at"),
                Columns.optionalInstant(row, "ended_at"),
                row.getString("failure"));
    }
}
