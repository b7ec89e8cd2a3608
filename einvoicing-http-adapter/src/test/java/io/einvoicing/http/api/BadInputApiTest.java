package io.einvoicing.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a hostile client sends: refused with the field named, never a fault of the service. */
class BadInputApiTest {
    private static final String VAULT = "https://contoso.vault.azure.net/";

    private static ApiServer api;

    /** One for all: nothing that is refused leaves a trace. */
    @BeforeAll
    static void start() {
        api = new ApiServer();
        api.publish();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private static String newEnvironment() {
        return api.post("/api/v1/environments", named()).text("id");
    }

    private static String newFeature() {
        return api.post("/api/v1/features", named()).text("feature");
    }

    private static String named() {
        return "{\"name\": \"Try " + UUID.randomUUID() + "\"}";
    }

    private static void assertNames(ApiServer.Answer refused, String field) {
        assertThat(refused.status()).isIn(400, 422);
        assertThat(refused.body().at("/findings/0/field").asText()).isEqualTo(field);
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
        String feature = newFeature();

        ApiServer.Answer refused = api.put(
                "/api/v1/features/" + feature + "/versions/1",
                1,
                "{\"content\": {}, \"effectiveFrom\": " + effectiveFrom + "}");

        assertNames(refused, "effectiveFrom");
    }

    @Test
    void aNumberInAFileThatNoVersionHasIsNoFaultOfTheService() {
        String feature = newFeature();
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
        ApiServer.Answer refused = api.post("/api/v1/connected-applications", application(address, VAULT));

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
        String environment = newEnvironment();

        ApiServer.Answer refused = api.put(
                "/api/v1/environments/" + environment + "/draft",
                1,
                draft("[{\"name\": \"V\", \"description\": \"\", \"uri\": \"" + uri + "\", \"objects\": []}]", "[]"));

        assertNames(refused, "keyVaults[0].uri");
        assertThat(refused.response().body()).doesNotContain("planted");
    }

    @Test
    void listsOfADraftEnd() {
        String environment = newEnvironment();
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

    @ParameterizedTest
    @CsvSource({
        "https://user:planted@erp.example/",
        "https://erp.example/?sig=planted",
        "https://erp.example/#planted",
        "https://erp.example:99999/planted",
        "https:///planted",
        "https://user:planted@erp example/"
    })
    void addressesHoldNoSecretWhereverTheyAreEntered(String address) {
        assertNamesUnplanted(api.post("/api/v1/connected-applications", application(address, VAULT)), "applicationUrl");
        assertNamesUnplanted(
                api.post("/api/v1/connected-applications", application("https://erp.example", address)),
                "credentials.vault");
        assertNamesUnplanted(
                api.post("/api/v1/providers", "{\"name\": \"P\", \"internetAddress\": \"" + address + "\"}"),
                "internetAddress");
        assertNamesUnplanted(
                api.put("/api/v1/tenants/" + api.tenant + "/projects/UAT", 1, project(address)), "applicationUrl");
        assertNamesUnplanted(
                api.put("/api/v1/tenants/" + api.tenant + "/activations/UAT", 1, project(address)), "applicationUrl");
        assertThat(api.get("/api/v1/tenants/" + api.tenant).response().body()).doesNotContain("planted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://exa mple.com/h?token=planted",
                "example.com/h?token=planted",
                "https://example.com/ä?token=planted",
                "https://user:planted@example.com/",
                "https://127.0.0.1/h?token=planted",
                "planted"
            })
    void refusalsOfWebhookAddressesDoNotRepeatThem(String address) {
        assertNamesUnplanted(api.post("/api/v1/notification-subscriptions", webhook(address)), "address");
    }

    @Test
    void refusalsOfMailboxesAndTakenAddressesDoNotRepeatThem() {
        assertNamesUnplanted(
                api.post(
                        "/api/v1/notification-subscriptions",
                        webhook("planted at example.com").replace("WEBHOOK", "EMAIL")),
                "address");
        String taken = webhook("https://hooks.example/h?token=planted");
        assertThat(api.post("/api/v1/notification-subscriptions", taken).status())
                .isEqualTo(201);

        ApiServer.Answer refused = api.post("/api/v1/notification-subscriptions", taken);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().at("/findings/0/field").asText()).isEqualTo("address");
        assertThat(refused.response().body()).doesNotContain("planted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://2130706433/planted",
                "https://0/planted",
                "https://0x7f000001/planted",
                "https://017700000001/planted",
                "https://0177.0.0.1/planted",
                "https://127.1/planted"
            })
    void addressesOfMachinesAreFourDecimalNumbers(String address) {
        assertNamesUnplanted(api.post("/api/v1/notification-subscriptions", webhook(address)), "address");
        assertNamesUnplanted(api.post("/api/v1/connected-applications", application(address, VAULT)), "applicationUrl");
    }

    @Test
    void platformAddressesOfCloudsAreNotCalled() {
        assertNamesUnplanted(
                api.post("/api/v1/notification-subscriptions", webhook("https://168.63.129.16/planted")), "address");
    }

    private static String webhook(String address) {
        return "{\"types\": [\"*\"], \"channel\": \"WEBHOOK\", \"address\": \"" + address + "\"}";
    }

    private static void assertNamesUnplanted(ApiServer.Answer refused, String field) {
        assertNames(refused, field);
        assertThat(refused.response().body()).doesNotContain("planted");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "description|{`description`: 5}",
                "keyVaults[0].name|{`keyVaults`: [{`name`: 5}]}",
                "keyVaults[0].name|{`keyVaults`: [{`name`: ` V`, `uri`: `https://v.example/`}]}",
                "keyVaults[0].uri|{`keyVaults`: [{`name`: `V`, `uri`: `v`}]}",
                "keyVaults[0].uri|{`keyVaults`: [{`name`: `V`, `uri`: 5}]}",
                "keyVaults[0].uri|{`keyVaults`: [{`name`: `V`}]}",
                "keyVaults[0].objects[0].name|{`keyVaults`: [{`name`: `V`, `uri`: `https://v.example/`, `objects`: [{`name`: `a b`, `type`: `SECRET`}]}]}",
                "keyVaults[0].objects[0].type|{`keyVaults`: [{`name`: `V`, `uri`: `https://v.example/`, `objects`: [{`name`: `a`, `type`: `KEY`}]}]}",
                "keyVaults[0].objects[1].name|{`keyVaults`: [{`name`: `V`, `uri`: `https://v.example/`, `objects`: [{`name`: `a`, `type`: `SECRET`}, {`name`: `a`, `type`: `SECRET`}]}]}",
                "keyVaults[1].name|{`keyVaults`: [{`name`: `V`, `uri`: `https://v.example/`}, {`name`: `V`, `uri`: `https://w.example/`}]}",
                "storageSecret|{`storageSecret`: ` `}",
                "users[0].email|{`users`: [{`id`: `ID`, `email`: ``}]}",
                "users[0].email|{`users`: [{`id`: `ID`, `email`: true}]}",
                "users[0].id|{`users`: [{`id`: `ada`, `email`: `a@b.example`}]}",
                "users[0].maySubmit|{`users`: [{`id`: `ID`, `email`: `a@b.example`, `maySubmit`: `true`}]}",
                "users[1].id|{`users`: [{`id`: `ID`, `email`: `a@b.example`}, {`id`: `ID`, `email`: `c@d.example`}]}",
                "applications[0].name|{`applications`: [{`id`: `ID`, `name`: ``}]}",
                "certificateChains[0].certificates|{`certificateChains`: [{`name`: `C`, `certificates`: []}]}",
                "certificateChains[0].certificates[1]|{`certificateChains`: [{`name`: `C`, `certificates`: [`a`, `b c`]}]}",
                "certificateChains[0].certificates[1]|{`certificateChains`: [{`name`: `C`, `certificates`: [`a`, `a`]}]}",
                "certificateChains[0].certificates[0]|{`certificateChains`: [{`name`: `C`, `certificates`: [5]}]}",
                "Description|{`Description`: `a`}"
            })
    void draftsOfEnvironmentsNameTheMember(String field, String draft) {
        String environment = newEnvironment();

        assertNames(api.put("/api/v1/environments/" + environment + "/draft", 1, json(draft)), field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "description|`description`: 5",
                "parameters[0].name|`parameters`: [{`name`: `BusinessDocument`, `value`: `a`}]",
                "parameters[0].value|`parameters`: [{`name`: `a`, `value`: 5}]",
                "parameters[1].name|`parameters`: [{`name`: `a`}, {`name`: `a`}]",
                "formatConfigurations[0].content|`formatConfigurations`: [{`name`: `a`, `content`: ` `}]",
                "applicationSetups[0].tableName|`applicationSetups`: [{`documentContext`: `d`, `modelMapping`: `m`}]",
                "applicationSetups[1]|`applicationSetups`: [SETUP, SETUP]",
                "setups[0].name|`setups`: [{`name`: ``, `type`: `PROCESSING_PIPELINE`, `applicability`: {`all`: []}}]",
                "setups[0].applicability.field|`setups`: [{`name`: `a`, `type`: `PROCESSING_PIPELINE`, `applicability`: {`field`: ``, `operator`: `EQUAL`, `value`: 5}}]",
                "setups[0].applicability.operator|`setups`: [{`name`: `a`, `type`: `PROCESSING_PIPELINE`, `applicability`: {`field`: `a`, `operator`: `BEGINS_WITH`, `value`: 5}}]",
                "setups[0].applicability.all[0].value|`setups`: [{`name`: `a`, `type`: `PROCESSING_PIPELINE`, `applicability`: {`all`: [{`field`: `a`, `operator`: `EQUAL`, `value`: {}}]}}]",
                "setups[0].applicability.all[0]|RULE{`all`: [null]}",
                "setups[0].applicability.any[1].all[0]|RULE{`any`: [{`all`: []}, {`all`: [null]}]}",
                "setups[0].applicability.bogus|RULE{`all`: [], `bogus`: 1}",
                "setups[0].applicability.bogus|RULE{`bogus`: 1}",
                "setups[0].applicability.all[0].bogus|RULE{`all`: [{`field`: `a`, `operator`: `EQUAL`, `value`: 5, `bogus`: 1}]}",
                "setups[0].applicability.value.bogus|RULE{`field`: `a`, `operator`: `EQUAL`, `value`: {`date`: `2026-01-01`, `bogus`: 1}}",
                "setups[0].variables[0].value|VARIABLE{`name`: `v`, `kind`: `CONSTANT`, `dataType`: `NUMBER`, `value`: 5}",
                "setups[0].variables[0].value|VARIABLE{`name`: `v`, `kind`: `CONSTANT`, `dataType`: `NUMBER`, `value`: `five`}",
                "setups[0].variables[0].value|VARIABLE{`name`: `v`, `kind`: `CONSTANT`, `dataType`: `NUMBER`}",
                "setups[0].variables[0].source|VARIABLE{`name`: `v`, `kind`: `TO_CLIENT`, `dataType`: `STRING`}",
                "setups[0].variables[0].source.output|VARIABLE{`name`: `v`, `kind`: `TO_CLIENT`, `dataType`: `STRING`, `source`: {`action`: `a`}}",
                "setups[0].actions[0].name|ACTION{`type`: `t`}",
                "setups[0].actions[0].type|ACTION{`name`: `n`, `type`: true}",
                "setups[0].actions[1].name|ACTION{`name`: `n`, `type`: `t`}, {`name`: `n`, `type`: `t`}",
                "setups[0].actions[0].parameters|ACTION{`name`: `n`, `type`: `t`, `parameters`: {``: `a`}}",
                "setups[0].actions[0].parameters|ACTION{`name`: `n`, `type`: `t`, `parameters`: {`a\\u0000`: `a`}}",
                "setups[0].actions[0].parameters.a|ACTION{`name`: `n`, `type`: `t`, `parameters`: {`a`: 5}}",
                "setups[0].actions[0].parameters.a.variable|ACTION{`name`: `n`, `type`: `t`, `parameters`: {`a`: {`variable`: ``}}}",
                "setups[0].actions[0].parameters.a.output|ACTION{`name`: `n`, `type`: `t`, `parameters`: {`a`: {`action`: `b`, `output`: ``}}}",
                "setups[0].actions[0].retry.interval|RETRY`interval`: 10",
                "setups[0].actions[0].retry.interval|RETRY`interval`: `PT0S`",
                "setups[0].actions[0].retry.interval|RETRY`interval`: `PT999999999999H`",
                "setups[0].actions[0].retry.interval|RETRY`interval`: `PT9999999999999999999H`",
                "setups[0].actions[0].retry.interval|RETRY`interval`: `soon`",
                "setups[0].actions[0].retry.till|RETRY`interval`: `PT1S`, `till`: `-PT1S`",
                "setups[0].actions[0].retry.restartFrom|RETRY`interval`: `PT1S`, `restartFrom`: ` `",
                "setups[0].actions[0].retry.restartFrom|RETRY`interval`: `PT1S`, `restartFrom`: `a\\u0000`"
            })
    void contentOfFeaturesNamesTheMember(String field, String content) {
        String feature = newFeature();
        String setup = "`setups`: [{`name`: `s`, `type`: `PROCESSING_PIPELINE`, `applicability`: {`all`: []}, ";
        String body = content.replaceFirst(
                        "RULE(.*)", "`setups`: [{`name`: `s`, `type`: `PROCESSING_PIPELINE`, `applicability`: $1}]")
                .replaceFirst("VARIABLE(.*)", setup + "`variables`: [$1]}]")
                .replaceFirst(
                        "RETRY(.*)",
                        "ACTION{`name`: `n`, `type`: `t`, `retry`: {`count`: 1, `minBackOff`: `PT0S`, `maxBackOff`: `PT1H`, $1}}")
                .replaceFirst("ACTION(.*)", setup + "`actions`: [$1]}]")
                .replace("SETUP", "{`tableName`: `t`, `documentContext`: `d`, `modelMapping`: `m`}");

        assertNames(
                api.put("/api/v1/features/" + feature + "/versions/1", 1, json("{`content`: {" + body + "}}")),
                "content." + field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "environments|name|{`name`: 5}",
                "environments|name|{`name`: true}",
                "environments|name|{`name`: ``}",
                "environments|description|{`name`: `a`, `description`: 5}",
                "tenants|configurator.email|{`id`: `ID`, `name`: `a`, `geography`: `EUROPE`, `billingZone`: `UTC`, `configurator`: {`id`: `ID`, `email`: ``}}",
                "tenants|configurator.id|{`id`: `ID`, `name`: `a`, `geography`: `EUROPE`, `billingZone`: `UTC`, `configurator`: {`id`: `a`, `email`: `a@b.example`}}",
                "tenants|domain|{`id`: `ID`, `name`: `a`, `domain`: `a b`, `geography`: `EUROPE`, `billingZone`: `UTC`}",
                "tenants|billingZone|{`id`: `ID`, `name`: `a`, `geography`: `EUROPE`, `billingZone`: 5}",
                "connected-applications|credentials.secret|{`name`: `a`, `type`: `OTHER`, `credentials`: {`clientId`: `c`, `vault`: `https://v.example/`, `secret`: `a b`}}",
                "connected-applications|credentials.clientId|{`name`: `a`, `type`: `OTHER`, `credentials`: {`clientId`: 5}}",
                "usage/purchases|acquiredOn|{`packages`: 1, `acquiredOn`: [2026, 11, 23]}",
                "usage/purchases|acquiredOn|{`packages`: 1, `acquiredOn`: 20780}",
                "submission-results|submissions[0]|{`submissions`: [null]}",
                "submission-results|filter.status[0]|{`filter`: {`status`: [null]}}",
                "submission-redrives|submissions[0]|{`submissions`: [null]}",
                "submission-redrives|submissions[0]|{`filter`: {}, `submissions`: [null], `decision`: `GIVE_UP`}",
                "submission-redrives|filter.status[0]|{`filter`: {`status`: [null]}}",
                "submission-redrives|filter.status[0]|{`filter`: {`status`: [null]}, `decision`: `GIVE_UP`}",
                "export-channels/runs|setup|{`environment`: `Production`, `feature`: `ID`, `setup`: ``}",
                "export-channels/runs|setup|{`environment`: `Production`, `feature`: `ID`, `setup`: `\\u0000`}",
                "export-channels/runs|setup|{`environment`: `Production`, `feature`: `ID`, `setup`: `\\ud800`}",
                "export-channels/runs|environment|{`environment`: ``, `feature`: `ID`, `setup`: `Issue`}",
                "export-channels/runs|environment|{`environment`: `\\u0000`, `feature`: `ID`, `setup`: `Issue`}",
                "export-channels/runs|environment|{`environment`: `\\ud800`, `feature`: `ID`, `setup`: `Issue`}",
                "export-channels/runs|most|{`environment`: `Production`, `feature`: `ID`, `setup`: `Issue`, `most`: 0}"
            })
    void bodiesNameTheMember(String path, String field, String body) {
        assertNames(api.post("/api/v1/" + path, json(body)), field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"environment", "setup"})
    void longNamesOfAChannelAreNotRepeated(String field) {
        String body = json("{`environment`: `Production`, `feature`: `ID`, `setup`: `Issue`}")
                .replaceFirst("\"" + field + "\": \"\\w+\"", "\"" + field + "\": \"" + "planted".repeat(20_000) + "\"");

        assertNamesUnplanted(api.post("/api/v1/export-channels/runs", body), field);
        assertNamesUnplanted(
                api.send(api.request("/api/v1/export-channels/runs")
                        .header("Content-Type", "application/json")
                        .header(EinvoicingApi.ENVIRONMENT, "Production")
                        .POST(HttpRequest.BodyPublishers.ofString(body))),
                field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "first|\"\"",
                "first|\"  \"",
                "first|\"\\t\"",
                "first|\"\\n\"",
                "first|\"5\"",
                "first|\"null\"",
                "first|5.5",
                "first|1e2",
                "first|true",
                "inUse|\"\"",
                "inUse|\" \"",
                "inUse|1",
                "feature|\"\"",
                "feature|\" \""
            })
    void noTextStandsForAnAbsentNumberOrFlag(String member) {
        String[] parts = member.split("\\|");
        String path = "/api/v1/environments/" + newEnvironment() + "/number-sequences";

        ApiServer.Answer refused = api.post(path, "{\"name\": \"x\", \"" + parts[0] + "\": " + parts[1] + "}");

        assertNames(refused, parts[0]);
        assertThat(refused.text("detail"))
                .contains(Map.of(
                                "first",
                                "must be a whole number",
                                "inUse",
                                "must be true or false",
                                "feature",
                                "must be")
                        .get(parts[0]));
        assertThat(api.get(path).body().path("items")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\"   \"", "\"\\t\"", "5.5", "\"7\""})
    void noTextStandsForAnAbsentNextValue(String next) {
        String path = "/api/v1/environments/" + newEnvironment() + "/number-sequences";
        String sequence = path + "/" + api.post(path, "{\"name\": \"x\"}").text("id");

        assertNames(api.put(sequence, 1, "{\"name\": \"x\", \"inUse\": true, \"next\": " + next + "}"), "next");
        assertThat(api.get(sequence).body().path("revision").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32", "UTF-32BE", "UTF-32LE"})
    void bodiesInOtherEncodingsAreRefused(String charset) {
        assertMalformed(sent(named().getBytes(Charset.forName(charset))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"C0AF", "E080AF", "EDA080", "F4908080", "FF", "C3"})
    void bytesThatAreNoUtf8AreRefused(String bytes) {
        String named = named();
        byte[] name = named.replace("Try", "????").getBytes(StandardCharsets.ISO_8859_1);
        byte[] planted = HexFormat.of().parseHex(bytes);
        System.arraycopy(planted, 0, name, named.indexOf("Try"), planted.length);

        assertMalformed(sent(name));
    }

    @Test
    void aByteOrderMarkOfUtf8IsLeftOut() {
        assertThat(sent(("\uFEFF" + named()).getBytes(StandardCharsets.UTF_8)).status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({"br, 415", "deflate, 415", "'gzip, br', 415", "identity, 201"})
    void bodiesInAnEncodingThatNobodyReadsAreRefused(String encoding, int status) {
        assertThat(api.send(api.request("/api/v1/environments")
                                .header("Content-Type", "application/json")
                                .header("Content-Encoding", encoding)
                                .POST(HttpRequest.BodyPublishers.ofString(named())))
                        .status())
                .isEqualTo(status);
    }

    private static ApiServer.Answer sent(byte[] environment) {
        return api.send(api.request("/api/v1/environments")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(environment)));
    }

    private static void assertMalformed(ApiServer.Answer refused) {
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("type")).endsWith("malformed-json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "environments|{`name`: `Twice`}",
                "features|{`name`: `Twice`}",
                "providers|{`name`: `Twice`, `internetAddress`: `https://contoso.example`}",
                "environments/ENVIRONMENT/number-sequences|{`name`: `Twice`}"
            })
    void aNameThatIsTakenIsNamed(String path, String body) {
        String address = "/api/v1/" + path.replace("ENVIRONMENT", newEnvironment());
        assertThat(api.post(address, json(body)).status()).isEqualTo(201);

        ApiServer.Answer taken = api.post(address, json(body));

        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.body().at("/findings/0/field").asText()).isEqualTo("name");
        assertThat(taken.body().at("/findings/0/remedy").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"200B", "202E", "2066", "00AD", "FEFF", "2028", "FFFF", "FDD0", "0378", "E000", "10FFFF"})
    void namesHaveNoCharacterThatMisleads(String codePoint) {
        String name = "Pay" + Character.toString(Integer.parseInt(codePoint, 16)) + "roll";
        String numbers = "environments/" + newEnvironment() + "/number-sequences";
        String setup = "{\"content\": {\"setups\": [{\"name\": \"" + name
                + "\", \"type\": \"PROCESSING_PIPELINE\", \"applicability\": {\"all\": []}}]}}";

        for (String path : List.of("environments", "features", numbers)) {
            assertNamesCodePoint(api.post("/api/v1/" + path, "{\"name\": \"" + name + "\"}"), "name", "U+" + codePoint);
        }
        assertNamesCodePoint(
                api.post(
                        "/api/v1/providers",
                        "{\"name\": \"" + name + "\", \"internetAddress\": \"https://contoso.example\"}"),
                "name",
                "U+" + codePoint);
        assertNamesCodePoint(
                api.post(
                        "/api/v1/connected-applications",
                        application("https://erp.example", VAULT).replace("UAT", name)),
                "name",
                "U+" + codePoint);
        assertNamesCodePoint(
                api.post(
                        "/api/v1/tenants",
                        json("{`id`: `ID`, `name`: `" + name + "`, `geography`: `EUROPE`, `billingZone`: `UTC`}")),
                "name",
                "U+" + codePoint);
        assertNamesCodePoint(
                api.put("/api/v1/features/" + newFeature() + "/versions/1", 1, setup),
                "content.setups[0].name",
                "U+" + codePoint);
    }

    private static void assertNamesCodePoint(ApiServer.Answer refused, String field, String codePoint) {
        assertNames(refused, field);
        assertThat(refused.text("detail")).contains(field + " must not contain the character " + codePoint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u200D", "\u200C", "\u00A0", "\u3164", "\u2800", "\uFE0F"})
    void namesShowSomething(String name) {
        assertThat(api.post("/api/v1/environments", "{\"name\": \"" + name + "\"}")
                        .text("detail"))
                .contains("name must not be empty");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\u0646\u0627\u0645\u0647\u200C\u0647\u0627", "\u2764\uFE0F\u200D\uD83D\uDD25", "\u91D1\u984D"})
    void namesOfAllScriptsAreTaken(String name) {
        assertThat(api.post("/api/v1/features", "{\"name\": \"" + name + "\"}").status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vault-accesses?vault=x|vault|after, ",
                "environments?bogus=1|bogus|after, limit",
                "environments?limit=5&Limit=6|Limit|after, limit",
                "audit?actr=x|actr|actor, after, from",
                "audit/export?after=1|after|actor, format, from",
                "usage/months?form=2026-01|form|environment, feature, from, to",
                "features/imports?nmae=x|nmae|leave it out",
                "action-types?all|all|the operation has none"
            })
    void unknownQueryParametersAreRefusedWithTheKnownOnes(String address, String parameter, String remedy) {
        ApiServer.Answer refused =
                address.contains("imports") ? api.post("/api/v1/" + address, "{}") : api.get("/api/v1/" + address);

        assertThat(refused.status()).isEqualTo(400);
        assertNames(refused, parameter);
        assertThat(refused.body().at("/findings/0/remedy").asText()).contains(remedy);
    }

    @ParameterizedTest
    @CsvSource({
        "submissions?legalEntity=%FF, legalEntity, must be in UTF-8",
        "submissions?legalEntity=a&legalEntity=b, legalEntity, must be given once",
        "environments?limit=5&limit=6, limit, must be given once",
        "submissions?status=FAILED&status=%C3, status, must be in UTF-8"
    })
    void queryParametersAreTextAndGivenOnce(String address, String parameter, String rule) {
        ApiServer.Answer refused = api.get("/api/v1/" + address);

        assertNames(refused, parameter);
        assertThat(refused.text("detail")).contains(rule);
        assertThat(api.get("/api/v1/submissions?status=FAILED&status=PENDING").status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?address=", "?address=%20", "?address=LONG"})
    void addressesToReleaseAreNamed(String query) {
        String path = "/api/v1/tenants/" + api.tenant + "/addresses";

        assertNamesUnplanted(
                api.send(api.request(path + query.replace("LONG", "planted".repeat(600)))
                        .DELETE()),
                "address");
    }

    @Test
    void addressesOfUnknownTenantsAndOthersAreNotFound() {
        String unknown = "/api/v1/tenants/" + UUID.randomUUID() + "/addresses";
        String planted = "?address=https://planted.example/";

        assertThat(api.get(unknown).text("type")).endsWith("not-found");
        assertThat(api.send(api.request(unknown + planted).DELETE()).status()).isEqualTo(404);
        ApiServer.Answer others = api.send(api.request("/api/v1/tenants/" + api.tenant + "/addresses" + planted)
                .DELETE());
        assertThat(others.status()).isEqualTo(404);
        assertThat(others.response().body()).doesNotContain("planted");
    }

    @Test
    void aMisspeltMemberIsNamedWithItsRightSpelling() {
        ApiServer.Answer misspelt = api.post("/api/v1/environments", "{\"Name\": \"a\"}");

        assertThat(misspelt.text("type")).endsWith("unknown-property");
        assertNames(misspelt, "Name");
        assertThat(misspelt.text("detail")).contains("no property \"Name\"").contains("write it \"name\"");
        assertThat(api.post("/api/v1/environments", "{\"nmae\": \"a\"}").text("detail"))
                .contains("use one of: description, name");
    }

    @Test
    void projectsNameTheMember() {
        String path = "/api/v1/tenants/" + api.tenant + "/projects/";

        assertNames(api.put(path + "UAT%20", 1, project("https://erp.example")), "name");
        assertNames(
                api.put(path + "UAT", 1, project("https://erp.example").replace("\"tier\": 2", "\"tier\": 9")), "tier");
    }

    @Test
    void importedFeaturesNameTheMemberAndTheRemedyForATakenName() throws Exception {
        String feature = newFeature();
        ApiServer.Answer file = api.get("/api/v1/features/" + feature + "/versions/1/export");

        ApiServer.Answer taken =
                api.post("/api/v1/features/imports", file.response().body());
        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.text("detail")).contains("?name=");
        assertThat(taken.body().at("/findings/0/field").asText()).isEqualTo("name");
        assertThat(taken.body().at("/findings/0/remedy").asText()).contains("?name=");

        assertNames(imported(file.body(), "name", " "), "feature.name");
        assertNames(imported(file.body(), "version", "1"), "feature.version");
        assertNames(
                imported(file.body(), "content", new ObjectMapper().readTree("{\"setups\": [{}]}")),
                "feature.content.setups[0].type");
    }

    /** Imports the file with another value of a member and the hash that it then has. */
    private ApiServer.Answer imported(JsonNode file, String member, Object value) {
        ObjectNode changed = file.deepCopy();
        ((ObjectNode) changed.get("feature")).putPOJO(member, value);
        ApiServer.Answer other = api.post("/api/v1/features/imports?name=Other", changed.toString());
        changed.put("contentHash", other.text("detail").replaceAll("(?s).*instead of \"([^\"]*)\".*", "$1"));
        return api.post("/api/v1/features/imports?name=Other", changed.toString());
    }

    /** Returns JSON in which quotation marks were written as backticks, so that it can stand in a table. */
    private static String json(String text) {
        return text.replace('`', '"').replace("\"ID\"", "\"3f2b0c9e-5f0a-4d3c-9a51-0c7c8f1e2d3a\"");
    }

    private static String application(String url, String vault) {
        return "{\"name\": \"UAT\", \"type\": \"OTHER\", \"applicationUrl\": \"" + url
                + "\", \"tenant\": \"contoso.example\", \"credentials\": {\"clientId\": \"c\", \"vault\": \"" + vault
                + "\", \"secret\": \"s\"}, \"environments\": []}";
    }

    private static String project(String url) {
        return "{\"tier\": 2, \"applicationUrl\": \"" + url
                + "\", \"applicationId\": \"3f2b0c9e-5f0a-4d3c-9a51-0c7c8f1e2d3a\"}";
    }

    private static String draft(String vaults, String users) {
        return "{\"description\": \"\", \"keyVaults\": " + vaults + ", \"users\": " + users
                + ", \"applications\": [], \"certificateChains\": []}";
    }
}
