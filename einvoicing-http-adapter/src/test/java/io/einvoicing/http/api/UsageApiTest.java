package io.einvoicing.http.api;

import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.einvoicing.access.Role;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.usage.Purchase;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageApiTest {
    private static final String FEATURE = "Peppol BIS Billing 3";

    private final ApiServer api = new ApiServer();
    private ApiServer.Published published;

    @BeforeEach
    void publish() {
        published = api.publish();
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void showsUsagePerMonthWithItsBalance() {
        feed(entry("A", "2026-11-02T10:00:00Z"), entry("B", "2026-11-02T11:00:00Z"));
        api.post("/api/v1/usage/purchases", "{\"acquiredOn\":\"2026-11-02\",\"packages\":1}");

        JsonNode months =
                api.get("/api/v1/usage/months?from=2026-10&to=2026-12").body().path("items");

        assertThat(months).hasSize(3);
        assertThat(months.get(0).toString())
                .contains("\"state\":\"CLOSED\"", "\"used\":0", "\"balance\":100", "\"deviation\":0");
        assertThat(months.get(1).toString())
                .isEqualTo(
                        "{\"month\":\"2026-11\",\"state\":\"RUNNING\",\"free\":100,\"purchased\":1000,\"acquired\":1100,"
                                + "\"used\":2,\"balance\":1098,\"deviation\":0,\"changedAfterClose\":false,\"reserved\":0,"
                                + "\"available\":1098}");
        assertThat(months.get(2).path("state").asText()).isEqualTo("OPEN");
        assertThat(api.get("/api/v1/usage/months").body().path("items")).hasSize(12);
        assertThat(api.get("/api/v1/usage/balance").body()).isEqualTo(months.get(1));
    }

    @Test
    void knowsTheUsedVolumeOnlyOfAFilteredMonth() {
        feed(entry("A", "2026-11-02T10:00:00Z"));
        String path = "/api/v1/usage/months?from=2026-11&to=2026-11&feature=";

        JsonNode of = api.get(path + published.version().feature())
                .body()
                .path("items")
                .get(0);
        JsonNode other = api.get(path + UUID.randomUUID()).body().path("items").get(0);

        assertThat(of.path("used").asLong()).isEqualTo(1);
        assertThat(of.has("balance")).isTrue();
        assertThat(of.path("balance").isNull()).isTrue();
        assertThat(other.path("used").asLong()).isZero();
    }

    @Test
    void countsReceivedDocumentsApart() {
        feed(entry("A", "2026-11-02T10:00:00Z"));
        String received = entry("B", "2026-11-02T10:00:00Z").replaceFirst("\\{", "{\"direction\":\"IMPORT\",");
        feed(received);

        JsonNode months =
                api.get("/api/v1/usage/received?from=2026-10&to=2026-11").body().path("items");

        assertThat(months.get(0).path("received").asLong()).isZero();
        assertThat(months.get(1).path("received").asLong()).isEqualTo(1);
        assertThat(api.get("/api/v1/usage/balance").body().path("used").asLong())
                .isEqualTo(1);
        assertThat(api.get("/api/v1/usage/documents?direction=IMPORT").body().path("items"))
                .hasSize(1);
    }

    @Test
    void ranksFeaturesAndEnvironmentsSoThatTheySumToUsed() {
        feed(entry("A", "2026-11-02T10:00:00Z"), entry("B", "2026-11-03T10:00:00Z"));

        JsonNode features =
                api.get("/api/v1/usage/features?from=2026-11-01&to=2026-11-30").body();
        JsonNode environments = api.get("/api/v1/usage/environments?from=2017-01-01&to=2026-11-30")
                .body();

        assertThat(features.path("used").asLong()).isEqualTo(2);
        assertThat(features.path("items").get(0).path("name").asText()).isEqualTo(FEATURE);
        assertThat(features.path("items").get(0).path("quantity").asLong()).isEqualTo(2);
        assertThat(environments.path("items").get(0).path("id").asText())
                .isEqualTo(published.environment().id().toString());
        assertThat(api.get("/api/v1/usage/features?environment=" + UUID.randomUUID())
                        .body()
                        .path("used")
                        .asLong())
                .isZero();
    }

    @Test
    void takesNoInstantForADateOfAcquisition() {
        assertProblem(
                api.post("/api/v1/usage/purchases", "{\"acquiredOn\":\"2026-10-31T23:30:00Z\",\"packages\":1}"),
                400,
                "acquiredOn");
    }

    @Test
    void listsEveryDayOfAPeriod() {
        feed(entry("A", "2026-11-02T10:00:00Z"));

        JsonNode days = api.get("/api/v1/usage/days?from=2026-11-01&to=2026-11-30")
                .body()
                .path("items");

        assertThat(days).hasSize(30);
        assertThat(days.get(1).toString()).isEqualTo("{\"day\":\"2026-11-02\",\"quantity\":1}");
        assertThat(days.get(2).path("quantity").asLong()).isZero();
        assertProblem(api.get("/api/v1/usage/days?from=2025-01-01&to=2026-11-30"), 400, "366 days");
    }

    @Test
    void leadsFromAFigureToItsDocumentsPageByPage() {
        feed(
                entry("A", "2026-11-02T10:00:00Z"),
                entry("B", "2026-11-03T10:00:00Z"),
                entry("C", "2026-11-04T10:00:00Z"));
        String path = "/api/v1/usage/documents?from=2026-11-01&to=2026-11-30&limit=2";

        JsonNode first = api.get(path).body();
        JsonNode second =
                api.get(path + "&after=" + first.path("next").asText()).body();

        assertThat(first.path("items")).hasSize(2);
        assertThat(second.path("items")).hasSize(1);
        assertThat(second.path("next").isMissingNode()).isTrue();
        JsonNode document = second.path("items").get(0);
        assertThat(document.path("document").path("sourceRecord").asText()).isEqualTo("C");
        assertThat(document.path("billingDay").asText()).isEqualTo("2026-11-04");
        assertThat(document.path("feature").path("name").asText()).isEqualTo(FEATURE);
        assertThat(document.path("submission").isNull()).isTrue();
        assertProblem(api.get(path + "&after=nonsense"), 400, "after");
    }

    @Test
    void forecastsAndListsDeviations() {
        JsonNode nothing = api.get("/api/v1/usage/forecast").body();
        feed(entries(101, "2026-11-02T10:00:00Z"));

        JsonNode forecast = api.get("/api/v1/usage/forecast").body();
        JsonNode deviations = api.get("/api/v1/usage/deviations").body().path("items");

        assertThat(nothing.path("peak").isNull()).isTrue();
        assertThat(forecast.path("daysElapsed").asInt()).isEqualTo(23);
        assertThat(forecast.path("daysInMonth").asInt()).isEqualTo(30);
        assertThat(forecast.path("used").asLong()).isEqualTo(101);
        assertThat(forecast.path("peak").path("month").asText()).isEqualTo("2026-11");
        assertThat(forecast.path("packagesToBuy").asLong()).isPositive();
        assertThat(deviations).hasSize(1);
        assertThat(deviations.get(0).toString())
                .isEqualTo("{\"month\":\"2026-11\",\"acquired\":100,\"used\":101,\"deviation\":1}");
    }

    @Test
    void correctsAPurchaseByAReversal() {
        ApiServer.Answer purchase =
                api.post("/api/v1/usage/purchases", "{\"acquiredOn\":\"2026-10-02\",\"packages\":3}");
        String reversal = "/api/v1/usage/purchases/" + purchase.text("id") + "/reversal";

        ApiServer.Answer reversed = api.post(reversal, "");

        assertThat(purchase.status()).isEqualTo(201);
        assertThat(purchase.body().path("quantity").asLong()).isEqualTo(3_000);
        assertThat(purchase.body().path("afterClose").asBoolean()).isTrue();
        assertThat(purchase.body().path("recordedBy").path("name").asText()).isNotBlank();
        assertThat(reversed.status()).isEqualTo(201);
        assertThat(reversed.text("reverses")).isEqualTo(purchase.text("id"));
        assertProblem(api.post(reversal, ""), 409, "reversed before");
        assertProblem(
                api.post("/api/v1/usage/purchases/" + reversed.text("id") + "/reversal", ""), 409, "itself a reversal");
        assertProblem(
                api.post("/api/v1/usage/purchases/" + UUID.randomUUID() + "/reversal", ""), 404, "does not exist");
        JsonNode listed = api.get("/api/v1/usage/purchases?from=2026-09&to=2026-10")
                .body()
                .path("items");
        assertThat(listed.findValuesAsText("reversedBy")).contains(reversed.text("id"));
        assertThat(api.get("/api/v1/usage/balance?month=2026-10").body().toString())
                .contains("\"changedAfterClose\":true");
        assertProblem(api.get("/api/v1/usage/purchases?month=2026-10&from=2026-09"), 400, "month");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"acquiredOn\":\"2026-11-02\",\"packages\":1.5} | packages",
                "{\"acquiredOn\":\"2026-11-02\",\"packages\":\"1\"} | packages",
                "{\"acquiredOn\":\"2026-11-02\",\"packages\":-1} | packages",
                "{\"acquiredOn\":\"2026-11-02\",\"packages\":0} | packages",
                "{\"acquiredOn\":\"2026-11-02\",\"packages\":9223372036854775808} | packages",
                "{\"acquiredOn\":\"2026-11-02\",\"packages\":1e30} | packages",
                "{\"acquiredOn\":\"2026-11-02\"} | packages",
                "{\"packages\":1} | acquiredOn",
                "{\"acquiredOn\":\"2026-02-30\",\"packages\":1} | acquiredOn",
                "{\"acquiredOn\":\"1999-12-31\",\"packages\":1} | acquiredOn",
                "{\"acquiredOn\":\"+12026-01-01\",\"packages\":1} | acquiredOn",
                "{\"acquiredOn\":\"2026-11-02\",\"packages\":1,\"price\":2} | price"
            })
    void namesWhatIsWrongWithAPurchase(String body, String field) {
        ApiServer.Answer answer = api.post("/api/v1/usage/purchases", body);

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(400);
        assertThat(answer.body().path("findings").get(0).path("field").asText())
                .as(answer.body().toString())
                .isEqualTo(field);
        assertThat(api.get("/api/v1/usage/purchases").body().path("items")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "months?from=2026-13",
                "months?from=0001-01",
                "months?from=2026-12&to=2026-11",
                "months?from=2010-01&to=2026-11",
                "months?environment=me",
                "balance?month=+999999999-01",
                "features?from=2026-02-30",
                "features?from=2026-11-30&to=2026-11-01",
                "documents?limit=0",
                "documents?limit=1001",
                "documents?direction=SIDEWAYS",
                "reconciliation?to=3000-01-01",
                "export/documents.csv?from=yesterday"
            })
    void refusesPeriodsThatAreNone(String path) {
        ApiServer.Answer answer = api.get("/api/v1/usage/" + path);

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(400);
        assertThat(answer.body().path("findings").get(0).path("field").asText()).isNotEmpty();
    }

    @Test
    void changesThePolicyFromAMonthOn() {
        String path = "/api/v1/tenants/" + api.tenant + "/usage-policies/";

        ApiServer.Answer set = put(path + "2026-11", "{\"freeVolume\":200,\"packageSize\":500}");

        assertThat(set.status()).isEqualTo(200);
        assertThat(api.get("/api/v1/usage/balance").body().path("free").asLong())
                .isEqualTo(200);
        assertThat(api.get("/api/v1/usage/balance?month=2026-10")
                        .body()
                        .path("free")
                        .asLong())
                .isEqualTo(100);
        assertThat(api.get("/api/v1/usage/policies").body().path("items").toString())
                .isEqualTo("[{\"from\":\"2000-01\",\"freeVolume\":100,\"packageSize\":1000},"
                        + "{\"from\":\"2026-11\",\"freeVolume\":200,\"packageSize\":500}]");
        assertProblem(put(path + "2026-10", "{\"freeVolume\":1,\"packageSize\":1}"), 409, "closed");
        assertProblem(put(path + "2026-11", "{\"freeVolume\":-1,\"packageSize\":1}"), 400, "freeVolume");
        assertProblem(put(path + "soon", "{\"freeVolume\":1,\"packageSize\":1}"), 400, "month");
        assertProblem(
                put(
                        "/api/v1/tenants/" + freshTenant() + "/usage-policies/2026-11",
                        "{\"freeVolume\":1,\"packageSize\":1}"),
                404,
                "does not exist");
    }

    @Test
    void answersAnOverflowWithAProblem() {
        put(
                "/api/v1/tenants/" + api.tenant + "/usage-policies/2026-11",
                "{\"freeVolume\":100,\"packageSize\":1000000000}");
        for (int i = 0; i < 9_224; i++) {
            api.store
                    .purchases()
                    .add(new Purchase(
                            api.tenant,
                            UUID.randomUUID(),
                            LocalDate.of(2026, 11, 2),
                            Purchase.MAX_PACKAGES,
                            api.caller().principal(),
                            "Ada",
                            api.clock.instant(),
                            Optional.empty()));
        }

        assertProblem(api.get("/api/v1/usage/balance"), 409, "largest number");
        assertProblem(api.get("/api/v1/usage/months"), 409, "largest number");
        assertThat(api.get("/api/v1/usage/balance?month=2026-10").status()).isEqualTo(200);
    }

    @Test
    void changesTheBillingZoneFromAMonthOn() {
        String path = "/api/v1/usage/billing-zone";

        ApiServer.Answer changed = put(path, "{\"zone\":\"Europe/Berlin\",\"from\":\"2027-01\"}");

        assertThat(changed.body().toString())
                .isEqualTo(
                        "{\"periods\":[{\"zone\":\"Z\",\"from\":null},{\"zone\":\"Europe/Berlin\",\"from\":\"2027-01\"}]}");
        assertThat(api.get(path).body()).isEqualTo(changed.body());
        assertProblem(put(path, "{\"zone\":\"Europe/Berlin\",\"from\":\"2026-11\"}"), 400, "from");
        assertProblem(put(path, "{\"zone\":\"Europe/Atlantis\",\"from\":\"2027-01\"}"), 400, "zone");
        assertProblem(put(path, "{\"from\":\"2027-01\"}"), 400, "zone");
    }

    @Test
    void runsCommandsAndReconciles() {
        feed(entry("A", "2026-11-02T10:00:00Z"));

        ApiServer.Answer update = api.post("/api/v1/usage/update", "");
        api.clock.advance(Duration.ofSeconds(1));
        ApiServer.Answer reset = api.post("/api/v1/usage/reset", "");
        JsonNode commands =
                api.send(as(Role.USAGE, "/api/v1/usage/commands")).body().path("items");
        JsonNode reconciliation = api.get("/api/v1/usage/reconciliation").body();

        assertThat(update.status()).isEqualTo(202);
        assertThat(reset.status()).isEqualTo(202);
        assertThat(commands.findValuesAsText("kind")).containsExactly("RESET", "UPDATE");
        assertThat(commands.get(0).path("state").asText()).isEqualTo("DONE");
        assertThat(commands.get(0).path("failure").isNull()).isTrue();
        String path = update.header("Location").replaceFirst("http://[^/]*", "");
        assertThat(path).isEqualTo("/api/v1/usage/commands/" + update.text("id"));
        assertThat(api.get(path).text("state")).isEqualTo("DONE");
        assertProblem(api.get("/api/v1/usage/commands/" + UUID.randomUUID()), 404, "does not exist");
        assertThat(reconciliation.path("ledger").asLong()).isEqualTo(1);
        assertThat(reconciliation.path("fed").asLong()).isEqualTo(1);
        assertThat(reconciliation.path("rolledUp").asLong()).isEqualTo(1);
        assertThat(reconciliation.path("differences")).isEmpty();
    }

    @Test
    void countsAFedDocumentOnce() {
        String entry = entry("A", "2026-11-02T10:00:00Z");

        assertThat(feed(entry, entry, entry("B", "2026-09-02T10:00:00Z")).body().toString())
                .isEqualTo("{\"recorded\":2,\"repeated\":1,\"late\":1}");
        assertThat(api.post("/api/v1/usage/entries", entry).body().toString())
                .isEqualTo("{\"recorded\":0,\"repeated\":1,\"late\":0}");
        ApiServer.Answer conflict = feed(entry("C", "2026-11-02T10:00:00Z"), entry("A", "2026-11-03T10:00:00Z"));
        assertProblem(conflict, 409, "entries[1]");
        assertProblem(api.post("/api/v1/usage/entries", entry("A", "2026-11-03T10:00:00Z")), 409, "other content");
        assertThat(api.get("/api/v1/usage/balance").body().path("used").asLong())
                .isEqualTo(2);
    }

    @Test
    void namesEveryFaultOfABatchAtOnce() {
        ApiServer.Answer unreadable = feed(
                entry("A", "2026-11-02T10:00:00Z"),
                entry("B", "yesterday"),
                "null",
                "[]",
                "{}",
                entry("C", "2026-11-02T10:00:00Z").replace("\"LE\"", "\" \""),
                entry("D", "2026-11-02T10:00:00Z").replaceFirst("\\{", "{\"color\":1,"),
                entry("E", "2026-11-02T10:00:00Z").replaceFirst("\\{", "{\"direction\":\"UP\","));
        ApiServer.Answer unacceptable = feed(
                entry("A", "2026-11-02T10:00:00Z").replace("Production", "Nowhere"),
                entry("B", "2026-11-02T10:00:00Z").replace(FEATURE, "Nothing"),
                entry("C", "2026-11-24T10:00:00Z"),
                entry("D", "1999-11-24T10:00:00Z"),
                entry("E", "2026-11-02T10:00:00Z").replace("\"feature\":\"" + FEATURE + "\",", ""));

        assertThat(unreadable.status()).isEqualTo(400);
        assertThat(unreadable.body().path("findings").findValuesAsText("field"))
                .containsExactly(
                        "entries[1].occurredAt",
                        "entries[2]",
                        "entries[3]",
                        "entries[4].document",
                        "entries[5].document.legalEntity",
                        "entries[6].color",
                        "entries[7].direction");
        assertThat(unacceptable.status()).isEqualTo(422);
        assertThat(unacceptable.body().path("findings").findValuesAsText("field"))
                .containsExactlyInAnyOrder(
                        "entries[0].environment",
                        "entries[1].feature",
                        "entries[2].occurredAt",
                        "entries[3].occurredAt",
                        "entries[4].feature");
        assertThat(api.get("/api/v1/usage/balance").body().path("used").asLong())
                .isZero();
    }

    @Test
    void namesAFaultOfASingleEntryWithoutAnIndex() {
        ApiServer.Answer answer = api.post(
                "/api/v1/usage/entries", entry("A", "2026-11-02T10:00:00Z").replace("Production", "Nowhere"));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().path("findings").get(0).path("field").asText()).isEqualTo("environment");
        assertThat(answer.text("detail")).doesNotContain("entries[");
    }

    @Test
    void namesAtMostAHundredFaults() {
        assertThat(feed(entries(200, "3000-01-01T00:00:00Z")).body().path("findings"))
                .hasSize(100);
        assertThat(feed(entries(200, "yesterday")).body().path("findings")).hasSize(100);
    }

    @Test
    void takesTenThousandOfTheLongestEntriesAndNoneMore() {
        String[] entries = IntStream.range(0, 10_000)
                .mapToObj(i -> entry("ü".repeat(123) + (10_000 + i), "2026-11-02T10:00:00Z")
                        .replace("\"ERP\"", "\"" + "語".repeat(64) + "\"")
                        .replace("\"LE\"", "\"" + "\\u8a9e".repeat(64) + "\"")
                        .replace("\"Customer invoice\"", "\"" + "\\u8a9e".repeat(64) + "\""))
                .toArray(String[]::new);
        String body = "{\"entries\":[" + String.join(",", entries) + "]}";

        ApiServer.Answer whole = api.post("/api/v1/usage/entries/batch", body);

        assertThat(whole.body().path("recorded").asLong())
                .as(whole.body().toString())
                .isEqualTo(10_000);
        assertProblem(
                api.post(
                        "/api/v1/usage/entries/batch",
                        body.substring(0, body.length() - 2) + "," + entry("A", "2026-11-02T10:00:00Z") + "]}"),
                400,
                "entries must be 1 to 10000");
        assertProblem(feed(), 400, "entries must be 1 to 10000");
        assertProblem(api.post("/api/v1/usage/entries/batch", "{}"), 400, "entries must be 1 to 10000");
        assertProblem(api.post("/api/v1/usage/entries/batch", "{\"entries\":{}}"), 400, "entries");
        assertProblem(api.post("/api/v1/usage/entries/batch", "[]"), 400, "object");
        assertProblem(api.post("/api/v1/usage/entries/batch", "{\"items\":[]}"), 400, "items");
        assertProblem(
                api.post("/api/v1/usage/entries/batch", "{\"reservation\":\"x\",\"entries\":[]}"), 400, "reservation");
    }

    @Test
    void holdsDocumentsUntilTheReservationEnds() {
        ApiServer.Answer reservation = api.post("/api/v1/usage/reservations", "{\"documents\":60}");
        String path = "/api/v1/usage/reservations/" + reservation.text("id");

        ApiServer.Answer refused = api.post("/api/v1/usage/reservations", "{\"documents\":41}");

        assertThat(reservation.status()).isEqualTo(201);
        assertThat(reservation.header("Location")).endsWith(path);
        assertThat(reservation.body().path("remaining").asLong()).isEqualTo(60);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().path("available").asLong()).isEqualTo(40);
        assertThat(api.get("/api/v1/usage/balance").body().path("available").asLong())
                .isEqualTo(40);
        assertThat(api.get("/api/v1/usage/reservations").body().path("items")).hasSize(1);
        assertProblem(api.post("/api/v1/usage/reservations", "{\"documents\":0}"), 400, "documents");
        assertProblem(api.post("/api/v1/usage/reservations", "{\"documents\":2.5}"), 400, "documents");
        api.clock.advance(Duration.ofMinutes(15));
        assertThat(api.get(path).body().path("remaining").asLong()).isZero();
        assertThat(api.get("/api/v1/usage/reservations").body().path("items")).isEmpty();
        assertThat(api.send(api.request(path).DELETE()).status()).isEqualTo(200);
        assertProblem(
                api.post(
                        "/api/v1/usage/entries/batch",
                        "{\"reservation\":\"" + UUID.randomUUID() + "\",\"entries\":["
                                + entry("A", "2026-11-02T10:00:00Z") + "]}"),
                404,
                "reservation");
    }

    @Test
    void showsAnotherTenantNothing() {
        String purchase = api.post("/api/v1/usage/purchases", "{\"acquiredOn\":\"2026-11-02\",\"packages\":3}")
                .text("id");
        String command = api.post("/api/v1/usage/update", "").text("id");
        String reservation =
                api.post("/api/v1/usage/reservations", "{\"documents\":1}").text("id");
        ApiServer.Published own = published;
        String other = otherTenant();

        assertThat(status(other, "POST", "purchases/" + purchase + "/reversal")).isEqualTo(404);
        assertThat(status(other, "GET", "commands/" + command)).isEqualTo(404);
        assertThat(status(other, "GET", "reservations/" + reservation)).isEqualTo(404);
        assertThat(status(other, "DELETE", "reservations/" + reservation)).isEqualTo(404);
        assertThat(status(
                        other, "GET", "months?environment=" + own.environment().id()))
                .isEqualTo(200);
        assertThat(api.get("/api/v1/usage/reservations").body().path("items")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,months,USAGE",
        "GET,balance,USAGE",
        "GET,received,USAGE",
        "GET,features,USAGE",
        "GET,environments,USAGE",
        "GET,days,USAGE",
        "GET,documents,USAGE",
        "GET,forecast,USAGE",
        "GET,deviations,USAGE",
        "GET,purchases,USAGE",
        "GET,policies,USAGE",
        "GET,billing-zone,USAGE",
        "GET,commands,USAGE",
        "GET,reconciliation,USAGE",
        "GET,export/months.csv,USAGE",
        "GET,reservations,SUBMIT",
        "POST,update,USAGE",
        "POST,reset,CONFIGURE"
    })
    void asksForARole(String method, String path, Role role) {
        assertThat(status(api.token(role), method, path)).isBetween(200, 202);
        for (Role other : Role.values()) {
            boolean reader = other == Role.CONFIGURE && (path.equals("commands") || path.equals("billing-zone"));
            if (other != role && !reader) {
                assertThat(status(api.token(other), method, path))
                        .as(other.name())
                        .isEqualTo(403);
            }
        }
    }

    private String otherTenant() {
        TenantId tenant = freshTenant();
        api.register(tenant);
        return api.token(tenant);
    }

    private int status(String token, String method, String path) {
        return api.send(HttpRequest.newBuilder(api.uri("/api/v1/usage/" + path))
                        .header("Authorization", "Bearer " + token)
                        .method(method, HttpRequest.BodyPublishers.noBody()))
                .status();
    }

    private HttpRequest.Builder as(Role role, String path) {
        return HttpRequest.newBuilder(api.uri(path)).header("Authorization", "Bearer " + api.token(role));
    }

    private ApiServer.Answer put(String path, String body) {
        return api.send(api.request(path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    private ApiServer.Answer feed(String... entries) {
        return api.post("/api/v1/usage/entries/batch", "{\"entries\":[" + String.join(",", entries) + "]}");
    }

    private String entries(int count, String occurredAt) {
        return IntStream.range(0, count)
                .mapToObj(i -> entry("E" + i, occurredAt))
                .collect(Collectors.joining(","));
    }

    private String entry(String record, String occurredAt) {
        return "{\"document\":{\"erpApplication\":\"ERP\",\"legalEntity\":\"LE\",\"documentContext\":\"Customer invoice\","
                + "\"sourceRecord\":\"" + record + "\"},\"environment\":\""
                + published.environment().name() + "\",\"feature\":\"" + FEATURE + "\",\"occurredAt\":\"" + occurredAt
                + "\"}";
    }

    private static void assertProblem(ApiServer.Answer answer, int status, String text) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.body().toString()).contains(text);
    }
}
