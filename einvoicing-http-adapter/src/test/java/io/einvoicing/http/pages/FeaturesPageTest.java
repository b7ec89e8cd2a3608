package io.einvoicing.http.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.einvoicing.access.Role;
import io.einvoicing.http.api.ApiServer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;

/** The pages of features in Chromium over the real API. */
class FeaturesPageTest {
    @TempDir
    private static Path folder;

    private static Browser browser;
    private static ApiServer api;
    private List<String> expectedErrors = List.of();

    @BeforeAll
    static void start() throws Exception {
        if (Browser.isAvailable()) {
            browser = Browser.start(folder);
            api = new ApiServer(PipelineActions.all());
            api.clock.set(Instant.now());
            api.publish();
        }
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
            api.close();
        }
    }

    @BeforeEach
    void useADesk() {
        assumeTrue(browser != null, Browser.UNAVAILABLE);
        browser.size(1280, 900);
        browser.media("screen", "light");
    }

    @AfterEach
    void hasNoErrorInTheConsole() {
        if (browser != null) {
            browser.assertNoConsoleErrors(expectedErrors.toArray(String[]::new));
        }
    }

    private static void show(String page) {
        browser.open(api.uri(page + "#token=" + api.token(Role.values())));
    }

    private static void enter(String selector, String text) {
        WebElement field = browser.find(selector);
        field.clear();
        field.sendKeys(text);
    }

    private static void choose(String selector, String text) {
        new Select(browser.find(selector)).selectByVisibleText(text);
    }

    /** Finds the last visible control of a label, as a person does. */
    private static String labelled(String label) {
        browser.await(
                "label " + label,
                "[...document.querySelectorAll('label')].some(each => each.offsetParent && each.innerText.startsWith('"
                        + label + "'))");
        return "#"
                + browser.run(
                        "return [...document.querySelectorAll('label')].findLast(each => each.offsetParent && each.innerText.startsWith(arguments[0])).htmlFor",
                        label);
    }

    /** Presses the last visible button of a text. */
    private static void press(String text) {
        String found =
                "[...document.querySelectorAll('button, summary, a')].findLast(each => each.offsetParent && !each.disabled && each.innerText.trim().startsWith('"
                        + text + "'))";
        browser.await("button " + text, found + " !== undefined");
        WebElement button = (WebElement)
                browser.run("const found = " + found + "; found.scrollIntoView({block: 'center'}); return found");
        button.click();
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
        press("New feature");
        enter("form-dialog input", "Peppol invoices");
        press("Create");
        browser.awaitText("h1", "Version 1");

        press("Add setup");
        enter(labelled("Name"), "Issue");
        press("Add clause");
        enter(".clause-field", "Country");
        enter(".clause-value", "DE");
        browser.awaitText(".sentence", "when Country is equal to “DE”");

        press("Format configurations");
        press("Add format configuration");
        enter(labelled("Stylesheet"), "<xsl:stylesheet/>");
        enter(labelled("Name"), "UBL");
        press("Issue");

        press("Add action");
        press("Transform document");
        browser.awaitText(".action", "Transform document");
        press("Validate");
        browser.awaitText("#findings", "1 fault");
        browser.awaitText("#findings", "Issue › Transform document › Configuration");
        browser.awaitText(".parameter-field", "The mandatory parameter is not set");
        picture("findings");

        browser.click("#findings .link");
        browser.await("the focus at the fault", "document.activeElement.id.endsWith('Configuration')");
        choose(labelled("Configuration"), "UBL");
        browser.awaitText(".save-bar", "Unsaved changes");
        press("Check again");
        browser.awaitText("#findings", "Nothing is wrong");
        press("Complete");
        browser.awaitText("confirm-dialog", "can never be changed again");
        browser.click("confirm-dialog .primary");
        browser.awaitText("h1", "Completed");
        picture("completed");

        press("Deploy");
        browser.awaitText("form-dialog", "Deploy version 1");
        browser.assertAccessible();
        browser.screenshot("features-deploy");
        browser.click("form-dialog .primary");
        browser.awaitText(".toasts", "Version 1 is deployed");
        press("Peppol invoices");
        browser.awaitText("feature-detail", "Production");
        browser.awaitText("feature-detail", "Published");
        picture("versions");
        press("Deployments");
        browser.awaitText("feature-detail", "version 1 serves");
        picture("deployments");
        press("Cancel deployment");
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
        press("Send");
        browser.awaitText(".retry-plan", "Waits 1 minute, 2 minutes, 4 minutes, 8 minutes, 16 minutes: 5 retries.");
        press("Sign");
        picture("rich");
        browser.media("screen", "dark");
        picture("rich-dark");
        browser.media("screen", "light");
        for (String part : List.of("Format configurations", "Feature parameters", "Application setups", "Version")) {
            press(part);
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
                press("Send");
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
        enter(labelled("Description"), "Mine");
        ApiServer.Answer theirs = api.put(
                "/api/v1/features/" + feature + "/versions/1",
                2,
                "{\"content\": " + RICH.replace("Invoices to", "Bills for") + "}");
        assertThat(theirs.status()).isEqualTo(200);
        press("Save");
        browser.awaitText(".conflict", "Somebody else changed this meanwhile.");
        browser.awaitText(".conflict", "Bills for German authorities");
        picture("conflict");
        press("Keep mine");
        assertThat(browser.find(labelled("Description")).getDomProperty("value"))
                .isEqualTo("Mine");
        press("Save");
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
        press("Group the 2 chosen parts");
        browser.awaitText(
                ".sentence", "Country is equal to “BR” and (Model is equal to “55” or State is equal to “SP”)");
        press("Ungroup");
        browser.awaitText(
                ".sentence", "Country is equal to “BR” and Model is equal to “55” and State is equal to “SP”");
        choose(".combine", "At least one of these holds (or)");
        choose(".clause-operator", "contains");
        choose(".clause-type", "Number");
        browser.awaitText(".sentence", "Country is equal to BR or Model");
        press("Save");
        browser.awaitText("#findings", "“BR” is no value of this type.");
        enter(".clause-value", "12.5");
        press("Save");
        browser.awaitText(".toasts", "Saved.");
        assertThat(api.get("/api/v1/features/" + feature + "/versions/1")
                        .body()
                        .at("/content/setups/0/applicability/any/0/value")
                        .decimalValue())
                .isEqualByComparingTo("12.5");
    }
}
