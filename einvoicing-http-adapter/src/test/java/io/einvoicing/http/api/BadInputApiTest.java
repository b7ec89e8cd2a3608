package io.einvoicing.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a hostile client sends: refused with the field named, never a fault of the service. */
class BadInputApiTest {
    private final ApiServer api = new ApiServer();

    @AfterEach
    void stop() {
        api.close();
    }

    private static void assertNames(ApiServer.Answer refused, String field) {
        assertThat(refused.status()).isIn(400, 422);
        assertThat(refused.body().at("/findings/0/field").asText()).contains(field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "audit?from=0000-01-01T00:00:00Z",
                "audit?to=%2B999999999-12-31T23:59:59Z",
                "vault-accesses?from=-000001-12-31T23:59:59Z",
                "vault-accesses?to=tomorrow"
            })
    void instantsOutsideTheYears1To9999AreNoFaultOfTheService(String query) {
        assertNames(api.get("/api/v1/" + query), query.replaceAll(".*\\?(\\w+)=.*", "$1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"0000-01-01T00:00:00Z\"", "\"+999999999-12-31T23:59:59Z\"", "5", "\"\"", "\"2026-11-23\""})
    void effectiveFromIsAnInstantThatCanBeStored(String effectiveFrom) {
        String feature =
                api.post("/api/v1/features", "{\"name\": \"Invoices\"}").text("feature");

        ApiServer.Answer refused = api.put(
                "/api/v1/features/" + feature + "/versions/1",
                1,
                "{\"content\": {}, \"effectiveFrom\": " + effectiveFrom + "}");

        assertNames(refused, "effectiveFrom");
    }

    @Test
    void aNumberInAFileThatNoVersionHasIsNoFaultOfTheService() {
        String feature =
                api.post("/api/v1/features", "{\"name\": \"Invoices\"}").text("feature");
        String file = api.get("/api/v1/features/" + feature + "/versions/1/export")
                .response()
                .body();

        ApiServer.Answer refused = api.post(
                "/api/v1/features/imports",
                file.replaceAll("\"version\" *: *1\\b", "\"version\": 2147483648")
                        .replaceAll("\"contentHash\" *: *\"[^\"]*\"", "\"contentHash\": \"HASH\""));

        assertThat(refused.status()).isIn(400, 422);
    }

    @ParameterizedTest
    @CsvSource({
        "https://erp.contoso.example:99999/",
        "https://erp.contoso.example:0/",
        "https://[fe80::1%25lo]/",
    })
    void applicationsHaveAnAddressThatCanBeCalled(String address) {
        api.publish();
        ApiServer.Answer refused = api.post(
                "/api/v1/connected-applications",
                "{\"name\": \"UAT\", \"type\": \"OTHER\", \"applicationUrl\": \"" + address
                        + "\", \"tenant\": \"contoso.example\", \"credentials\": {\"clientId\": \"c\","
                        + " \"vault\": \"https://contoso.vault.azure.net/\", \"secret\": \"s\"}, \"environments\": []}");

        assertNames(refused, "applicationUrl");
        assertThat(api.get("/api/v1/connected-applications").body().path("items"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user:planted@contoso.vault.azure.net/",
                "https://contoso.vault.azure.net/?sig=planted",
                "https://contoso.vault.azure.net/#planted"
            })
    void vaultAddressesHoldNoSecret(String uri) {
        String environment =
                api.post("/api/v1/environments", "{\"name\": \"Try\"}").text("id");

        ApiServer.Answer refused = api.put(
                "/api/v1/environments/" + environment + "/draft",
                1,
                draft("[{\"name\": \"V\", \"description\": \"\", \"uri\": \"" + uri + "\", \"objects\": []}]", "[]"));

        assertNames(refused, "keyVaults[0]");
        assertThat(refused.response().body()).doesNotContain("planted");
    }

    @Test
    void listsOfADraftEnd() {
        String environment =
                api.post("/api/v1/environments", "{\"name\": \"Try\"}").text("id");
        String vaults = IntStream.rangeClosed(0, 20)
                .mapToObj(i -> "{\"name\": \"V" + i + "\", \"description\": \"\", \"uri\": \"https://v" + i
                        + ".vault.azure.net/\", \"objects\": []}")
                .collect(Collectors.joining(",", "[", "]"));
        String users = IntStream.rangeClosed(0, 1_000)
                .mapToObj(i -> String.format(
                        "{\"id\": \"00000000-0000-4000-8000-%012d\", \"email\": \"a@b.example\", \"maySubmit\": true,"
                                + " \"mayDeploy\": false}",
                        i))
                .collect(Collectors.joining(",", "[", "]"));
        String path = "/api/v1/environments/" + environment + "/draft";

        assertThat(api.put(path, 1, draft(vaults, "[]")).text("detail")).contains("keyVaults must be at most 20");
        assertThat(api.put(path, 1, draft("[]", users)).text("detail")).contains("users must be at most 1000");
        assertThat(api.get("/api/v1/environments/" + environment)
                        .body()
                        .path("revision")
                        .asInt())
                .isEqualTo(1);
    }

    private static String draft(String vaults, String users) {
        return "{\"description\": \"\", \"keyVaults\": " + vaults + ", \"users\": " + users
                + ", \"applications\": [], \"certificateChains\": []}";
    }
}
