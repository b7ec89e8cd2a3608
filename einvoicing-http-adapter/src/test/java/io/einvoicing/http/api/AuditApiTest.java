package io.einvoicing.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.access.Role;
import io.einvoicing.audit.AuditFilter;
import io.einvoicing.http.access.DevelopmentToken;
import io.einvoicing.http.client.AdministrationClient;
import io.einvoicing.http.client.AuditClient;
import io.einvoicing.http.export.TableFormat;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.testkit.data.TestData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditApiTest {
    private static final String PATH = "/api/v1/audit";

    private final ApiServer api = new ApiServer();
    private final AuditClient audit = new AuditClient(api.uri("/"), () -> api.token(Role.CONFIGURE));
    private final AuditClient operator =
            new AuditClient(api.uri("/"), () -> api.token(TestData.freshTenant(), Role.OPERATE));

    @AfterEach
    void stop() {
        api.close();
    }

    @BeforeEach
    void changeSomething() {
        api.publish();
        AdministrationClient administration = new AdministrationClient(api.uri("/"), api::token);
        administration.createEnvironment("=1+1");
    }

    @Test
    void showsWhoChangedWhatWithItsStateBeforeAndAfter() {
        AuditEntryView newest =
                audit.changes(AuditFilter.ALL, Optional.empty(), 1).items().get(0);

        assertThat(newest.at()).isEqualTo(TestData.NOW);
        assertThat(newest.actor())
                .isEqualTo(new AuditEntryView.Actor(DevelopmentToken.principalOf(ApiServer.USER), ApiServer.USER));
        assertThat(newest.operation()).isEqualTo("environment.create");
        assertThat(newest.subject()).startsWith("environment/");
        assertThat(newest.before()).isEmpty();
        assertThat(newest.after())
                .hasValueSatisfying(after -> assertThat(after.toString()).contains("=1+1"));
    }

    @Test
    void pagesAndFilters() {
        Page<AuditEntryView> first = audit.changes(AuditFilter.ALL, Optional.empty(), 2);
        Page<AuditEntryView> second = audit.changes(AuditFilter.ALL, first.next(), 500);
        AuditFilter environments = AuditFilter.ALL.about(Set.of("environment"));

        assertThat(first.items()).hasSize(2);
        assertThat(first.items().get(1).id())
                .isGreaterThan(second.items().get(0).id());
        assertThat(second.next()).isEmpty();
        assertThat(audit.changes(environments, Optional.empty(), 10).items())
                .hasSize(2)
                .allSatisfy(each -> assertThat(each.subject()).startsWith("environment/"));
        assertThat(audit.changes(
                                new AuditFilter(
                                        Optional.of(TestData.NOW),
                                        Optional.of(TestData.NOW.plusSeconds(1)),
                                        Optional.of(DevelopmentToken.principalOf(ApiServer.USER)),
                                        Optional.of("environment.create"),
                                        Set.of("environment")),
                                Optional.empty(),
                                10)
                        .items())
                .hasSize(1);
    }

    @Test
    void endsAPageEarlyIfItsStatesAreLargeAndExportsThemAll() {
        TenantId tenant = TestData.freshTenant();
        api.register(tenant);
        for (int i = 0; i < 3; i++) {
            api.store
                    .environments()
                    .save(
                            TestData.anEnvironment()
                                    .of(tenant)
                                    .named("Large " + i)
                                    .large(3)
                                    .build(),
                            TestData.aStamp("environment.create"));
        }
        AuditClient large = new AuditClient(api.uri("/"), () -> api.token(tenant, Role.CONFIGURE));
        AuditFilter environments = AuditFilter.ALL.about(Set.of("environment"));

        Page<AuditEntryView> first = large.changes(environments, Optional.empty(), 500);
        Page<AuditEntryView> second = large.changes(environments, first.next(), 500);

        assertThat(first.items()).hasSize(2);
        assertThat(second.items()).hasSize(1);
        assertThat(second.next()).isEmpty();
        assertThat(new String(large.export(environments, TableFormat.CSV), StandardCharsets.UTF_8).lines())
                .hasSize(1 + 3);
    }

    @Test
    void showsOperatorsWhatOperatorsChangeInATenant() {
        assertThat(operator.changesOf(api.tenant, AuditFilter.ALL, Optional.empty(), 10)
                        .items())
                .extracting(AuditEntryView::operation)
                .containsExactly("tenant.create");
        TenantId other = TestData.freshTenant();
        api.register(other);
        assertThat(new AuditClient(api.uri("/"), () -> api.token(other, Role.CONFIGURE))
                        .changes(AuditFilter.ALL, Optional.empty(), 10)
                        .items())
                .extracting(AuditEntryView::subject)
                .containsOnly("tenant/" + other, "serviceParameters/" + other);
    }

    @Test
    void writesFilesForSpreadsheets() throws IOException {
        AuditFilter environments = AuditFilter.ALL.about(Set.of("environment"));
        String csv = new String(audit.export(environments, TableFormat.CSV), StandardCharsets.UTF_8);
        byte[] workbook = audit.export(environments, TableFormat.XLSX);

        assertThat(csv.lines().toList()).hasSize(3);
        assertThat(csv).startsWith("\uFEFFId,At (UTC),Actor,Actor id,Operation,Subject,Before,After\r\n");
        try (ReadableWorkbook read = new ReadableWorkbook(new ByteArrayInputStream(workbook))) {
            List<Row> rows = read.getFirstSheet().read();
            assertThat(rows).hasSize(3);
            assertThat(rows.get(1).getCellText(4)).isEqualTo("environment.create");
        }
        ApiServer.Answer download = api.send(api.request(PATH + "/export").GET());
        assertThat(download.contentType()).startsWith("text/csv");
        assertThat(download.header("Content-Disposition")).isEqualTo("attachment; filename=\"audit.csv\"");
    }

    @Test
    void namesTheParameterThatIsWrong() {
        Stream.of(
                        "from=yesterday",
                        "to=2026-11-23",
                        "from=2026-11-23T00:00:00Z&to=2026-11-23T00:00:00Z",
                        "actor=Ada",
                        "tenant=Contoso",
                        "operation=",
                        "subject=",
                        "after=0",
                        "after=x",
                        "limit=0",
                        "limit=501")
                .forEach(query -> {
                    ApiServer.Answer refused = api.get(PATH + "?" + query);
                    assertThat(refused.status()).as(query).isEqualTo(400);
                    assertThat(refused.body().at("/findings/0/field").asText()).isEqualTo(query.split("=")[0]);
                });
    }

    @Test
    void writesNoFileOfAnotherKind() {
        assertThat(api.get(PATH + "/export?format=pdf").status()).isEqualTo(400);
    }

    @Test
    void isForConfiguratorsOnly() {
        for (Role role : Set.of(Role.SUBMIT, Role.USAGE)) {
            assertThat(api.send(HttpRequest.newBuilder(api.uri(PATH))
                                    .header("Authorization", "Bearer " + api.token(role))
                                    .GET())
                            .status())
                    .isEqualTo(403);
        }
    }
}
