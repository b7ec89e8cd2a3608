package io.einvoicing.http.pages;

import static io.einvoicing.http.pages.SubmissionStates.HOSTILE;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.access.Role;
import io.einvoicing.http.api.ApiServer;
import io.einvoicing.submission.InvoiceStatus;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The submission log in Chromium over the real API. */
class SubmissionLogPageTest extends PageTest {
    private static final String READY =
            "document.querySelector('h1') !== null && document.querySelector('main [aria-busy=true]') === null && document.fonts.status === 'loaded'";
    private static final String CONFIRM = "confirm-dialog .dialog-foot .button:last-child";
    private static final String SEND = "form-dialog .primary";
    private static final String API = "/api/v1/submissions/";

    private ApiServer api;
    private SubmissionStates states;

    @BeforeEach
    void serve() {
        api = new ApiServer();
        states = new SubmissionStates(api);
    }

    @Override
    void endServing() {
        // A page that looks again would complain, and in the next test's console.
        if (browser != null) {
            browser.go(URI.create("about:blank"));
        }
        api.close();
    }

    private void open(String address, Role... roles) {
        browser.open(api.uri("/submissions/" + address + "#token=" + api.token(roles)));
        browser.await("the page", READY);
    }

    private void openOne(String id) {
        open("?submission=" + id, Role.SUBMIT);
        browser.find("#runs");
    }

    private static void picture(String name) {
        browser.run("window.scrollTo(0, 0)");
        browser.assertAccessible();
        browser.screenshot("submissions-" + name);
    }

    private static void awaitRows(int number) {
        browser.await(number + " rows", "document.querySelectorAll('.submissions tbody tr').length === " + number);
    }

    private static List<String> records() {
        return browser.all(".submissions tbody th a").stream()
                .map(link -> link.getText())
                .toList();
    }

    private String status(String id) {
        return api.get(API + id).text("status");
    }

    private void oneOfEach() {
        states.completed("FTI-1001", InvoiceStatus.ACCEPTED);
        states.completed("FTI-1002", InvoiceStatus.REJECTED);
        states.failed("FTI-1003");
        states.undecided("FTI-1004");
        states.setAside("FTI-1005");
        states.retrying("FTI-1006");
        states.scheduled("FTI-1007");
        states.scheduled("FTI-" + HOSTILE, "USMF", "{}");
    }

    @Test
    void showsWhatNeedsAPersonAndKeepsFiltersInTheAddress() {
        oneOfEach();
        open("", Role.SUBMIT);

        awaitRows(8);
        browser.awaitText(".attention-title", "3 submissions need a person");
        assertThat(records().get(0)).isEqualTo("FTI-" + HOSTILE);
        assertThat(browser.text(".submissions tbody tr:nth-child(5)"))
                .contains("FTI-1004", "Needs a decision", "no answer within 30 s", "Production");
        picture("log");

        browser.click(".attention-groups a:last-child");
        awaitRows(1);
        assertThat(records()).containsExactly("FTI-1003");
        assertThat(browser.address()).contains("status=FAILED");
        browser.pressButton("Needs a person");
        awaitRows(3);
        assertThat(records()).containsExactly("FTI-1005", "FTI-1004", "FTI-1003");
        browser.pressButton("In process");
        awaitRows(5);
        browser.pressButton("All");
        awaitRows(8);

        browser.type("#record", "FTI-100");
        browser.press(Keys.ENTER);
        awaitRows(7);
        browser.run("document.querySelector('.statuses input[value=COMPLETED]').click()");
        awaitRows(2);
        browser.run("document.querySelector('.more-filters').open = true");
        browser.type("#invoiceStatus", "rejected");
        browser.press(Keys.ENTER);
        awaitRows(1);
        String shared = browser.address();
        assertThat(shared).contains("record=FTI-100", "status=COMPLETED", "invoiceStatus=REJECTED");
        picture("filtered");
        browser.go(api.uri("/submissions/"));
        awaitRows(8);
        browser.go(URI.create(shared));
        awaitRows(1);
        assertThat(records()).containsExactly("FTI-1002");

        browser.pressButton("Clear filters");
        awaitRows(8);
        browser.type("#legalEntity", "USMF");
        browser.press(Keys.TAB);
        awaitRows(1);
        browser.type("#record", "FTI-1");
        browser.press(Keys.ENTER);
        browser.awaitText(".empty", "No submission matches");
        picture("no-match");
        assertThat(browser.run("return document.title").toString()).doesNotContain("pwned");
    }

    @Test
    void showsTheLogPageByPageAndLooksAgainWhileWorkIsInProcess() {
        for (int i = 0; i < 55; i++) {
            states.setAside("OLD-" + i);
        }
        String running = states.scheduled("FTI-1");
        open("", Role.SUBMIT);
        awaitRows(50);
        browser.click(".more");
        awaitRows(56);
        assertThat(browser.all(".more")).isEmpty();

        browser.awaitText(".submissions tbody tr:first-child", "Scheduled");
        states.end(running);
        browser.awaitText(".submissions tbody tr:first-child", "Failed");
        awaitRows(56);
    }

    @Test
    void showsEverythingOfOneSubmission() throws Exception {
        String failed = states.failed("FTI-1003");
        openOne(failed);

        assertThat(browser.text("h1")).contains("FTI-1003", "Failed");
        assertThat(browser.text(".notice.danger")).contains("It failed", "BR-CO-15");
        List<String> messages = browser.all(".messages .badge").stream()
                .map(badge -> badge.getText())
                .toList();
        assertThat(messages).containsExactly("Error", "Warning", "Info");
        assertThat(browser.text("#runs"))
                .contains("1. Render", "2. Send", "340 ms", "/Invoice/LegalMonetaryTotal", HOSTILE);
        assertThat(browser.text("#facts")).contains("Not counted", "Production", "Peppol BIS Billing 3", "Setup");
        assertThat(browser.text("#values")).contains("OrderNumber", "PO-7", "LegalEntity");
        assertThat(browser.text("#files")).contains("Input", "application/json");
        picture("failed");

        browser.click("#files .row-actions .button");
        browser.awaitText(".file-text", "total");
        picture("file");
        browser.pressButton("Save");
        String saved = browser.downloaded();
        assertThat(Files.readString(folder.resolve("downloads").resolve(saved))).isEqualTo("{\"total\": 10}");
        Files.delete(folder.resolve("downloads").resolve(saved));
        browser.press(Keys.ESCAPE);

        String accepted = states.completed("FTI-1001", InvoiceStatus.ACCEPTED);
        openOne(accepted);
        assertThat(browser.text("h1")).contains("Completed", "Accepted");
        assertThat(browser.text("#values")).contains("To the ERP", "2026/4711");
        assertThat(browser.all(".title-line .button").stream().map(button -> button.getText()))
                .noneMatch(text -> text.startsWith("Resubmit") || text.startsWith("Drive on"));
        picture("accepted");
        browser.media("screen", "dark");
        browser.size(360, 780);
        picture("accepted-phone-dark");
        assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo(360L);
    }

    @Test
    void showsHostileFilesAsTextAndKeepsOneFromRunning() {
        String id = states.scheduled("FTI-1", "DEMF", "{\"a\": \"<script>document.title='pwned'</script>\"}");
        openOne(id);

        browser.click("#files .row-actions .button");

        browser.awaitText(".file-text", "<script>document.title='pwned'</script>");
        assertThat(browser.run("return document.title").toString()).doesNotContain("pwned");
        assertThat(browser.all("file-dialog script, #content img")).isEmpty();
    }

    @Test
    void cancelsResubmitsAndDrivesOn() {
        expectedErrors = List.of("status of 409", "status of 422");
        String waiting = states.scheduled("FTI-1");
        openOne(waiting);
        browser.click(".menu summary");
        browser.pressButton("Cancel …");
        browser.awaitText("confirm-dialog", "withdrawn before anything is sent");
        picture("cancel");
        browser.click(CONFIRM);
        browser.awaitText("h1", "Canceled");

        browser.pressButton("Resubmit");
        browser.click(CONFIRM);
        browser.awaitText("#family", "this one");
        browser.awaitText(".title-line", "Resubmission");
        browser.awaitText("#family", "parent");
        assertThat(browser.all("#family li")).hasSize(2);

        // In process again: what the service refuses, the dialog says.
        String failed = states.failed("FTI-2");
        openOne(failed);
        browser.pressButton("Drive on");
        browser.choose("from", "Render");
        picture("drive-on");
        api.post(API + failed + "/redrive", "");
        browser.click(SEND);
        browser.awaitText("form-dialog", "it runs");
        picture("refused");
        browser.awaitText("h1", "Scheduled");
        browser.press(Keys.ESCAPE);

        String other = states.setAside("FTI-3");
        openOne(other);
        browser.pressButton("Drive on");
        browser.click(SEND);
        browser.awaitText("h1", "Scheduled");
        assertThat(status(other)).isEqualTo("SCHEDULED");

        String retrying = states.retrying("FTI-4");
        openOne(retrying);
        assertThat(browser.text(".stack .notice")).contains("Tries again", "The host answered 503");
        browser.pressButton("Try now");
        browser.click(SEND);
        browser.awaitText(".toasts", "goes on");
    }

    @Test
    void letsAPersonDecideWhatBecameOfACall() {
        expectedErrors = List.of("status of 400");
        String asked = states.undecided("FTI-1");
        openOne(asked);
        assertThat(browser.text(".notice.warning")).contains("Nobody knows", "No answer within 30 s");
        picture("undecided");

        browser.pressButton("Enter the answer");
        browser.click(SEND);
        browser.awaitText("form-dialog .fault", "The verdict is missing");
        browser.fill("invoiceStatus", "accepted!");
        browser.click(SEND);
        browser.awaitText("form-dialog .fault", "capital letters");
        browser.fill("invoiceStatus", "accepted");
        browser.fill("receipt", "2026/4711");
        browser.fill("note", "Mrs. Weber, by phone");
        browser.fill("contentText", "<receipt/>");
        picture("answer");
        browser.click(SEND);
        browser.awaitText("h1", "Accepted");
        assertThat(browser.text("#runs")).contains("2026/4711", "Mrs. Weber", "Completed");
        assertThat(status(asked)).isEqualTo("SCHEDULED");

        String repeated = states.undecided("FTI-2");
        openOne(repeated);
        browser.pressButton("Repeat the call");
        browser.awaitText("confirm-dialog", "same idempotency key");
        browser.click(CONFIRM);
        browser.awaitText(".toasts", "repeated");
        assertThat(api.get(API + repeated).text("pendingReason")).isEqualTo("RETRY");

        String left = states.undecided("FTI-3");
        openOne(left);
        browser.pressButton("Give up");
        browser.click(CONFIRM);
        browser.awaitText("h1", "Failed");
        browser.click(".menu summary");
        browser.pressButton("Enter the answer");
        browser.awaitText("form-dialog", "What does the authority say?");
    }

    @Test
    void sendsRelatedSubmissions() throws Exception {
        expectedErrors = List.of("status of 422");
        String id = states.completed("FTI-1", InvoiceStatus.REJECTED);
        openOne(id);
        browser.pressButton("Send related");
        browser.await("the document", "document.querySelector('form-dialog textarea')?.value === '{\"total\": 10}'");
        browser.fill("contentText", "{\"total\": 11}");
        browser.click("form-dialog .add");
        browser.fill("variables[1].name", "Colour");
        browser.fill("variables[1].value", "red");
        browser.click(SEND);
        browser.awaitText("form-dialog .fault", "takes no variable of this name");
        picture("related");
        browser.click("form-dialog .list-item:nth-child(2) .remove");
        browser.click(SEND);
        browser.awaitText(".title-line", "Correction");
        browser.awaitText("#family", "parent");
        assertThat(browser.text("#values")).contains("PO-7");

        String other = states.completed("FTI-2", InvoiceStatus.ACCEPTED);
        openOne(other);
        browser.pressButton("Send related");
        browser.choose("source", "file");
        browser.click(SEND);
        browser.awaitText("form-dialog .fault", "A file is missing");
        Path file = Files.writeString(folder.resolve("cancellation.xml"), "<Cancel/>");
        browser.find("#related-file").sendKeys(file.toString());
        browser.awaitText("form-dialog", "cancellation.xml");
        browser.click(SEND);
        browser.awaitText(".title-line", "Cancellation");
        String child = browser.address().replaceFirst(".*submission=", "");
        assertThat(api.get(API + child).body().at("/log/files/0/mediaType").asText())
                .contains("xml");
    }

    @Test
    void drivesManyOnAndShowsHowFarItIs() throws Exception {
        for (int i = 1; i <= 5; i++) {
            states.failed("FTI-" + i);
        }
        String undecided = states.undecided("FTI-6");
        open("?needsPerson=true", Role.SUBMIT);
        awaitRows(6);
        browser.click("thead .pick");
        browser.awaitText(".save-bar", "6 selected");
        picture("selected");
        browser.click("thead .pick");
        browser.click(".submissions tbody tr:nth-child(1) .pick");
        browser.click(".submissions tbody tr:nth-child(2) .pick");
        browser.pressButton("Results (ZIP)");
        assertThat(browser.downloaded()).isEqualTo("results.zip");
        Files.delete(folder.resolve("downloads").resolve("results.zip"));
        browser.pressButton("Drive on");
        browser.awaitText("confirm-dialog", "waits for a decision, stays as it is");
        browser.click(CONFIRM);
        browser.awaitText("#redrive", "Driving on …");
        assertThat(browser.address()).contains("redrive=");
        picture("driving-on");

        browser.reload();
        browser.awaitText("#redrive", "Driving on …");
        api.store.redrives().advance(api.clock.instant(), 100);
        browser.awaitText("#redrive", "Driving on is done");
        assertThat(browser.text("#redrive")).contains("What became of its call is not known");
        assertThat(browser.text("#redrive .figures div:nth-child(2) dd")).isEqualTo("1");
        awaitRows(5);
        picture("driven-on");
        assertThat(status(undecided)).isEqualTo("PENDING");
        browser.click("#redrive .card-head .button");
        browser.await("the report hidden", "document.querySelector('#redrive') === null");

        browser.click(".title-line .menu summary");
        browser.pressButton("Drive on all that match");
        browser.awaitText("confirm-dialog", "whether it is shown here or not");
        browser.click(CONFIRM);
        browser.awaitText("#redrive", "Driving on …");
        api.store.redrives().advance(api.clock.instant(), 100);
        browser.awaitText("#redrive", "Driving on is done");
        assertThat(browser.text("#redrive .figures div:nth-child(2) dd")).isEqualTo("4");
        awaitRows(1);
    }

    @Test
    void decidesAboutManyAtOnce() {
        for (int i = 1; i <= 4; i++) {
            states.undecided("FTI-" + i);
        }
        String failed = states.failed("FTI-5");
        open("?needsPerson=true", Role.SUBMIT);
        awaitRows(5);
        browser.click(".submissions tbody tr:nth-child(1) .pick");
        browser.awaitText(".save-bar", "1 selected");
        assertThat(browser.text(".save-bar")).doesNotContain("Repeat");
        browser.click(".submissions tbody tr:nth-child(2) .pick");
        picture("selected-undecided");
        browser.pressButton("Repeat the calls");
        browser.awaitText("confirm-dialog", "same idempotency key");
        browser.awaitText("confirm-dialog", "stays as it is");
        picture("repeat-many");
        browser.click(CONFIRM);
        browser.awaitText("#redrive", "Repeating calls …");
        api.store.redrives().advance(api.clock.instant(), 100);
        browser.awaitText("#redrive", "Repeating calls is done");
        assertThat(browser.text("#redrive")).contains("It waits for no decision");
        assertThat(browser.text("#redrive .figures div:nth-child(2)")).contains("Repeated", "1");
        awaitRows(4);

        browser.click(".title-line .menu summary");
        browser.pressButton("Give up the calls of all");
        browser.awaitText("confirm-dialog", "whether it is shown here or not");
        browser.click(CONFIRM);
        browser.awaitText("#redrive", "Giving up …");
        api.store.redrives().advance(api.clock.instant(), 100);
        browser.awaitText("#redrive", "Giving up is done");
        assertThat(browser.text("#redrive .figures div:nth-child(2) dd")).isEqualTo("3");
        assertThat(status(failed)).isEqualTo("FAILED");
        picture("given-up-many");
    }

    @Test
    void isEmptyBeforeTheFirstSubmissionAndSaysWhoMayUseIt() {
        expectedErrors = List.of("status of 404", "status of 400");
        open("", Role.SUBMIT);
        browser.awaitText(".empty", "No submissions yet");
        browser.awaitText(".attention-notice", "Nothing needs a person");
        picture("empty");

        open("?environment=nowhere", Role.SUBMIT);
        browser.awaitText("#content .notice.danger", "nowhere");
        open("?submission=00000000-0000-0000-0000-000000000001", Role.SUBMIT);
        browser.awaitText("#content .notice.danger", "does not exist");
        picture("unknown");

        open("", Role.values());
        picture("all-pages");
        assertThat(browser.run("return document.querySelector('.header-line').scrollWidth"))
                .isEqualTo(1280L);
        assertThat(browser.find("#pages a[href='../audit/']").isDisplayed()).isTrue();

        open("", Role.USAGE);
        browser.awaitText("#content", "This page needs the role submit");
        assertThat(browser.all("#pages a[href='../submissions/']")).isEmpty();
        picture("no-access");
    }

    @Test
    void isOperableByKeyboardOnAPhoneAndInTheDark() {
        oneOfEach();
        browser.size(360, 780);
        open("", Role.SUBMIT);
        awaitRows(8);
        picture("phone");
        assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo(360L);

        browser.media("screen", "dark");
        browser.size(1280, 900);
        picture("log-dark");
        browser.run("document.querySelector('.statuses input[value=FAILED]').focus()");
        browser.press(Keys.SPACE);
        awaitRows(1);
        browser.run("document.querySelector('.submissions .pick').focus()");
        browser.press(Keys.SPACE);
        browser.awaitText(".save-bar", "1 selected");
        browser.press(Keys.TAB, Keys.TAB);
        assertThat(browser.run("return document.activeElement.textContent")).isEqualTo("FTI-1003");
        browser.press(Keys.ENTER);
        browser.awaitText("h1", "FTI-1003");
        picture("failed-dark");
        browser.click(".back");
        awaitRows(1);
        assertThat(browser.address()).contains("status=FAILED");
    }
}
