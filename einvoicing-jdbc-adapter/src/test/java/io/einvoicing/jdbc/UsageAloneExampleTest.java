package io.einvoicing.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.access.Caller;
import io.einvoicing.access.PrincipalId;
import io.einvoicing.access.Role;
import io.einvoicing.activation.EndpointDirectory;
import io.einvoicing.activation.Geography;
import io.einvoicing.activation.ServiceActivation;
import io.einvoicing.activation.TenantDetails;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.flow.Direction;
import io.einvoicing.kernel.Result;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.notification.Notification;
import io.einvoicing.submission.BusinessDocumentKey;
import io.einvoicing.usage.FeedReceipt;
import io.einvoicing.usage.MonthPeriod;
import io.einvoicing.usage.MonthUsage;
import io.einvoicing.usage.Reservation;
import io.einvoicing.usage.UsageManagement;
import io.einvoicing.usage.UsagePolicy;
import io.einvoicing.usage.UsageRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The code of docs/usage.md: usage alone, without any flow. */
class UsageAloneExampleTest {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.own();

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    private final Caller caller = new Caller(
            new TenantId(UUID.randomUUID()),
            new PrincipalId(UUID.randomUUID()),
            Caller.Kind.APPLICATION,
            "Billing of our ERP",
            UUID.randomUUID(),
            Set.of(Role.SUBMIT, Role.USAGE, Role.OPERATE));
    private final EnvironmentId production = new EnvironmentId(UUID.randomUUID());
    private final FeatureId invoices = new FeatureId(UUID.randomUUID());

    @Test
    void aVendorCountsByItsOwnKeyReadsBalancesReservesAndIsWarned() {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            UsageManagement usage = embed(STORES.dataSource(), executor, () -> NOW);
            UsageRecord invoice = invoice("FTI-00000021");

            assertThat(count(usage, invoice)).isEqualTo(new FeedReceipt(1, 0, 0));
            assertThat(count(usage, invoice)).as("repeated").isEqualTo(new FeedReceipt(0, 1, 0));
            MonthUsage month = balance(usage);
            assertThat(month.balance().balance()).isEqualTo(100 + 1_000 - 1);

            List<UsageRecord> run = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                run.add(invoice("FTI-1" + i));
            }
            assertThat(invoiceRun(usage, run)).isTrue();
            assertThat(invoiceRun(usage, run)).as("99 are left").isFalse();

            usage.thresholds().foldAndEvaluate(100);
            List<Notification> warnings =
                    new JdbcStore(STORES.dataSource()).notifications().list(caller.tenant(), Optional.empty(), 10);
            assertThat(warnings)
                    .extracting(Notification::subject)
                    .containsExactly("2026-11: 80 % of the acquired volume is used");
        } finally {
            executor.shutdown();
        }
    }

    private UsageManagement embed(DataSource dataSource, Executor executor, InstantSource clock) {
        // docs: embed
        JdbcStore.migrate(dataSource); // your PostgreSQL
        JdbcStore store = new JdbcStore(dataSource);
        UsageManagement usage =
                new UsageManagement(store.usagePorts(), UsagePolicy.DEFAULT, executor, UUID::randomUUID, clock);
        // Once for each of your customers: its name, and the zone in which its months begin and end.
        new ServiceActivation(store.tenants(), EndpointDirectory.STANDARD, clock)
                .createTenant(
                        caller,
                        caller.tenant(),
                        TenantDetails.named("Contoso"),
                        Geography.EUROPE,
                        ZoneId.of("Europe/Berlin"))
                .orThrow();
        // docs end
        return usage;
    }

    private UsageRecord invoice(String number) {
        // docs: record
        UsageRecord invoice = new UsageRecord(
                production, // any UUID of yours: environments are counted independently of each other
                invoices, // any UUID of yours: what usage is ranked by
                Direction.EXPORT,
                new BusinessDocumentKey("ERP-1", "DEMF", "Customer invoice", number), // your own key
                NOW); // when it was issued
        // docs end
        return invoice;
    }

    private FeedReceipt count(UsageManagement usage, UsageRecord invoice) {
        // docs: count
        // All of the batch or nothing, durable when it returns; repeat the call as often as you like.
        FeedReceipt receipt =
                usage.feed().record(caller, List.of(invoice), Optional.empty()).orThrow();
        // docs end
        return receipt;
    }

    private MonthUsage balance(UsageManagement usage) {
        // docs: balance
        usage.purchases().record(caller, LocalDate.of(2026, 11, 2), 1).orThrow();
        MonthUsage month = usage.indicators()
                .perMonth(caller, MonthPeriod.of(YearMonth.of(2026, 11)))
                .orThrow()
                .get(0);
        long balance = month.balance().balance(); // free + purchased - used
        // docs end
        assertThat(balance).isEqualTo(month.available());
        return month;
    }

    private boolean invoiceRun(UsageManagement usage, List<UsageRecord> run) {
        // docs: reserve
        Result<Reservation> reserved = usage.reservations().reserve(caller, run.size());
        return reserved.fold(
                reservation -> {
                    usage.feed()
                            .record(caller, run, Optional.of(reservation.id()))
                            .orThrow();
                    return true;
                },
                refusal -> false); // says how many are available; you decide what to do
        // docs end
    }

    @Test
    void theDocumentationShowsThisCode() throws Exception {
        String source = Files.readString(Path.of("src/test/java/io/einvoicing/jdbc/UsageAloneExampleTest.java"));
        String shown = Files.readString(Path.of("../docs/usage.md"));
        String begin = "// docs: ";
        int parts = 0;
        for (int at = source.indexOf("        " + begin); at >= 0; at = source.indexOf("        " + begin, at + 1)) {
            int from = source.indexOf('\n', at) + 1;
            String part = source.substring(from, source.indexOf("        // docs end", from))
                    .indent(-8)
                    .strip();
            assertThat(shown).contains(part);
            parts++;
        }
        assertThat(parts).isEqualTo(5);
    }
}
