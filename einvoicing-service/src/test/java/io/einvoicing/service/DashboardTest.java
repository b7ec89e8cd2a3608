package io.einvoicing.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.einvoicing.ElectronicInvoicing;
import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.activation.Geography;
import io.einvoicing.activation.TenantDetails;
import io.einvoicing.http.access.DevelopmentIssuer;
import io.einvoicing.http.access.DevelopmentToken;
import io.einvoicing.http.pages.Browser;
import io.einvoicing.kernel.TenantId;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The usage dashboard in Chromium over the real service with its database. */
class DashboardTest {
    private static final UUID ERP = UUID.fromString("0d5cb6f4-9d2c-4b8e-8f43-5a4a2e3d1c10");

    @TempDir
    private static Path data;

    @TempDir
    private static Path profile;

    private static Browser browser;
    private static TestService service;
    private static String token;

    @BeforeAll
    static void start() throws Exception {
        if (!Browser.isAvailable()) {
            return;
        }
        browser = Browser.start(profile);
        service = TestService.start(data);
        DevelopmentToken identity = new DevelopmentToken(
                new TenantId(UUID.randomUUID()),
                "ada@contoso.example",
                Set.of(Role.values()),
                ERP,
                Duration.ofHours(1));
        token = DevelopmentIssuer.inFolder(data, InstantSource.system()).issue(identity);
        setUp(new Caller(
                identity.tenant(),
                identity.principal(),
                Caller.Kind.USER,
                "ada@contoso.example",
                ERP,
                Set.of(Role.values())));
    }

    @BeforeEach
    void needsABrowser() {
        assumeTrue(browser != null, Browser.UNAVAILABLE);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (service != null) {
            service.after();
        }
    }

    private static void setUp(Caller caller) throws Exception {
        ServiceAssembly assembly = (ServiceAssembly)
                service.getEnvironment().getApplicationContext().getAttribute(ServiceAssembly.class.getName());
        ElectronicInvoicing invoicing = assembly.invoicing();
        invoicing
                .activation()
                .createTenant(caller, caller.tenant(), TenantDetails.named("Contoso"), Geography.EUROPE, ZoneOffset.UTC)
                .orThrow();
        invoicing.environments().create(caller, "Production").orThrow();
        invoicing.features().create(caller, "Peppol BIS Billing 3").orThrow();
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        String entries = Stream.concat(
                        IntStream.range(0, 120).mapToObj(number -> entry("EXPORT", "Sales invoice", number, now)),
                        IntStream.range(0, 7).mapToObj(number -> entry("IMPORT", "Vendor invoice", number, now)))
                .collect(Collectors.joining(",", "{\"entries\":[", "]}"));
        HttpResponse<String> recorded = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri("/api/v1/usage/entries/batch"))
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(entries))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(recorded.statusCode()).as(recorded.body()).isEqualTo(200);
    }

    private static String entry(String direction, String context, int number, Instant occurredAt) {
        return """
                {"document": {"erpApplication": "%s", "legalEntity": "NL01", "documentContext": "%s", "sourceRecord": "record-%d"},
                 "environment": "Production", "feature": "Peppol BIS Billing 3", "direction": "%s", "occurredAt": "%s"}
                """.formatted(ERP, context, number, direction, occurredAt);
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + service.getLocalPort() + path);
    }

    /** One visit from the first look to the reversal of a purchase: each step builds on what the former one left. */
    @Test
    void showsWhatTheServiceCountsAndChangesIt() {
        browser.size(1280, 900);
        browser.open(uri("/#token=" + token));
        browser.awaitText(".title-line", "Figures as of");
        assertThat(browser.address()).endsWith("/usage/");
        browser.awaitText(".sum .result", "−20");
        browser.awaitText(".sum", "Deviation: 20 beyond the acquired volume");
        browser.awaitText("#features", "Peppol BIS Billing 3");
        browser.awaitText("#environments", "Production");
        browser.awaitText("#deviations", "120");
        browser.awaitText("page-header", "ada@contoso.example");
        browser.assertAccessible();
        browser.screenshot("service-deviation");

        browser.click(".sum .link");
        browser.await("a page", "document.querySelectorAll('documents-dialog tbody tr').length === 50");
        browser.click("documents-dialog .dialog-foot .button");
        browser.await("two pages", "document.querySelectorAll('documents-dialog tbody tr').length === 100");
        browser.click("documents-dialog .dialog-foot .button");
        browser.awaitText("documents-dialog .dialog-foot", "120 documents shown");
        browser.screenshot("service-drill-down");
        browser.click("documents-dialog button[aria-label=Close]");

        browser.click("#import .figures summary");
        browser.awaitText("#import tbody", "7");

        browser.click(".actions .primary");
        browser.find("#purchase-packages");
        browser.click("purchase-dialog .dialog-foot .primary");
        browser.awaitText("purchase-dialog", "1 package registered");
        browser.click("purchase-dialog .dialog-foot .primary");
        browser.awaitText(".sum .result", "+980");
        browser.click("#purchases button[aria-label^='Reverse the purchase']");
        browser.click("confirm-dialog .danger");
        browser.awaitText(".sum .result", "−20");
        browser.awaitText("#purchases", "reversed");

        browser.click(".actions .button");
        browser.awaitText(".toasts", "Updated at");
        browser.click(".actions .menu summary");
        browser.click(".actions .menu-items button:nth-child(3)");
        browser.click("confirm-dialog .primary");
        browser.awaitText(".toasts", "History data was reset at");
        browser.awaitText(".sum .result", "−20");

        browser.click(".actions .menu summary");
        browser.click(".actions .menu-items button:nth-child(2)");
        browser.awaitText("check-dialog", "Everything agrees.");
        browser.click("check-dialog button[aria-label=Close]");

        browser.click("#export .menu summary");
        browser.click("#export .menu-items button:nth-child(2)");
        assertThat(browser.downloaded()).endsWith(".xlsx");

        browser.assertNoConsoleErrors();
    }

    @Test
    void namesWhatTheAuditTrailIsAboutAndSaysThatADeploymentFailed() throws Exception {
        String feature = api("POST", "/features", 0, "{\"name\": \"For the ERP\"}")
                .get("feature")
                .asText();
        String version = "/features/" + feature + "/versions/1";
        api("PUT", version, 1, """
                {"content": {"applicationSetups": [{"tableName": "CustInvoiceJour", "documentContext": "Customer invoice", "modelMapping": "Mapping"}],
                  "setups": [{"name": "Issue", "type": "PROCESSING_PIPELINE",
                    "applicability": {"field": "Country", "operator": "EQUAL", "value": "DE"},
                    "actions": [{"name": "Transform", "type": "Transform document",
                      "parameters": {"Input file": {"variable": "BusinessDocument"}, "Configuration": "Wrap"}}]}],
                  "formatConfigurations": [{"name": "Wrap", "content": "<xsl:stylesheet version=\\"3.0\\" xmlns:xsl=\\"http://www.w3.org/1999/XSL/Transform\\"/>"}]}}""");
        api("POST", version + "/completion", 2, "");
        String application = api("POST", "/connected-applications", 0, """
                {"name": "UAT", "type": "DYNAMICS_365_FINANCE", "applicationUrl": "https://erp.example", "tenant": "contoso.example",
                 "credentials": {"clientId": "%s", "vault": "file://%s", "secret": "none-such"}}""".formatted(
                                ERP, data.resolve("local").resolve("vault")))
                .get("id")
                .asText();
        api("PUT", "/service-parameters", 1, """
                {"geography": "EUROPE", "endpoint": "https://eu.einvoicing.example.com/"}""");
        api("POST", "/connected-applications/" + application + "/deployments", 0, """
                {"feature": "%s", "version": 1}""".formatted(feature));

        browser.size(1280, 900);
        browser.open(uri("/audit/#token=" + token));
        browser.awaitText(".subject strong[title='" + application + "']", "UAT");
        browser.awaitText(".subject strong[title='" + feature + "/version/1']", "For the ERP, version 1");
        browser.awaitText(".record summary", "What was tried");
        browser.awaitText(".record summary", "What was set");
        browser.awaitText(".record summary", "1 of 1 settings failed");
        browser.click(".record summary");
        browser.awaitText(".record .state", "FAILED");
        browser.assertAccessible();
        browser.screenshot("service-audit");
        browser.media("screen", "dark");
        browser.size(360, 780);
        assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo(360L);
        browser.assertAccessible();
        browser.screenshot("service-audit-phone-dark");
        browser.media("screen", "light");
        browser.assertNoConsoleErrors();
    }

    /** Calls the API as the page's user; revision 0 sends none. */
    private static JsonNode api(String method, String path, int revision, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri("/api/v1" + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (revision > 0) {
            request.header("If-Match", "\"" + revision + "\"");
        }
        HttpResponse<String> answer =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return new ObjectMapper().readTree(answer.body());
    }
}
