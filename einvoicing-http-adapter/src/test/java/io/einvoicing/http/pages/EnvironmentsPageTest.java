package io.einvoicing.http.pages;

import static io.einvoicing.http.pages.Browser.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.http.api.ApiServer;
import io.einvoicing.testkit.data.EnvironmentBuilder;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** Environments, in Chromium over the real API. */
class EnvironmentsPageTest extends PageTest {
    private static final String READY =
            "document.querySelector('h1') !== null && document.querySelector('[aria-busy=true]') === null && document.fonts.status === 'loaded'";
    private static final String PUBLISH = ".title-line .primary";
    private static final String CHECK = ".title-line .actions > .button:first-child";

    private AdministrationServer server;
    private ApiServer api;

    @BeforeEach
    void serve() {
        server = new AdministrationServer();
        api = server.api;
    }

    @Override
    void endServing() {
        server.close();
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
    void createsEditsChecksAndPublishesAnEnvironment() {
        expectedErrors = List.of("status of 422");
        api.publish();
        api.vault.putSecret(EnvironmentBuilder.VAULT, "uat-sas", "memory:uat");
        open("/environments/");
        browser.awaitText("environments-page", "Production");
        browser.click(PUBLISH);
        browser.press(Keys.ENTER);
        browser.awaitText("form-dialog .fault", "Give the environment a name.");
        browser.assertAccessible();
        browser.fill("name", "Acceptance");
        browser.fill("description", "For tests before each release");
        browser.screenshot("environment-new");
        browser.click("form-dialog .primary");
        browser.awaitText("h1", "Not published");
        assertThat(browser.address()).contains("?environment=");

        browser.click(PUBLISH);
        browser.awaitText("#findings h2", "Not published: 2 faults");
        browser.awaitText("#findings", "Choose the declared secret that holds the SAS URL");
        browser.awaitText("#field-storageSecret-faults", "No storage secret is chosen.");
        browser.assertAccessible();
        browser.screenshot("environment-findings");
        browser.click("#findings .link");
        browser.await(
                "the focus at the place of the finding",
                "['users', 'storageSecret'].includes(document.activeElement.closest('[data-field]')?.dataset.field)");

        browser.click("#vaults .add");
        browser.fill("keyVaults[0].name", "Main");
        browser.fill("keyVaults[0].uri", EnvironmentBuilder.VAULT.toString());
        browser.click("#vaults .inner .add");
        browser.fill("keyVaults[0].objects[0].name", "uat-sas");
        browser.choose("storageSecret", "uat-sas");
        browser.awaitText("#storage", "binds the environment to the vault Main");
        browser.click("#users .me");
        browser.awaitText(".save-bar", "Not saved yet.");
        assertThat(leavingAsks()).isTrue();
        browser.assertAccessible();
        browser.screenshot("environment-edited");

        browser.click(CHECK);
        browser.awaitText("#findings h2", "Checked: nothing found");
        assertThat(leavingAsks()).isFalse();
        browser.click(PUBLISH);
        browser.awaitText("h1", "Published");
        browser.awaitText(".title-line p", "Snapshot 1 of");
        browser.assertAccessible();
        browser.screenshot("environment-published");
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
        browser.await(
                "the focus to follow what moved",
                "document.activeElement.getAttribute('aria-label') === 'Move root down'");
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
    void showsTheHistoryItsDifferencesAndTheWayBack() {
        openProduction("");
        browser.fill("description", "Second");
        browser.click(PUBLISH);
        browser.awaitText(".title-line p", "Snapshot 2 of");
        browser.fill("description", "Third");
        browser.click(".save-bar .primary");
        browser.awaitText("h1", "Changed");

        browser.click(".tabs a:nth-child(2)");
        browser.awaitText("#snapshots tbody", "serves now");
        browser.awaitText("#comparison tbody", "Third");
        browser.click("button[aria-label='What changed in snapshot 2']");
        browser.awaitText("#comparison tbody", "All companies in Europe");
        assertThat(browser.address()).contains("tab=history").contains("from=1").contains("to=2");
        browser.assertAccessible();
        browser.screenshot("environment-history");

        browser.click("button[aria-label='Roll back to snapshot 1']");
        browser.awaitText("confirm-dialog", "copied into the draft, checked against your vault, and published");
        browser.click("confirm-dialog .danger");
        browser.awaitText(".title-line p", "Snapshot 3 of");
        browser.awaitText("h1", "Published");
        browser.await("a third snapshot", "document.querySelectorAll('#snapshots tbody tr').length === 3");
    }

    @Test
    void renamesUntilPublishedAndDeletesWithTheReasonWhyNot() {
        expectedErrors = List.of("status of 409");
        openProduction("&tab=deployments");
        browser.awaitText("#deployments tbody", "serves");
        browser.assertAccessible();
        browser.screenshot("environment-deployments");
        command("Delete");
        browser.click("confirm-dialog .danger");
        browser.awaitText("confirm-dialog .notice.danger", "Deployments of features");
        browser.assertAccessible();
        browser.screenshot("environment-delete-refused");
        browser.press(Keys.ESCAPE);
        browser.click("button[aria-label^='Cancel the deployment of']");
        browser.click("confirm-dialog .danger");
        browser.awaitText("#deployments tbody", "canceled");
        command("Delete");
        browser.click("confirm-dialog .danger");
        browser.awaitText("environments-page", "No environment yet");

        browser.click(PUBLISH);
        browser.fill("name", "Try");
        browser.press(Keys.ENTER);
        browser.awaitText("h1", "Not published");
        command("Rename");
        browser.fill("name", "Trial");
        browser.press(Keys.ENTER);
        browser.awaitText("h1", "Trial");
    }

    @Test
    void keepsNumberSequencesWithoutPublishing() {
        expectedErrors = List.of("status of 409");
        openProduction("&tab=sequences");
        browser.awaitText("#sequences", "No number sequence");
        for (String outcome : List.of("Invoice counter is there.", "is taken")) {
            browser.click("#sequences .card-head .button");
            browser.fill("name", "Invoice counter");
            browser.fill("first", "1000");
            browser.press(Keys.ENTER);
            browser.awaitText(".toasts, form-dialog .notice", outcome);
        }
        assertThat(browser.find(field("first")).getDomProperty("value")).isEqualTo("1000");
        browser.assertAccessible();
        browser.screenshot("environment-sequence-refused");
        browser.press(Keys.ESCAPE);
        browser.awaitText("#sequences tbody", "1,000");
        browser.click("button[aria-label='Edit Invoice counter']");
        browser.fill("next", "2000");
        browser.click(field("inUse"));
        browser.press(Keys.ENTER);
        browser.awaitText("#sequences tbody", "2,000");
        browser.awaitText("#sequences tbody", "not in use");
        browser.awaitText("h1", "Published");
        browser.assertAccessible();
        browser.screenshot("environment-sequences");
        browser.click("button[aria-label='Delete Invoice counter']");
        browser.click("confirm-dialog .danger");
        browser.awaitText("#sequences", "No number sequence");
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

    private void command(String text) {
        browser.click(".title-line .menu summary");
        browser.await(
                "the command",
                "[...document.querySelectorAll('.menu-items button')].some(each => each.innerText.startsWith('" + text
                        + "') && (each.click(), true))");
    }

    private static void assertFits() {
        assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo(360L);
    }

    private static Object chosen(String path) {
        return browser.run("return document.querySelector(arguments[0]).value", field(path));
    }

    /** Tells whether the browser would ask before it leaves the page. */
    private static boolean leavingAsks() {
        return Boolean.TRUE.equals(browser.run("return !dispatchEvent(new Event('beforeunload', {cancelable: true}))"));
    }
}
