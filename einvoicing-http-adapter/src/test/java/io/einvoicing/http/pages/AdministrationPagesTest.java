package io.einvoicing.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.access.Role;
import io.einvoicing.http.access.DevelopmentToken;
import io.einvoicing.http.api.ApiServer;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.testkit.data.EnvironmentBuilder;
import io.einvoicing.testkit.data.TestData;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** Activation and audit in Chromium over the real API, and the path of a new organization through the pages. */
class AdministrationPagesTest extends PageTest {
    private static final String READY =
            "document.querySelector('h1') !== null && document.querySelector('[aria-busy=true]') === null && document.fonts.status === 'loaded'";
    private static final String PRIMARY = ".title-line .primary";
    private static final String GRACE = "grace@fabrikam.example";
    private static final UUID ERP = UUID.fromString("0d0f5b0e-95a1-4a3c-9d4a-4b6f2a7d1c11");

    private ApiServer api;

    @BeforeEach
    void serve() {
        api = new ApiServer();
    }

    @Override
    void endServing() {
        api.close();
    }

    /** Opens a page as somebody with those roles in the tenant of the server, and waits until it shows what it has. */
    private void open(String address, Role... roles) {
        open(api.uri(address + "#token=" + api.token(roles)));
    }

    private static void open(URI address) {
        browser.open(address);
        browser.await("the page", READY);
    }

    @Test
    void leadsAnOrganizationFromNothingToADeployedFeature() {
        expectedErrors = List.of("status of 409", "status of 422");
        TenantId fabrikam = TestData.freshTenant();
        operatorEnablesTheServiceFor(fabrikam);

        // The first configurator needs no role in the token.
        String token = api.issuer.issue(new DevelopmentToken(fabrikam, GRACE, Set.of(), ERP, Duration.ofHours(1)));
        api.vault.putSecret(EnvironmentBuilder.VAULT, "fabrikam-sas", "memory:fabrikam");
        open(api.uri("/environments/#token=" + token));
        browser.awaitText("environments-page", "No environment yet");
        browser.click(PRIMARY);
        browser.fill("name", "Production");
        browser.press(Keys.ENTER);
        browser.awaitText("h1", "Not published");
        String environment = browser.address();
        browser.click("#vaults .add");
        browser.fill("keyVaults[0].name", "Main");
        browser.fill("keyVaults[0].uri", EnvironmentBuilder.VAULT.toString());
        browser.click("#vaults .inner .add");
        browser.fill("keyVaults[0].objects[0].name", "fabrikam-sas");
        browser.choose("storageSecret", "fabrikam-sas");
        browser.click("#users .me");
        browser.click(PRIMARY);
        browser.awaitText(".outcome .notice.danger", "The service parameters are not set");
        browser.assertAccessible();
        browser.screenshot("path-parameters-missing");

        browser.click(".outcome a[href='../activation/']");
        browser.awaitText("activation-page", "Fabrikam");
        browser.choose("geography", "EUROPE");
        browser.click("#parameters .primary");
        browser.awaitText(".toasts", "The service parameters are saved.");
        browser.awaitText("#parameters", "set");
        browser.assertAccessible();
        browser.screenshot("path-parameters");

        browser.go(URI.create(environment));
        browser.awaitText("h1", "Not published");
        browser.click(PRIMARY);
        browser.awaitText(".title-line p", "Snapshot 1 of");
        browser.screenshot("path-published");

        browser.click("#pages a[href='../features/']");
        browser.awaitText("h1", "Features");
        browser.pressButton("New feature");
        browser.type("form-dialog input", "Invoices");
        browser.pressButton("Create");
        browser.awaitText("h1", "Version 1");
        browser.pressButton("Add setup");
        browser.type(browser.labelled("Name"), "Issue");
        browser.pressButton("Add clause");
        browser.type(".clause-field", "Country");
        browser.type(".clause-value", "DE");
        browser.pressButton("Add action");
        browser.pressButton("Transform document");
        browser.pressButton("Complete");
        browser.click("confirm-dialog .primary");
        browser.awaitText("h1", "Completed");
        browser.pressButton("Deploy");
        browser.awaitText("form-dialog", "Production");
        browser.click("form-dialog .primary");
        browser.awaitText(".toasts", "Version 1 is deployed");
        browser.screenshot("path-deployed");
    }

    private void operatorEnablesTheServiceFor(TenantId tenant) {
        open("/activation/", Role.OPERATE);
        assertThat(browser.all("#pages a[href='../environments/']"))
                .as("pages of other roles")
                .isEmpty();
        browser.click(PRIMARY);
        browser.click("form-dialog .primary");
        browser.awaitText("form-dialog .fault", "Give the organization");
        browser.assertAccessible();
        browser.screenshot("activation-new");
        browser.fill("name", "Fabrikam");
        browser.fill("id", tenant.toString());
        browser.fill("domain", "fabrikam.example");
        browser.choose("geography", "EUROPE");
        browser.fill("configurator.id", DevelopmentToken.principalOf(GRACE).toString());
        browser.fill("configurator.email", GRACE);
        browser.click("form-dialog .primary");
        browser.awaitText("h1", "Fabrikam");

        browser.click("#projects .card-head .button");
        browser.fill("name", "Fabrikam production");
        browser.fill("tier", "1");
        browser.fill("applicationUrl", "https://fabrikam.operations.dynamics.example/");
        browser.fill("applicationId", ERP.toString());
        browser.press(Keys.ENTER);
        browser.awaitText("#projects tbody", "disabled");
        browser.click("button[aria-label='Enable the service for Fabrikam production']");
        browser.click("confirm-dialog .primary");
        browser.awaitText("confirm-dialog .notice.danger", "tier");
        browser.assertAccessible();
        browser.screenshot("activation-tier-refused");
        browser.press(Keys.ESCAPE);
        browser.click("button[aria-label='Edit Fabrikam production']");
        browser.fill("tier", "2");
        browser.press(Keys.ENTER);
        browser.awaitText("#projects tbody td[data-label='Tier']", "2");
        browser.click("button[aria-label='Enable the service for Fabrikam production']");
        browser.click("confirm-dialog .primary");
        browser.awaitText("#projects tbody", "enabled");
        browser.assertAccessible();
        browser.screenshot("activation-tenant");
    }

    @Test
    void showsWhoChangedWhatAndSavesIt() {
        String id = api.publish().environment().id().toString();
        String draft =
                api.get("/api/v1/environments/" + id).body().path("draft").toString();
        api.put("/api/v1/environments/" + id + "/draft", 1, draft.replace("All companies in Europe", "All companies"));
        open("/audit/");
        browser.awaitText("audit-page", "environment.edit");
        browser.click(".record summary");
        browser.awaitText(".record", "All companies in Europe");
        browser.awaitText(".record", "ada@contoso.example");
        browser.assertAccessible();
        browser.screenshot("audit");
        browser.type("#operation", "environment.create");
        browser.press(Keys.ENTER);
        browser.await(
                "one kind",
                "[...document.querySelectorAll('.operation')].every(each => each.innerText === 'environment.create')");
        assertThat(browser.address()).contains("operation=environment.create");
        browser.click("audit-page .menu summary");
        browser.click("audit-page .menu-items button");
        assertThat(browser.downloaded()).endsWith(".csv");

        browser.size(360, 780);
        browser.media("screen", "dark");
        open("/audit/");
        assertFits();
        browser.assertAccessible();
        browser.screenshot("audit-phone-dark");
    }

    @Test
    void saysWhichRoleAPageNeedsToWhoLacksIt() {
        for (String page :
                List.of("usage", "environments", "vaults", "features", "applications", "activation", "audit")) {
            open("/" + page + "/", Role.SUBMIT);
            browser.awaitText(".notice.warning", "This page needs the role ");
            browser.awaitText(".notice.warning", "You have submit: ask your administrator");
            assertThat(browser.all("main button, main input")).as(page).isEmpty();
            assertThat(browser.all("#pages a"))
                    .as("pages for the role")
                    .extracting(WebElement::getText)
                    .containsExactly("Submissions", "API");
        }
        browser.assertAccessible();
        browser.screenshot("no-role");
        browser.media("screen", "dark");
        browser.size(360, 780);
        assertFits();
        browser.assertAccessible();
        browser.screenshot("no-role-phone-dark");
        open("/api-docs/", Role.SUBMIT);
        browser.awaitText("h1", "REST API");
    }

    @Test
    void readsActivationOnAPhoneAndInTheDark() {
        browser.size(360, 780);
        browser.media("screen", "dark");
        open("/activation/");
        browser.awaitText("#directory", "United Kingdom");
        assertFits();
        browser.assertAccessible();
        browser.screenshot("activation-phone-dark");
        browser.click(".tabs a:nth-child(2)");
        browser.awaitText("activation-page", "New organization");
        assertFits();
        browser.assertAccessible();
    }

    private static void assertFits() {
        assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo(360L);
    }
}
