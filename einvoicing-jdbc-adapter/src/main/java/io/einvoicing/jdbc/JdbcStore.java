package io.einvoicing.jdbc;

import io.einvoicing.ElectronicInvoicing;
import io.einvoicing.activation.port.ServiceParametersRepository;
import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.connectedapp.port.ConnectedApplicationRepository;
import io.einvoicing.environment.port.EnvironmentRepository;
import io.einvoicing.feature.port.FeatureRepository;
import io.einvoicing.feature.port.FeatureShares;
import io.einvoicing.feature.port.ProviderRepository;
import io.einvoicing.flow.port.FlowCompletions;
import io.einvoicing.flow.port.FlowProgress;
import io.einvoicing.flow.port.RedriveCommands;
import io.einvoicing.health.port.HealthRecords;
import io.einvoicing.kernel.StoreUnavailableException;
import io.einvoicing.notification.port.DeliveryQueue;
import io.einvoicing.notification.port.NotificationOutbox;
import io.einvoicing.notification.port.SubscriptionRepository;
import io.einvoicing.numbersequence.port.NumberDraws;
import io.einvoicing.numbersequence.port.NumberSequenceRepository;
import io.einvoicing.submission.port.SubmissionRepository;
import io.einvoicing.usage.UsageManagement;
import io.einvoicing.usage.port.PurchaseRegister;
import io.einvoicing.usage.port.Reservations;
import io.einvoicing.usage.port.UsageCommands;
import io.einvoicing.usage.port.UsageFigures;
import io.einvoicing.usage.port.UsageLedger;
import io.einvoicing.usage.port.UsageNames;
import io.einvoicing.usage.port.UsagePolicies;
import io.einvoicing.usage.port.UsageRollUp;
import io.einvoicing.vault.port.AddressClaims;
import io.einvoicing.vault.port.VaultAccessLog;
import java.time.InstantSource;
import java.util.function.IntConsumer;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * The store of record on PostgreSQL: every persistence port over one data source. Thread-safe; holds nothing but the data source,
 * which its owner closes, and some numbers and calendars that it remembers: create one store per data source.
 */
public final class JdbcStore implements ElectronicInvoicing.Stores {
    /** Not {@code db/migration}: there a vendor that embeds us keeps migrations of its own. */
    private static final String MIGRATIONS = "classpath:io/einvoicing/jdbc/migration";

    private static final String HISTORY = "einvoicing_schema_history";

    private final Database database;
    private final UsageNumbers numbers;
    private final BillingCalendars calendars;
    private final StatusOutbox statuses;
    private final JdbcFlowProgress progress;
    private final JdbcFlowCompletions completions;

    /**
     * Bundles the adapters; the database must have been migrated.
     *
     * @param dataSource any pool; it should bound the time of connecting and of statements as {@link ConnectionPool} does
     */
    public JdbcStore(DataSource dataSource) {
        this(dataSource, size -> {});
    }

    /**
     * Bundles the adapters; the database must have been migrated.
     *
     * @param batchSizes is told how many checkpoints or completions each of their transactions held; must not block or fail
     */
    public JdbcStore(DataSource dataSource, IntConsumer batchSizes) {
        this.database = new Database(dataSource);
        this.numbers = UsageNumbers.of(database);
        this.calendars = new BillingCalendars(database);
        this.statuses = new StatusOutbox(database);
        this.progress = new JdbcFlowProgress(database, statuses, batchSizes);
        this.completions = new JdbcFlowCompletions(database, numbers, calendars, statuses, batchSizes);
    }

    /**
     * Brings the database to the schema of this release; safe to repeat, and to run from several nodes at once.
     *
     * <p>The migrations run within the data source's own time limits.
     *
     * @throws StoreUnavailableException if there was no answer; repeat the call
     */
    public static void migrate(DataSource dataSource) {
        try {
            Flyway.configure(JdbcStore.class.getClassLoader())
                    .dataSource(dataSource)
                    .locations(MIGRATIONS)
                    .table(HISTORY)
                    // A schema that holds tables of a vendor is no reason to refuse.
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw Database.translate(e, "the migration stopped");
        }
    }

    @Override
    public TenantRepository tenants() {
        return new JdbcTenantRepository(database);
    }

    @Override
    public ServiceParametersRepository serviceParameters() {
        return new JdbcServiceParametersRepository(database);
    }

    /** Returns the environments, which are the published environments of the run side too. */
    @Override
    public EnvironmentRepository environments() {
        return new JdbcEnvironmentRepository(database);
    }

    @Override
    public FeatureRepository features() {
        return new JdbcFeatureRepository(database);
    }

    @Override
    public ConnectedApplicationRepository connectedApplications() {
        return new JdbcConnectedApplicationRepository(database);
    }

    @Override
    public NumberSequenceRepository numberSequences() {
        return new JdbcNumberSequenceRepository(database);
    }

    @Override
    public NumberDraws numberDraws() {
        return new JdbcNumberDraws(database);
    }

    @Override
    public FeatureShares featureShares() {
        return new JdbcFeatureShares(database);
    }

    @Override
    public ProviderRepository providers() {
        return new JdbcProviderRepository(database);
    }

    public AuditTrail auditTrail() {
        return new JdbcAuditTrail(database);
    }

    @Override
    public SubmissionRepository submissions() {
        return new JdbcSubmissionRepository(database, statuses);
    }

    @Override
    public FlowProgress progress() {
        return progress;
    }

    @Override
    public FlowCompletions completions() {
        return completions;
    }

    @Override
    public RedriveCommands redrives() {
        return new JdbcRedriveCommands(database, statuses);
    }

    @Override
    public VaultAccessLog vaultAccesses() {
        return new JdbcVaultAccessLog(database);
    }

    @Override
    public AddressClaims addressClaims() {
        return new JdbcAddressClaims(database);
    }

    @Override
    public HealthRecords healthRecords() {
        return new JdbcHealthRecords(database);
    }

    /** Returns everything that usage needs. */
    public UsageManagement.Ports usagePorts() {
        return new UsageManagement.Ports(
                tenants(),
                ledger(),
                figures(),
                rollUp(),
                purchases(),
                policies(),
                reservations(),
                commands(),
                names(),
                notifications());
    }

    public UsageLedger ledger() {
        return new JdbcUsageLedger(database, numbers);
    }

    public UsageFigures figures() {
        return new JdbcUsageFigures(database);
    }

    public UsageRollUp rollUp() {
        return new JdbcUsageRollUp(database);
    }

    public PurchaseRegister purchases() {
        return new JdbcPurchaseRegister(database);
    }

    /** Returns the outbox of notifications. */
    public NotificationOutbox notifications() {
        return new JdbcNotificationOutbox(database);
    }

    /** Returns the subscriptions to notifications. */
    public SubscriptionRepository subscriptions() {
        return new JdbcSubscriptionRepository(database, statuses);
    }

    /** Returns the deliveries of notifications. */
    public DeliveryQueue deliveries() {
        return new JdbcDeliveryQueue(database);
    }

    public UsagePolicies policies() {
        return new JdbcUsagePolicies(database);
    }

    public Reservations reservations() {
        return new JdbcReservations(database);
    }

    public UsageCommands commands() {
        return new JdbcUsageCommands(database);
    }

    public UsageNames names() {
        return new JdbcUsageNames(database);
    }

    /** Returns what tells how much work there is, of all tenants. */
    public FlowBacklog backlog() {
        return new FlowBacklog(database);
    }

    /** Returns what compares this node's clock with the database's. */
    public ClockGuard clockGuard(InstantSource clock) {
        return new ClockGuard(database, clock);
    }
}
