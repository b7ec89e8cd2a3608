package io.einvoicing.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.http.api.ApiServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The description of the REST API, in Chromium, read from the document that the API serves. */
class ApiDocsPageTest extends PageTest {
    private static final String READY =
            "document.querySelector('article h1') !== null && document.fonts.status === 'loaded'";

    private static ApiServer server;

    @BeforeAll
    static void start() {
        server = new ApiServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Opens the page without a token. */
    private void open(String address) {
        browser.open(server.uri(address));
        browser.await("the page", READY);
    }

    @Test
    void listsEveryOperationByArea() {
        open("/api-docs/");

        Object described = browser.run("""
                return (async () => {
                  const document = await (await fetch('../api/v1/openapi.json')).json();
                  return Object.values(document.paths).flatMap((each) => Object.values(each)).map((each) => each.summary).sort();
                })()""");
        List<String> listed = browser.all(".operations li a .method + span").stream()
                .map(each -> (String) browser.run("return arguments[0].textContent", each))
                .sorted()
                .toList();
        assertThat(listed).hasSizeGreaterThan(70).isEqualTo(described);
        assertThat(browser.text("article"))
                .contains("OpenAPI 3.1", "Number sequences", "Errors are application/problem+json");
        browser.assertAccessible();
        browser.screenshot("api-docs");
    }

    @Test
    void showsAnOperationWithParametersRequestAnswersAndExamples() {
        open("/api-docs/?operation=renameEnvironment");

        assertThat(browser.text("article h1")).isEqualTo("Renames an environment that was never published");
        assertThat(browser.text("article"))
                .contains(
                        "/api/v1/environments/{environment}/name",
                        "If-Match",
                        "curl -X PUT",
                        "Authorization: Bearer $TOKEN")
                .contains("\"status\": \"NOT_PUBLISHED\"")
                .doesNotContain("urn:einvoicing:problem:stale-revision");
        browser.screenshot("api-docs-operation");
        browser.run("document.querySelectorAll('#answers details').forEach(each => each.open = true)");
        assertThat(browser.text("#answers")).contains("urn:einvoicing:problem:stale-revision", "currentRevision");
        browser.assertAccessible();
        browser.media("screen", "dark");
        browser.assertAccessible();
        browser.screenshot("api-docs-operation-dark");
    }

    @Test
    void findsOperationsBySeveralWordsAndKeepsThemInTheAddress() {
        open("/api-docs/");

        browser.type("#search", "former rollback");
        browser.awaitText("[role=status]", "One operation and 0 schemas match.");
        assertThat(browser.address()).endsWith("?search=former+rollback");
        browser.press(Keys.TAB, Keys.ENTER);
        browser.awaitText("article .address-line", "/snapshots/{number}/rollback");
        assertThat(browser.run("return document.activeElement === document.querySelector('article h1')"))
                .isEqualTo(true);
        assertThat(browser.address()).contains("operation=").contains("search=former");

        browser.back();
        browser.awaitText("article h1", "REST API");
        browser.type("#search", "no such thing");
        browser.awaitText("[role=status]", "0 operations and 0 schemas match.");
        browser.assertAccessible();
    }

    @Test
    void leadsFromARequestToItsSchemaAndBack() {
        open("/api-docs/?operation=submit");

        browser.click("#request a[href*='schema=SubmittedDocument'], #request a[href*='schema=']");
        browser.await("a schema", "location.search.includes('schema=')");
        browser.awaitText("article .eyebrow", "Schema");
        assertThat(browser.all("article table.members tbody tr")).isNotEmpty();
        browser.assertAccessible();
        browser.screenshot("api-docs-schema");
        browser.back();
        browser.awaitText("article h1", "Submits a business document");
    }

    @Test
    void saysThatThereIsNoSuchOperation() {
        open("/api-docs/?operation=nothing");

        assertThat(browser.text("article")).contains("There is no operation “nothing”");
        browser.assertAccessible();
    }

    @Test
    void isReadableOnAPhone() {
        browser.size(390, 844);
        open("/api-docs/");
        assertFits();
        browser.screenshot("api-docs-phone");
        open("/api-docs/?operation=renameEnvironment");
        assertFits();
        WebElement back = browser.find(".back");
        browser.assertAccessible();
        browser.screenshot("api-docs-operation-phone");
        back.click();
        browser.awaitText("article h1", "REST API");
        assertThat(browser.find("#search").isDisplayed()).isTrue();
    }

    private static void assertFits() {
        assertThat(browser.run("""
                return [...document.querySelectorAll('main *')]
                  .filter((each) => each.getBoundingClientRect().right > 390 && !each.closest('pre, .table-scroll'))
                  .map((each) => each.outerHTML.slice(0, 120))""")).isEqualTo(List.of());
        assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo(390L);
    }
}
