package io.einvoicing.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.access.Role;
import io.einvoicing.http.api.ApiServer;
import io.einvoicing.testkit.data.EnvironmentBuilder;
import io.einvoicing.testkit.memory.InMemoryErp;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page of connected applications in Chromium over the real API. */
class ApplicationsPageTest extends PageTest {
    private static ApiServer api;

    @BeforeAll
    static void start() {
        api = new ApiServer(PipelineActions.all());
        api.clock.set(Instant.now());
        api.publish();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private static void show(String page) {
        browser.open(api.uri(page + "#token=" + api.token(Role.values())));
    }

    private static void picture(String name) {
        browser.run("window.scrollTo(0, 0)");
        browser.assertAccessible();
        browser.screenshot("applications-" + name);
    }

    /** Stores a completed version with one application setup, and returns its feature. */
    private static String feature(String name) {
        String feature =
                api.post("/api/v1/features", "{\"name\": \"" + name + "\"}").text("feature");
        String version = "/api/v1/features/" + feature + "/versions/1";
        assertThat(api.put(version, 1, CONTENT).status()).isEqualTo(200);
        assertThat(api.send(api.request(version + "/completion")
                                .header("If-Match", "\"2\"")
                                .POST(HttpRequest.BodyPublishers.noBody()))
                        .status())
                .isEqualTo(200);
        return feature;
    }

    private static final String CONTENT = """
            {"content": {
              "applicationSetups": [{"tableName": "CustInvoiceJour", "documentContext": "Customer invoice context",
                "modelMapping": "Customer invoice", "responseTypes": [{"name": "ResponseData", "submissionStatus": "Pending"}]}],
              "setups": [{"name": "Issue", "type": "PROCESSING_PIPELINE",
                "applicability": {"field": "Country", "operator": "EQUAL", "value": "DE"},
                "actions": [{"name": "Make", "type": "Transform document",
                  "parameters": {"Input file": {"variable": "BusinessDocument"}, "Configuration": "UBL"}}]}],
              "formatConfigurations": [{"name": "UBL", "content": "<xsl:stylesheet version='3.0'/>"}]}}""";

    private static void connect(String name) {
        browser.click("application-list .primary");
        browser.fill("name", name);
        browser.fill("applicationUrl", InMemoryErp.URL.toString());
        browser.fill("tenant", InMemoryErp.DIRECTORY);
        browser.fill("credentials.clientId", InMemoryErp.CLIENT);
        browser.fill("credentials.vault", EnvironmentBuilder.VAULT.toString());
        browser.fill("credentials.secret", "erp-client");
        browser.click("form-dialog .ticks label");
        browser.click("form-dialog .primary");
        browser.awaitText("h1", name);
    }

    @Test
    void connectsAnApplicationChecksItAndDeploysToIt() {
        String feature = feature("For the ERP");
        show("/applications/");
        browser.awaitText("application-list", "New application");
        picture("list");
        connect("ERP test");
        browser.awaitText(".settings", "Production");

        api.vault.putSecret(EnvironmentBuilder.VAULT, "erp-client", "a wrong one");
        browser.click(".actions .button");
        browser.awaitText("#check h2", "fault");
        picture("check-fails");
        api.vault.putSecret(EnvironmentBuilder.VAULT, "erp-client", InMemoryErp.SECRET);
        browser.click(".actions .button");
        browser.awaitText("#check", "Connection: works");

        browser.click(".actions .primary");
        browser.choose("feature", feature);
        browser.assertAccessible();
        browser.screenshot("applications-deploy");
        browser.click("form-dialog .primary");
        browser.awaitText(".deployment", "2 created");
        browser.awaitText(".deployment[open]", "Response types › ResponseData");
        picture("report");

        browser.go(api.uri("/features/?feature=" + feature + "&version=1"));
        browser.click("version-page .actions .primary");
        browser.find("form-dialog select");
        browser.run("const list = document.querySelector(\"form-dialog select[data-field='application']\");"
                + "list.selectedIndex = 1; list.dispatchEvent(new Event('change'))");
        browser.assertAccessible();
        browser.screenshot("applications-deploy-both");
        browser.click("form-dialog .primary");
        browser.awaitText(".toasts", "Version 1 is deployed to ERP test.");
        browser.go(api.uri("/applications/"));
        browser.click("application-list a");
        browser.awaitText(".deployment", "2 unchanged");

        browser.media("screen", "dark");
        browser.size(360, 780);
        browser.click(".deployment summary");
        browser.awaitText(".deployment[open]", "Model mapping");
        assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo(360L);
        picture("phone-dark");
    }

    @Test
    void keepsWhatWasTypedWhenItIsRefusedOrSomebodyElseWasFaster() {
        expectedErrors = List.of("status of 400", "status of 412", "status of 422");
        show("/applications/");
        browser.awaitText("application-list", "New application");
        connect("Contended");
        browser.click(".actions .button:nth-child(2)");
        browser.fill("applicationUrl", "nowhere");
        browser.click("form-dialog .primary");
        browser.awaitText("form-dialog", "applicationUrl must be an address");
        browser.assertAccessible();
        browser.screenshot("applications-refused");
        assertThat(browser.find(Browser.field("applicationUrl")).getDomProperty("value"))
                .isEqualTo("nowhere");

        String id = browser.address().replaceFirst(".*application=", "");
        String path = "/api/v1/connected-applications/" + id;
        String theirs = api.get(path)
                .response()
                .body()
                .replaceFirst("\"id\":\"[^\"]*\",", "")
                .replaceFirst(",\"revision\":1", "")
                .replace("\"Contended\"", "\"Theirs\"");
        assertThat(api.put(path, 1, theirs).status()).isEqualTo(200);
        browser.fill("applicationUrl", "https://mine.example");
        browser.click("form-dialog .primary");
        browser.awaitText("form-dialog .conflict", "Theirs");
        browser.assertAccessible();
        browser.click("form-dialog .conflict .primary");
        browser.click("form-dialog .dialog-foot .primary");
        browser.awaitText(".settings", "https://mine.example");
        browser.click(".actions .menu summary");
        browser.click(".actions .menu-items button");
        browser.click("confirm-dialog .danger");
        browser.awaitText("h1", "Connected applications");
        browser.await("it is gone", "!document.body.innerText.includes('Contended')");
    }
}
