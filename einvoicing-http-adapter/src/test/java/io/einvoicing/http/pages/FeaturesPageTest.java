package io.einvoicing.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.access.Role;
import io.einvoicing.http.api.ApiServer;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.support.ui.Select;

/** The pages of features in Chromium over the real API. */
class FeaturesPageTest extends PageTest {
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

    private static void choose(String selector, String text) {
        new Select(browser.find(selector)).selectByVisibleText(text);
    }

    private static void picture(String name) {
        browser.run("window.scrollTo(0, 0); document.activeElement.blur()");
        browser.assertAccessible();
        browser.screenshot("features-" + name);
    }

    @Test
    void leadsFromNothingToADeployedFeature() {
        show("/features/");
        browser.awaitText("h1", "Features");
        browser.awaitText("feature-list", "Peppol BIS Billing 3");
        picture("list");
        browser.pressButton("New feature");
        browser.type("form-dialog input", "Peppol invoices");
        browser.pressButton("Create");
        browser.awaitText("h1", "Version 1");

        browser.pressButton("Add setup");
        browser.type(browser.labelled("Name"), "Issue");
        browser.pressButton("Add clause");
        browser.type(".clause-field", "Country");
        browser.type(".clause-value", "DE");
        browser.awaitText(".sentence", "when Country is equal to “DE”");

        browser.pressButton("Format configurations");
        browser.pressButton("Add format configuration");
        browser.type(browser.labelled("Stylesheet"), "<xsl:stylesheet/>");
        browser.type(browser.labelled("Name"), "UBL");
        browser.pressButton("Issue");

        browser.pressButton("Add action");
        browser.pressButton("Transform document");
        browser.awaitText(".action", "Transform document");
        browser.pressButton("Validate");
        browser.awaitText("#findings", "1 fault");
        browser.awaitText("#findings", "Issue › Transform document › Configuration");
        browser.awaitText(".parameter-field", "The mandatory parameter is not set");
        picture("findings");

        browser.click("#findings .link");
        browser.await("the focus at the fault", "document.activeElement.id.endsWith('Configuration')");
        choose(browser.labelled("Configuration"), "UBL");
        browser.awaitText(".save-bar", "Unsaved changes");
        browser.pressButton("Check again");
        browser.awaitText("#findings", "Nothing is wrong");
        browser.pressButton("Complete");
        browser.awaitText("confirm-dialog", "can never be changed again");
        browser.click("confirm-dialog .primary");
        browser.awaitText("h1", "Completed");
        picture("completed");

        browser.pressButton("Deploy");
        browser.awaitText("form-dialog", "Deploy version 1");
        browser.assertAccessible();
        browser.screenshot("features-deploy");
        browser.click("form-dialog .primary");
        browser.awaitText(".toasts", "Version 1 is deployed");
        browser.pressButton("Peppol invoices");
        browser.awaitText("feature-detail", "Production");
        browser.awaitText("feature-detail", "Published");
        picture("versions");
        browser.pressButton("Deployments");
        browser.awaitText("feature-detail", "version 1 serves");
        picture("deployments");
        browser.pressButton("Cancel deployment");
        browser.click("confirm-dialog .danger");
        browser.awaitText("feature-detail", "no version serves");
    }

    /** Creates a feature and stores a draft in it, as another person's program may. */
    private static String draft(String name, String content) {
        String feature =
                api.post("/api/v1/features", "{\"name\": \"" + name + "\"}").text("feature");
        ApiServer.Answer stored =
                api.put("/api/v1/features/" + feature + "/versions/1", 1, "{\"content\": " + content + "}");
        assertThat(stored.status()).as(stored.response().body()).isEqualTo(200);
        return feature;
    }

    private static final String RICH = """
            {"description": "Invoices to German authorities and companies",
             "parameters": [{"name": "AuthorityURL", "value": "https://authority.example/api", "description": "Where invoices go"}],
             "formatConfigurations": [{"name": "UBL", "content": "<xsl:stylesheet version='3.0'/>"},
                                      {"name": "Verdict", "content": "<xsl:stylesheet version='3.0'/>"}],
             "applicationSetups": [{"tableName": "CustInvoiceJour", "documentContext": "Customer invoice context", "modelMapping": "Customer invoice",
                                    "responseTypes": [{"name": "ResponseData", "submissionStatus": "Pending"}]}],
             "setups": [{"name": "Issue", "type": "PROCESSING_PIPELINE",
               "applicability": {"all": [{"field": "Country", "operator": "EQUAL", "value": "DE"},
                  {"any": [{"field": "Model", "operator": "BEGINS_WITH", "value": "55"}, {"field": "Total", "operator": "GREATER_OR_EQUAL", "value": 1000.5},
                           {"field": "InvoiceDate", "operator": "GREATER", "value": {"date": "2026-01-01"}}]}]},
               "variables": [{"name": "Channel", "kind": "FROM_CLIENT", "dataType": "STRING", "value": "edi"},
                             {"name": "Attempts", "kind": "CONSTANT", "dataType": "NUMBER", "value": "3"},
                             {"name": "ResponseData", "kind": "TO_CLIENT", "dataType": "FILE", "source": {"action": "Send", "output": "Response"}}],
               "actions": [
                 {"name": "Make", "type": "Transform document", "parameters": {"Input file": {"variable": "BusinessDocument"}, "Configuration": "UBL"}},
                 {"name": "Sign", "type": "Sign document", "exportResults": true,
                  "parameters": {"Input file": {"action": "Make", "output": "Output file"}, "Certificate": "signing"}},
                 {"name": "Send", "type": "Call REST web service",
                  "parameters": {"Input file": {"action": "Sign", "output": "Output file"}, "URL": {"variable": "AuthorityURL"}, "Response parser": "Verdict", "Timeout": "PT45S"},
                  "retry": {"count": 5, "interval": "PT1M", "minBackOff": "PT0S", "maxBackOff": "PT1H"}}]}]}""";

    @Test
    void showsEveryPartOfARichVersion() {
        String feature = draft("Rich", RICH);
        show("/features/?feature=" + feature + "&version=1&part=setup&setup=1");
        browser.awaitText(
                ".sentence",
                "when Country is equal to “DE” and (Model begins with “55” or Total is greater than or equal to 1000.5 or InvoiceDate is greater than 2026-01-01).");
        browser.pressButton("Send");
        browser.awaitText(".retry-plan", "Waits 1 minute, 2 minutes, 4 minutes, 8 minutes, 16 minutes: 5 retries.");
        browser.pressButton("Sign");
        picture("rich");
        browser.media("screen", "dark");
        picture("rich-dark");
        browser.media("screen", "light");
        for (String part : List.of("Format configurations", "Feature parameters", "Application setups", "Version")) {
            browser.pressButton(part);
            browser.awaitText(".editor-body h3", part);
            picture("rich-" + part.replace(' ', '-'));
        }
        assertThat(browser.all(".save-bar")).as("reading changes nothing").isEmpty();
    }

    @Test
    void isReadableOnAPhone() {
        String feature = draft("On a phone", RICH);
        browser.size(360, 780);
        for (String page :
                List.of("", "?feature=" + feature, "?feature=" + feature + "&version=1&part=setup&setup=1")) {
            show("/features/" + page);
            browser.await("what it shows", "document.querySelector('table, .rule') !== null");
            if (page.contains("setup")) {
                browser.pressButton("Send");
            }
            assertThat(browser.run("return document.documentElement.scrollWidth"))
                    .isEqualTo(360L);
            picture("phone-" + page.length());
        }
        browser.media("screen", "dark");
        picture("phone-dark");
    }

    @Test
    void losesNothingWhenSomebodyElseSavedMeanwhile() {
        expectedErrors = List.of("status of 412");
        String feature = draft("Contended", RICH);
        show("/features/?feature=" + feature + "&version=1");
        browser.type(browser.labelled("Description"), "Mine");
        ApiServer.Answer theirs = api.put(
                "/api/v1/features/" + feature + "/versions/1",
                2,
                "{\"content\": " + RICH.replace("Invoices to", "Bills for") + "}");
        assertThat(theirs.status()).isEqualTo(200);
        browser.pressButton("Save");
        browser.awaitText(".conflict", "Somebody else changed this meanwhile");
        browser.awaitText(".conflict", "Bills for German authorities");
        picture("conflict");
        browser.pressButton("Keep mine");
        assertThat(browser.find(browser.labelled("Description")).getDomProperty("value"))
                .isEqualTo("Mine");
        browser.pressButton("Save");
        browser.awaitText(".toasts", "Saved.");
        assertThat(api.get("/api/v1/features/" + feature + "/versions/1")
                        .body()
                        .at("/content/description")
                        .asText())
                .isEqualTo("Mine");
    }

    @Test
    void groupsClausesAndUngroupsThemWithTheKeyboard() {
        String feature = draft("Grouped", """
                {"setups": [{"name": "Issue", "type": "PROCESSING_PIPELINE", "applicability": {"all": [
                  {"field": "Country", "operator": "EQUAL", "value": "BR"}, {"field": "Model", "operator": "EQUAL", "value": "55"},
                  {"field": "State", "operator": "EQUAL", "value": "SP"}]}}]}""");
        show("/features/?feature=" + feature + "&version=1&part=setup&setup=1");
        browser.find(".clause");
        browser.all(".choose").get(1).sendKeys(Keys.SPACE);
        browser.all(".choose").get(2).sendKeys(Keys.SPACE);
        browser.pressButton("Group the 2 chosen parts");
        browser.awaitText(
                ".sentence", "Country is equal to “BR” and (Model is equal to “55” or State is equal to “SP”)");
        browser.pressButton("Ungroup");
        browser.awaitText(
                ".sentence", "Country is equal to “BR” and Model is equal to “55” and State is equal to “SP”");
        choose(".combine", "At least one of these holds (or)");
        choose(".clause-operator", "contains");
        choose(".clause-type", "Number");
        browser.awaitText(".sentence", "Country is equal to BR or Model");
        browser.pressButton("Save");
        browser.awaitText("#findings", "“BR” is no value of this type.");
        browser.type(".clause-value", "12.5");
        browser.pressButton("Save");
        browser.awaitText(".toasts", "Saved.");
        assertThat(api.get("/api/v1/features/" + feature + "/versions/1")
                        .body()
                        .at("/content/setups/0/applicability/any/0/value")
                        .decimalValue())
                .isEqualByComparingTo("12.5");
    }

    private static void complete(String feature, int version, int revision) {
        ApiServer.Answer answer =
                api.send(api.request("/api/v1/features/" + feature + "/versions/" + version + "/completion")
                        .header("If-Match", "\"" + revision + "\"")
                        .POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
    }

    private static void edit(String feature, int version, int revision, String content) {
        ApiServer.Answer answer = api.put(
                "/api/v1/features/" + feature + "/versions/" + version, revision, "{\"content\": " + content + "}");
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
    }

    private static String described(String description, String parameters) {
        return "{\"description\": \"" + description + "\", \"parameters\": [" + parameters
                + "], \"setups\": [{\"name\": \"Issue\", \"type\": \"PROCESSING_PIPELINE\","
                + " \"applicability\": {\"field\": \"Country\", \"operator\": \"EQUAL\", \"value\": \"PL\"},"
                + " \"actions\": [{\"name\": \"Sign\", \"type\": \"Sign document\","
                + " \"parameters\": {\"Input file\": {\"variable\": \"BusinessDocument\"}, \"Certificate\": \"signing\"}}]}]}";
    }

    @Test
    void derivesAFeatureAndMergesWhatItsBaseChanged() {
        String base = draft("Base", described("Of the base", ""));
        complete(base, 1, 2);
        show("/features/");
        browser.awaitText("feature-list", "Base");
        browser.pressButton("New feature");
        browser.type("form-dialog input", "Derived");
        new Select(browser.find("form-dialog select")).selectByValue(base);
        browser.assertAccessible();
        browser.screenshot("features-derive");
        browser.pressButton("Create");
        browser.awaitText("h1", "Version 1");
        assertThat(browser.find(browser.labelled("Description")).getDomProperty("value"))
                .isEqualTo("Of the base");
        browser.type(browser.labelled("Description"), "Mine");
        browser.pressButton("Save");
        browser.awaitText(".toasts", "Saved.");

        api.post("/api/v1/features/" + base + "/versions", "{}");
        edit(base, 2, 1, described("Of the newer base", "{\"name\": \"Address\", \"value\": \"https://a.example\"}"));
        complete(base, 2, 2);
        browser.pressButton("Complete");
        browser.click("confirm-dialog .primary");
        browser.awaitText("h1", "Completed");
        browser.pressButton("Derived");
        browser.pressButton("Rebase");
        browser.awaitText("feature-rebase", "Merged by itself: 1 change");
        browser.awaitText("feature-rebase", "Both sides changed the same: 1 conflict");
        browser.awaitText("feature-rebase .sides", "Of the newer base");
        picture("rebase");
        browser.click("input[value=THEIRS]");
        browser.pressButton("Create the merged draft");
        browser.awaitText("h1", "Version 2");
        assertThat(browser.find(browser.labelled("Description")).getDomProperty("value"))
                .isEqualTo("Of the newer base");
        browser.pressButton("Derived");
        browser.pressButton("Compare");
        browser.awaitText("feature-compare", "Parameters › Address › Value");
        picture("compare");
        browser.pressButton("Rebase");
        browser.awaitText("#rebase-hindrance", "Version 2 is still a draft: complete or delete it first");
        browser.awaitText("feature-rebase", "No conflict");
        assertThat(browser.find("feature-rebase .actions .primary").isEnabled()).isFalse();
        picture("rebase-while-a-draft-stands");
    }

    @Test
    void comparesVersionsValueByValue() {
        String feature = draft("Compared", described("Short", ""));
        complete(feature, 1, 2);
        api.post("/api/v1/features/" + feature + "/versions", "{}");
        edit(feature, 2, 1, RICH.replace("\"Issue\"", "\"Issue [new]\""));
        show("/features/?feature=" + feature + "&tab=compare");
        browser.awaitText("feature-compare", "Setups › Issue [new] › Actions › Send › Retry");
        browser.awaitText("feature-compare", "Format configurations › Verdict › Content");
        assertThat(browser.text("feature-compare")).doesNotContain("{", "; ");
        picture("compare-values");
        browser.media("screen", "dark");
        browser.size(360, 780);
        assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo(360L);
        picture("compare-values-phone-dark");
    }

    @Test
    void sharesExportsDeletesAndImports() {
        expectedErrors = List.of("status of 409");
        String feature = draft("Travels", described("Travels well", ""));
        complete(feature, 1, 2);
        show("/features/?feature=" + feature);
        browser.pressButton("Sharing");
        browser.awaitText("feature-sharing", "Not shared");
        browser.pressButton("Share");
        browser.type("form-dialog input", "fabrikam.example");
        browser.click("form-dialog .primary");
        browser.awaitText("feature-sharing", "fabrikam.example");
        picture("sharing");
        browser.pressButton("Stop sharing");
        browser.click("confirm-dialog .danger");
        browser.awaitText("feature-sharing", "Not shared");

        browser.pressButton("Versions");
        browser.click("feature-detail tbody .menu summary");
        browser.pressButton("Export");
        Path exported = folder.resolve("downloads").resolve(browser.downloaded());
        browser.click(".actions .menu summary");
        browser.pressButton("Delete this feature");
        browser.awaitText("confirm-dialog", "All its versions are gone for good");
        browser.click("confirm-dialog .danger");
        browser.awaitText("h1", "Features");
        browser.awaitText("feature-list", "Peppol");
        assertThat(browser.text("feature-list")).doesNotContain("Travels");
        browser.all("feature-list input[type=file]").get(0).sendKeys(exported.toString());
        browser.awaitText("h1", "Version 1");
        assertThat(browser.find(browser.labelled("Description")).getDomProperty("value"))
                .isEqualTo("Travels well");
        show("/features/");
        browser.awaitText("feature-list", "Travels");
        browser.all("feature-list input[type=file]").get(0).sendKeys(exported.toString());
        browser.awaitText("feature-list .notice.danger", "Travels");
        browser.assertAccessible();
    }

    @Test
    void changesOnlyTheFeaturesOfTheActiveProvider() {
        String feature = draft("Of the first provider", described("Kept", ""));
        show("/features/?tab=providers");
        browser.awaitText("providers-list", "active");
        browser.pressButton("New provider");
        browser.type(browser.labelled("Name"), "Fabrikam");
        browser.type(browser.labelled("Internet address"), "https://fabrikam.example");
        browser.pressButton("Create");
        browser.awaitText("providers-list", "Fabrikam");
        picture("providers");
        browser.click("providers-list button[aria-label='Make Fabrikam active']");
        browser.click("confirm-dialog .primary");
        browser.awaitText(".toasts", "Fabrikam is the active provider.");
        browser.go(api.uri("/features/?feature=" + feature + "&version=1"));
        browser.awaitText("version-page", "Only the active provider’s features can be changed.");
        assertThat(browser.all(".editor textarea:not(:disabled)")).isEmpty();
        browser.go(api.uri("/features/?tab=providers"));
        browser.find("providers-list button[aria-label^='Make']").click();
        browser.click("confirm-dialog .primary");
        browser.awaitText(".toasts", "is the active provider.");
    }

    @Test
    void copiesASetupOfAnotherFeature() {
        draft("Has setups", RICH);
        String feature = draft("Takes setups", "{}");
        show("/features/?feature=" + feature + "&version=1");
        browser.click(".actions .menu summary");
        browser.pressButton("Copy a setup");
        choose("form-dialog select", "Has setups");
        browser.await("the setup's name", "document.querySelector('form-dialog input')?.value === 'Issue'");
        browser.assertAccessible();
        browser.screenshot("features-copy-setup");
        browser.pressButton("Copy");
        browser.awaitText(".editor-body h2", "Issue");
        browser.awaitText(".sentence", "Country is equal to “DE”");
    }

    @Test
    void namesEveryFaultAtItsPlaceAndKeepsWhatWasTyped() {
        String feature = draft("Faulty", RICH);
        show("/features/?feature=" + feature + "&version=1&part=setup&setup=1");
        browser.find(".clause");
        browser.pressButton("Send");
        browser.type(browser.labelled("Retries at most"), "many");
        browser.find(browser.labelled("Longest wait")).sendKeys(Keys.BACK_SPACE);
        browser.pressButton("Add variable");
        browser.type(browser.labelled("Name"), "Attempts");
        choose(browser.labelled("Data type"), "UUID");
        browser.type(browser.labelled("Value"), "no uuid");
        browser.type(browser.labelled("Name"), "Attempts");
        browser.pressButton("Save");
        browser.awaitText("#findings h2", "4 faults");
        assertThat(browser.text("#findings"))
                .contains(
                        "“many” is no number of retries",
                        "is no duration",
                        "“no uuid” is no value of this type",
                        "“Attempts” stands twice");
        browser.awaitText(".item .fault", "“no uuid” is no value of this type.");
        assertThat(browser.find(browser.labelled("Retries at most")).getDomProperty("value"))
                .isEqualTo("many");
        picture("faults");
        assertThat(api.get("/api/v1/features/" + feature + "/versions/1")
                        .body()
                        .path("revision")
                        .asInt())
                .as("nothing is stored")
                .isEqualTo(2);
    }

    @Test
    void showsWhatTheServiceRefusesAtItsPlace() {
        expectedErrors = List.of("status of 400");
        String feature = draft("Refused", RICH);
        show("/features/?feature=" + feature + "&version=1&part=parameters");
        browser.find("fieldset");
        browser.run("const value = document.querySelectorAll('fieldset textarea')[0]; value.value = 'x'.repeat(5000);"
                + "value.dispatchEvent(new Event('input'))");
        browser.pressButton("Save");
        browser.awaitText(".notice.danger", "5000");
        browser.awaitText("#findings", "at most 4000 characters");
        browser.assertAccessible();
        browser.awaitText(".save-bar", "Unsaved changes");
    }

    @Test
    void movesActionsWithTheKeyboardAndLetsReferencesFollowNames() {
        String feature = draft("Keyboard", RICH);
        show("/features/?feature=" + feature + "&version=1&part=setup&setup=1");
        browser.find(".action");
        browser.find("button[aria-label='Move action Make down']").sendKeys(Keys.ENTER);
        browser.await("the second place", "document.querySelectorAll('.action-name')[1].innerText === 'Make'");
        assertThat(browser.run("return document.activeElement.getAttribute('aria-label')"))
                .isEqualTo("Move action Make down");
        assertThat(browser.run("return getComputedStyle(document.activeElement).outlineStyle"))
                .isEqualTo("solid");
        browser.find("button[aria-label='Move action Make up']").sendKeys(Keys.ENTER);
        browser.await("the first place again", "document.querySelectorAll('.action-name')[0].innerText === 'Make'");
        browser.find("button.fold[aria-controls$='actions-0--body']").sendKeys(Keys.ENTER);
        browser.type("#at-setups-0-actions-0-name", "Transform");
        browser.press(Keys.TAB);
        browser.pressButton("Sign");
        browser.await(
                "the renamed action's output",
                "document.querySelectorAll('.action')[1].querySelector('select').selectedOptions[0].innerText === 'Transform → Output file'");
        browser.pressButton("Discard");
        browser.awaitText("confirm-dialog", "Everything that you changed since the last save is lost.");
        browser.click("confirm-dialog .danger");
        browser.await("no unsaved change", "document.querySelector('.save-bar') === null");
    }
}
