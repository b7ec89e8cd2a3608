package io.einvoicing.http.pages;

import static io.einvoicing.http.pages.Browser.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.einvoicing.http.api.ApiServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** Environments, in Chromium over the real API. */
class EnvironmentsPageTest {
    private static final String READY =
            "document.querySelector('h1') !== null && document.querySelector('[aria-busy=true]') === null && document.fonts.status === 'loaded'";

    @TempDir
    private static Path folder;

    private static Browser browser;
    private AdministrationServer server;
    private ApiServer api;
    private List<String> expectedErrors = List.of();

    @BeforeAll
    static void start() throws Exception {
        if (Browser.isAvailable()) {
            browser = Browser.start(folder);
        }
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void useADesk() {
        assumeTrue(browser != null, Browser.UNAVAILABLE);
        server = new AdministrationServer();
        api = server.api;
        browser.size(1280, 900);
        browser.media("screen", "light");
    }

    @AfterEach
    void hasNoErrorInTheConsole() {
        if (browser != null) {
            browser.assertNoConsoleErrors(expectedErrors.toArray(String[]::new));
            server.close();
        }
    }

    /** Opens a page, and waits until it shows what it has. */
    private void open(String address) {
        browser.open(server.page(address));
        browser.await("the page", READY);
    }

    /** Opens the published environment "Production"; returns its address in the API. */
    private String openProduction(String query) {
        String id = api.publish().environment().id().toString();
        open("/environments/?environment=" + id + query);
        return "/api/v1/environments/" + id;
    }

    @Test
    void namesEveryValueThatIsMissingAtItsField() {
        openProduction("");
        browser.click("#users .add");
        browser.click("#applications .add");
        browser.click("#chains .add");
        browser.fill("keyVaults[0].objects[0].name", "storage sas");
        browser.press(Keys.ENTER);
        browser.awaitText("#findings h2", "Not saved: 7 faults");
        browser.awaitText("#field-users-1-id-faults", "It looks like 3f2b0c9e");
        browser.awaitText("#field-certificateChains-0-certificates-0-faults", "Choose a declared certificate.");
        assertThat(browser.find(field("keyVaults[0].objects[0].name")).getDomAttribute("aria-invalid"))
                .isEqualTo("true");
        assertThat(browser.find(field("keyVaults[0].objects[0].name")).getDomProperty("value"))
                .isEqualTo("storage sas");
        browser.assertAccessible();
        browser.screenshot("environment-values-missing");
    }

    @Test
    void ordersACertificateChainByKeyboardAndByPointer() {
        openProduction("");
        for (String name : List.of("root", "issuing", "client")) {
            browser.click("#vaults .inner .add");
            int last = browser.all("#vaults .inner .list-item").size() - 1;
            browser.fill("keyVaults[0].objects[" + last + "].name", name);
            browser.choose("keyVaults[0].objects[" + last + "].type", "CERTIFICATE");
        }
        browser.click("#chains .add");
        browser.fill("certificateChains[0].name", "Signing");
        browser.click("#chains .inner .add");
        browser.click("#chains .inner .add");
        browser.choose("certificateChains[0].certificates[0]", "issuing");
        browser.choose("certificateChains[0].certificates[1]", "root");
        browser.choose("certificateChains[0].certificates[2]", "client");
        browser.click("#chains button[aria-label='Move root up']");
        browser.awaitText("label[for='field-certificateChains-0-certificates-0']", "Root");
        assertThat(browser.run("return document.activeElement.getAttribute('aria-label')"))
                .as("the focus follows what moved")
                .isEqualTo("Move root down");
        assertThat(chosen("certificateChains[0].certificates[0]")).isEqualTo("root");
        browser.screenshot("environment-chain");
        browser.click("#chains button[aria-label='Remove issuing']");
        assertThat(chosen("certificateChains[0].certificates[1]")).isEqualTo("client");
        browser.click(".save-bar .primary");
        browser.awaitText(".toasts", "The draft is saved.");
        browser.awaitText("#pending summary", "4 differences");
        browser.click("#pending summary");
        browser.awaitText("#pending tbody", "Certificate chains › Signing");
        browser.awaitText("h1", "Changed");
        browser.assertAccessible();
    }

    @Test
    void showsBothVersionsToWhomSomebodyElseForestalled() {
        expectedErrors = List.of("status of 412");
        String environment = openProduction("");
        browser.fill("description", "Mine: companies in the north");
        String theirs = api.get(environment)
                .body()
                .path("draft")
                .toString()
                .replace("All companies in Europe", "Theirs: companies in the south");
        assertThat(api.put(environment + "/draft", 1, theirs).status()).isEqualTo(200);
        browser.click(".save-bar .primary");

        browser.awaitText(".conflict", "Somebody else changed this meanwhile");
        browser.awaitText(".conflict", "Theirs: companies in the south");
        assertThat(browser.find(field("description")).getDomProperty("value"))
                .isEqualTo("Mine: companies in the north");
        browser.assertAccessible();
        browser.screenshot("environment-conflict");
        browser.click(".conflict .primary");
        browser.click(".save-bar .primary");
        browser.awaitText(".toasts", "The draft is saved.");
        assertThat(api.get(environment).body().path("draft").path("description").asText())
                .isEqualTo("Mine: companies in the north");
    }

    @Test
    void keepsWhatWasTypedWhenTheServiceFails() {
        expectedErrors = List.of("status of 503", "ERR_");
        openProduction("");
        browser.fill("description", "Typed before the network went");
        browser.run("window.realFetch = window.fetch; window.fetch = () => Promise.reject(new TypeError('gone'))");
        browser.click(".save-bar .primary");
        browser.awaitText(".outcome .notice.danger", "The service cannot be reached");
        assertThat(browser.find(field("description")).getDomProperty("value"))
                .isEqualTo("Typed before the network went");
        browser.run("window.fetch = window.realFetch");
        browser.click(".save-bar .primary");
        browser.awaitText(".toasts", "The draft is saved.");
    }

    @Test
    void isReadableOnAPhoneAndInTheDark() {
        browser.size(360, 780);
        openProduction("");
        assertFits();
        browser.assertAccessible();
        browser.screenshot("environment-phone");
        browser.media("screen", "dark");
        browser.assertAccessible();
        browser.screenshot("environment-phone-dark");
        browser.click(".pages-button");
        browser.find("#pages a[href='../audit/']");
        browser.screenshot("navigation-phone-dark");
        browser.press(Keys.ESCAPE);
        browser.go(server.page("/environments/"));
        browser.awaitText("environments-page", "Production");
        assertFits();
        browser.size(1280, 900);
        browser.assertAccessible();
        browser.screenshot("environments-dark");
    }

    private static void assertFits() {
        assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo(360L);
    }

    private static Object chosen(String path) {
        return browser.run("return document.querySelector(arguments[0]).value", field(path));
    }
}
