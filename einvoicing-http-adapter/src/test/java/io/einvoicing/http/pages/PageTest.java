package io.einvoicing.http.pages;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Gives the tests of a class one Chromium; each begins at a desk in daylight and must leave no error in the console. */
abstract class PageTest {
    @TempDir
    static Path folder;

    /** Set where the machine has one; without it every test is skipped. */
    @SuppressWarnings("NullAway.Init")
    static Browser browser;

    /** Parts of the errors that a test provokes. */
    List<String> expectedErrors = List.of();

    @BeforeAll
    static void startBrowser() throws Exception {
        browser = Browser.isAvailable() ? Browser.start(folder) : null;
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    /** Here and not before all: so each test is counted as skipped. */
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
        endServing();
    }

    /** Ends what one test has served; after the console was read, for a page that asks on would complain. */
    void endServing() {}
}
