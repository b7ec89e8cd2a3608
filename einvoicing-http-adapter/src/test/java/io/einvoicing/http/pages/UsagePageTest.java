package io.einvoicing.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The dashboard in Chromium over made-up figures. */
class UsagePageTest extends PageTest {
    private static final String READY =
            "document.querySelector('.title-line p')?.innerText.startsWith('Figures as of') && !document.querySelector('[aria-busy=true]')"
                    + " && [...document.querySelectorAll('figure-chart')].every(chart => chart.dataset.drawn)"
                    + " && document.fonts.status === 'loaded'";

    private static PagesServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new PagesServer(0);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Opens the dashboard of a fresh organization with those figures. */
    private static void show(String figures, String query) {
        browser.open(server.uri("/usage/" + query + "#token=" + figures + "-" + UUID.randomUUID()));
    }

    private static void showReady(String figures, String query) {
        show(figures, query);
        browser.await("the figures", READY);
    }

    @Test
    void showsTheFourIndicatorsByTheirNames() {
        showReady("ordinary", "");

        assertThat(browser.all("h2").stream().map(WebElement::getText))
                .contains(
                        "Usage per month (exporting direction)",
                        "Usage by feature",
                        "Usage by environment",
                        "Usage per month (importing direction)");
        assertThat(browser.text(".sum"))
                .contains("Free volume", "Purchased volume", "Used volume", "Balance volume", "1,000", "893", "+207");
        browser.assertAccessible();
        browser.screenshot("light");
    }

    @Test
    void looksWellInTheDark() {
        browser.media("screen", "dark");
        showReady("ordinary", "");
        browser.assertAccessible();
        browser.screenshot("dark");
    }

    @Test
    void changesTheThemeAndKeepsIt() {
        showReady("ordinary", "");
        browser.click("page-header button[aria-label='Use the dark theme']");
        browser.find("page-header button[aria-label='Use the light theme']");
        browser.go(server.uri("/usage/"));
        browser.find("page-header button[aria-label='Use the light theme']");
        assertThat(browser.run("return getComputedStyle(document.body).colorScheme"))
                .isEqualTo("dark");
    }

    @Test
    void isReadableOnAPhone() {
        browser.size(360, 780);
        showReady("ordinary", "");
        assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo(360L);
        browser.assertAccessible();
        browser.screenshot("phone");
        browser.media("screen", "dark");
        browser.await("the charts again", READY);
        browser.screenshot("phone-dark");
    }

    @Test
    void printsTheFiguresWithoutItsControls() {
        browser.media("screen", "dark");
        showReady("large", "");
        browser.media("", "dark");
        browser.print("print");
        browser.size(720, 1000);
        browser.media("print", "dark");
        browser.await("the figures unfolded", "document.querySelector('details.figures').open");
        assertThat(browser.run("return getComputedStyle(document.querySelector('.toolbar')).display"))
                .isEqualTo("none");
        assertThat(browser.all(".ranking .beyond").stream().allMatch(WebElement::isDisplayed))
                .isTrue();
        browser.screenshot("print");
    }

    @Test
    void saysWhatToDoWhenThereIsNothingYet() {
        showReady("empty", "");
        browser.awaitText("#export", "No documents were counted");
        browser.awaitText("#features", "No feature was used");
        browser.awaitText("#import", "Nothing was received");
        browser.awaitText("#deviations", "No deviation in this period");
        assertThat(browser.text(".sum")).contains("+100");
        browser.assertAccessible();
        browser.screenshot("empty");
    }

    @Test
    void showsAProblemWithItsRemedyAndTriesAgain() {
        expectedErrors = List.of("status of 503");
        show("failing", "");
        browser.awaitText(".notice.danger", "The service is unavailable");
        browser.awaitText(".notice.danger", "repeat the same request, which is safe even if it took effect.");
        browser.awaitText(".notice.danger", "5f0c9d4e-7c1b-4a57-9d0f-2f1f64a5b7aa");
        browser.assertAccessible();
        browser.screenshot("error");

        browser.run("sessionStorage.setItem('einvoicing.token', 'ordinary-after')");
        browser.go(server.uri("/usage/"));
        browser.await("the figures", READY);
    }

    @Test
    void showsTheRestWhenOnePartFails() {
        expectedErrors = List.of("status of 503");
        showReady("partly", "");
        browser.awaitText("#import .notice.danger", "The service is unavailable");
        browser.awaitText("#features", "Peppol BIS Billing 3 (NL)");
        browser.find("#export-chart svg");
        browser.assertAccessible();
        browser.screenshot("one-part-fails");
    }

    @Test
    void writesNumbersAsItsReaderDoes() {
        browser.locale("de-DE");
        try {
            showReady("ordinary", "");
            assertThat(browser.text(".sum")).contains("1.000");
            assertThat(browser.text(".headline h2")).isEqualTo("November 2026");
            assertThat(browser.text("#purchases tbody th")).contains("01.11.2026");
        } finally {
            browser.locale("en-US");
        }
    }

    @Test
    void worksWhereverAServerMountsIt() {
        try (PagesServer mounted = new PagesServer(0, "/vendor/invoicing/")) {
            browser.open(mounted.uri("/vendor/invoicing/#token=ordinary-mounted"));
            browser.await("the figures", READY);
            assertThat(browser.address()).endsWith("/vendor/invoicing/usage/");
        }
    }

    @Test
    void sixtyMonthsWithFiftyFeaturesAreUsable() {
        showReady("large", "");
        long start = System.nanoTime();
        browser.run("document.querySelector('#period').value = '60';"
                + "document.querySelector('#period').dispatchEvent(new Event('change'))");
        browser.await("60 months", "document.querySelectorAll('#export tbody tr').length === 60");
        browser.await("the figures", READY);
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        System.out.println("60 months x 50 features: drawn after " + taken.toMillis() + " ms");

        assertThat(browser.all("#features tbody tr")).hasSize(50);
        browser.assertAccessible();
        browser.screenshot("60-months-50-features");
        browser.click("#features .more");
        browser.await("all features", "document.querySelectorAll('#features tbody tr')[49].checkVisibility()");
        browser.find("#seek-feature").sendKeys("poland");
        browser.await("5 features", "document.querySelectorAll('#features tbody tr').length === 5");
        browser.assertAccessible();
    }

    @Test
    void opensTheDocumentsBehindANumberPageByPage() {
        showReady("ordinary", "");
        browser.click(".sum .link");
        browser.awaitText("documents-dialog h2", "Used · November 2026");
        browser.await("a page", "document.querySelectorAll('documents-dialog tbody tr').length === 50");
        browser.click("documents-dialog .dialog-foot .button");
        browser.await("two pages", "document.querySelectorAll('documents-dialog tbody tr').length === 100");
        browser.assertAccessible();
        browser.screenshot("drill-down");
        assertThat(browser.address()).contains("documents=EXPORT&first=2026-11-01&last=2026-11-30");

        browser.reload();
        browser.awaitText("documents-dialog h2", "Used · November 2026");
        browser.press(Keys.ESCAPE);
        browser.await("closed", "!document.querySelector('documents-dialog dialog').open");
        assertThat(browser.address()).doesNotContain("documents");
        browser.back();
        browser.await("open again", "document.querySelector('documents-dialog dialog').open");
    }

    @Test
    void opensTheDocumentsOfAMonthFromItsBar() {
        showReady("ordinary", "");
        WebElement chart = browser.find("#export-chart");
        browser.run("arguments[0].scrollIntoView({block: 'center'})", chart);
        chart.click();
        browser.awaitText("documents-dialog h2", "Used · ");
        browser.press(Keys.ESCAPE);
        browser.await("closed", "!document.querySelector('documents-dialog dialog').open");
        browser.click("#import .figures summary");
        browser.click("#import tbody .link");
        browser.awaitText("documents-dialog h2", "Received · November 2026");
    }

    @Test
    void registersAPurchaseAndReversesIt() {
        showReady("ordinary", "");
        browser.click(".actions .primary");
        browser.awaitText("purchase-dialog h2", "Register purchased packages");
        WebElement packages = browser.find("#purchase-packages");
        packages.clear();
        packages.sendKeys("1.5", Keys.ENTER);
        browser.awaitText("purchase-dialog .fault", "whole number from 1 to 1,000,000");
        packages.clear();
        packages.sendKeys("3");
        browser.awaitText(".effect", "3 × 1,000 = 3,000 documents");
        browser.awaitText(".effect", "+3,207");
        browser.assertAccessible();
        browser.screenshot("purchase-dialog");

        packages.sendKeys(Keys.ENTER);
        browser.awaitText("purchase-dialog", "3 packages registered");
        browser.assertAccessible();
        browser.screenshot("purchase-registered");
        browser.click("purchase-dialog .dialog-foot .primary");
        browser.awaitText(".sum", "+3,207");

        browser.click("#purchases button[aria-label^='Reverse the purchase of 3 packages']");
        browser.awaitText("confirm-dialog", "a reversing entry takes 3,000 documents off November 2026 again");
        browser.assertAccessible();
        browser.click("confirm-dialog .danger");
        browser.awaitText("#purchases", "reversed");
        browser.awaitText(".sum", "+207");
        browser.await("no dialog", "document.querySelector('dialog[open]') === null");
    }

    @Test
    void keepsWhatWasTypedWhenThePurchaseIsRefused() {
        expectedErrors = List.of("status of 422");
        showReady("ordinary", "?purchase");
        browser.find("#purchase-date");
        browser.run("const day = document.querySelector('#purchase-date'); day.value = '2200-01-01';"
                + "day.dispatchEvent(new Event('input'))");
        browser.find("#purchase-packages").sendKeys(Keys.ENTER);
        browser.awaitText("purchase-dialog .notice.danger", "AcquiredOn: is more than 12 months away");
        assertThat(browser.run("return document.querySelector('#purchase-date').value"))
                .isEqualTo("2200-01-01");
    }

    @Test
    void updatesAndResetsWithProgress() {
        showReady("ordinary", "");
        browser.click(".actions .button");
        browser.awaitText(".progress", "Updating …");
        browser.assertAccessible();
        browser.screenshot("update-progress");
        browser.awaitText(".toasts", "Updated at");
        browser.awaitText(".title-line", "last update");

        browser.click(".actions .menu summary");
        browser.click(".actions .menu-items button:nth-child(3)");
        browser.awaitText("confirm-dialog", "All figures are counted again");
        browser.click("confirm-dialog .primary");
        browser.awaitText(".progress", "Resetting history data …");
        browser.awaitText(".toasts", "History data was reset at");
    }

    @Test
    void provesItsFiguresOrNamesWhatDiffers() {
        showReady("ordinary", "");
        checkFigures();
        browser.awaitText("check-dialog", "Everything agrees.");
        browser.awaitText("check-dialog table", "11,128");
        browser.assertAccessible();
        browser.screenshot("check");

        showReady("ordinary-differing", "");
        checkFigures();
        browser.awaitText("check-dialog .danger", "1 difference.");
        browser.awaitText("check-dialog .differences", "39 entries, but the sum says 38");
        browser.assertAccessible();
    }

    private static void checkFigures() {
        browser.click(".actions .menu summary");
        browser.click(".actions .menu-items button:nth-child(2)");
    }

    @Test
    void filtersByWhatIsChosenAndKeepsItInTheAddress() {
        showReady("ordinary", "?period=6&environment=1");
        browser.awaitText("#export", "with a filter only the used volume is shown");
        assertThat(browser.text("#export thead, #export .legend")).doesNotContain("Balance volume");
        browser.awaitText("#features", "June 2026 – November 2026");
        browser.assertAccessible();
        browser.screenshot("filtered");
        browser.click(".toolbar .quiet");
        browser.await("all again", READY + " && document.querySelector('#environment').value === ''");
        assertThat(browser.address()).endsWith("/usage/?period=6");
        browser.back();
        browser.await("filtered again", "document.querySelector('#environment').value === '1'");
    }

    @Test
    void showsWholeMonthsAndTheExactDaysWhereTheyMatter() {
        showReady("ordinary", "?from=2026-05-10&to=2026-07-20");
        browser.awaitText("#export", "Whole months, May 2026 – July 2026");
        browser.awaitText("#features", "May 10, 2026 – Jul 20, 2026");
    }

    @Test
    void showsASingleMonthDayByDay() {
        showReady("ordinary", "?period=1");
        browser.awaitText("#export .legend", "on each day");
        browser.click("#export .figures summary");
        browser.assertAccessible();
        browser.screenshot("single-month");
        browser.click("#export button[aria-label*='Nov 3, 2026']");
        browser.awaitText("documents-dialog h2", "Used · Nov 3, 2026");
    }

    @Test
    void refusesAPeriodThatIsNone() {
        showReady("ordinary", "?from=2026-05-10&to=2026-07-20");
        browser.run("const to = document.querySelector('#to'); to.value = '2026-01-01';"
                + "to.dispatchEvent(new Event('change'))");
        browser.awaitText("#period-fault", "The first day must not come after the last.");
        browser.assertAccessible();
        assertThat(browser.address()).endsWith("?from=2026-05-10&to=2026-07-20");
    }

    @Test
    void asksWhoOpensItToSignIn() {
        browser.open(server.uri("/usage/?period=3"));
        browser.awaitText("sign-in h2", "Sign in");
        browser.press(Keys.ESCAPE);
        assertThat(browser.find("sign-in dialog").isDisplayed()).isTrue();
        browser.find("#sign-in-token").sendKeys(" ");
        browser.click("sign-in .primary");
        browser.awaitText("sign-in .fault", "Paste a token first.");
        browser.assertAccessible();
        browser.screenshot("sign-in");
        browser.find("#sign-in-token").sendKeys("Bearer ordinary-signed-in");
        browser.click("sign-in .primary");
        browser.await("the figures", READY);
        assertThat(browser.address()).endsWith("/usage/?period=3");
    }

    @Test
    void takesTheTokenOutOfTheAddress() {
        showReady("ordinary", "?period=3");
        assertThat(browser.address()).endsWith("/usage/?period=3");
        browser.go(server.uri("/usage/?period=6"));
        browser.await("still signed in", READY);
    }

    @Test
    void keepsTheViewWhenTheTokenExpires() {
        expectedErrors = List.of("status of 401");
        showReady("ordinary", "?period=3");
        browser.run("document.querySelector('usage-page').dataset.same = 'yes'; location.hash = 'token=expired'");
        browser.awaitText("sign-in h2", "Sign in again");
        browser.awaitText("sign-in", "The token has expired");
        browser.assertAccessible();
        browser.screenshot("sign-in-again");
        browser.find("#sign-in-token").sendKeys("ordinary-again");
        browser.click("sign-in .primary");
        browser.await("the figures", READY);
        assertThat(browser.run("return document.querySelector('usage-page').dataset.same"))
                .isEqualTo("yes");
        assertThat(browser.address()).endsWith("?period=3");
    }

    @Test
    void leavesNothingBehindForTheNextWhoSignsIn() {
        showReady("ordinary", "");
        browser.click("page-header .header-line > .button:last-child");
        browser.awaitText("sign-in h2", "Sign in");
        assertThat(browser.all("usage-page .headline")).isEmpty();
        browser.find("#sign-in-token").sendKeys("empty-next");
        browser.click("sign-in .primary");
        browser.await("the figures", READY);
        browser.awaitText(".sum", "+100");
    }

    @Test
    void savesFilesWithTheTokenInTheHeader() {
        showReady("ordinary", "");
        browser.click("#export .menu summary");
        browser.click("#export .menu-items button");
        assertThat(browser.downloaded()).isEqualTo("usage-months.csv");
    }

    @Test
    void isUsedWithTheKeyboardAlone() {
        showReady("ordinary", "");
        browser.press(Keys.TAB);
        assertThat(browser.run("return document.activeElement.className")).isEqualTo("skip-link");
        browser.press(Keys.ENTER);
        assertThat(browser.run("return document.activeElement.id")).isEqualTo("content");
        browser.press(Keys.TAB);
        assertThat(browser.run("return document.activeElement.innerText")).isEqualTo("Update");
        browser.press(Keys.TAB, Keys.ENTER);
        browser.await("focus in the dialog", "document.activeElement.id === 'purchase-packages'");
        browser.press(Keys.ESCAPE);
        browser.await("focus back", "document.activeElement.innerText === 'Register purchase'");
        browser.press(Keys.TAB, Keys.ENTER);
        browser.await("an open menu", "document.querySelector('.actions .menu').open");
        browser.press(Keys.ESCAPE);
        browser.await("a closed menu", "!document.querySelector('.actions .menu').open");
        assertThat(browser.run("return getComputedStyle(document.activeElement).outlineStyle"))
                .isEqualTo("solid");
    }

    @Test
    void showsNoMonetaryAmounts() {
        showReady("ordinary", "?period=60");
        assertThat(browser.text("body")).doesNotContainPattern("[€$£¥]|EUR|USD|[Pp]rice|[Cc]ost");
    }
}
