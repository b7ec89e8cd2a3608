package io.einvoicing.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.PageLoadStrategy;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The machine's Chromium without a window; a test without one is skipped and says so. Waits for conditions, never for a time. */
public final class Browser implements AutoCloseable {
    /** Why tests are skipped on a machine without it. */
    public static final String UNAVAILABLE =
            "no chromium with chromedriver on the PATH, so the pages are not tested in a browser; on Debian: apt-get install chromium chromium-driver";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final String AXE = resource("/axe.min.js");

    private final ChromeDriver driver;
    private final Path downloads;

    private Browser(ChromeDriver driver, Path downloads) {
        this.driver = driver;
        this.downloads = downloads;
    }

    /** Tells whether the machine has Chromium and its driver; says so on stderr if not. */
    public static boolean isAvailable() {
        boolean available = chromium().isPresent() && chromedriver().isPresent();
        if (!available) {
            System.err.println("SKIPPED: " + UNAVAILABLE);
        }
        return available;
    }

    private static Optional<Path> chromium() {
        return command("chromium", "chromium-browser", "google-chrome");
    }

    private static Optional<Path> chromedriver() {
        return command("chromedriver");
    }

    /** Starts Chromium with a profile and downloads in {@code folder}. */
    public static Browser start(Path folder) throws IOException {
        Path downloads = Files.createDirectories(folder.resolve("downloads"));
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium().orElseThrow().toFile());
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--force-prefers-reduced-motion",
                "--hide-scrollbars",
                "--lang=en-US",
                "--window-size=1280,900",
                "--user-data-dir=" + folder.resolve("profile"));
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        options.setPageLoadStrategy(PageLoadStrategy.EAGER);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver().orElseThrow().toFile())
                .usingAnyFreePort()
                .build();
        ChromeDriver started = new ChromeDriver(service, options);
        started.executeCdpCommand(
                "Browser.setDownloadBehavior", Map.of("behavior", "allow", "downloadPath", downloads.toString()));
        return new Browser(started, downloads);
    }

    private static Optional<Path> command(String... names) {
        List<String> folders =
                Arrays.asList(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator));
        return Stream.of(names)
                .flatMap(name -> folders.stream().map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Opens an address in a tab without a session. */
    public void open(URI address) {
        if (address().startsWith("http")) {
            run("sessionStorage.clear(); localStorage.clear()");
        }
        // Without it, an address that differs only behind the # would not load the page again.
        driver.get("about:blank");
        driver.get(address.toString());
    }

    /** Goes to an address in the same session. */
    public void go(URI address) {
        driver.get(address.toString());
    }

    public String address() {
        return Objects.requireNonNull(driver.getCurrentUrl());
    }

    public void reload() {
        driver.navigate().refresh();
    }

    public void back() {
        driver.navigate().back();
    }

    /** Shows pages as on a screen of that size. */
    public void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    }

    /** Shows pages on {@code screen} or {@code print}, in the {@code light} or {@code dark} theme. */
    public void media(String type, String theme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("media", type, "features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
    }

    /** Writes numbers and dates as people of that language and country do, such as {@code de-DE}. */
    public void locale(String locale) {
        driver.executeCdpCommand("Emulation.setLocaleOverride", Map.of("locale", locale));
    }

    /** Runs a script and returns what it returns. */
    public Object run(String script, Object... arguments) {
        Object answer = driver.executeScript(script, arguments);
        return answer == null ? "" : answer;
    }

    /** Waits until a script returns true. */
    public void await(String what, String script) {
        new WebDriverWait(driver, PATIENCE, Duration.ofMillis(20))
                .withMessage(what)
                .until(ignored -> Boolean.TRUE.equals(driver.executeScript("return " + script)));
    }

    /** Waits until an element is there and visible, and returns it. */
    public WebElement find(String selector) {
        return new WebDriverWait(driver, PATIENCE, Duration.ofMillis(20))
                .ignoring(StaleElementReferenceException.class)
                .withMessage("visible: " + selector)
                .until(ignored -> driver.findElements(By.cssSelector(selector)).stream()
                        .filter(WebElement::isDisplayed)
                        .findFirst()
                        .orElse(null));
    }

    public List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    public String text(String selector) {
        return find(selector).getText();
    }

    /** Waits until the text of an element contains something. */
    public void awaitText(String selector, String part) {
        await(
                "\"" + part + "\" in " + selector,
                "[...document.querySelectorAll(\"" + selector + "\")].some(each => each.innerText.includes(\"" + part
                        + "\"))");
    }

    public void click(String selector) {
        WebElement element = find(selector);
        run("arguments[0].scrollIntoView({block: 'center'})", element);
        element.click();
    }

    /** Replaces what a field holds by what a person types. */
    public void type(String selector, String text) {
        WebElement field = find(selector);
        field.sendKeys(Keys.chord(Keys.CONTROL, "a"), text.isEmpty() ? Keys.DELETE : text);
    }

    /** Types into the field at that place of a form. */
    public void fill(String path, String text) {
        type(field(path), text);
    }

    /** Chooses a value in the list at that place of a form. */
    public void choose(String path, String value) {
        run(
                "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('change', {bubbles: true}))",
                find(field(path)),
                value);
    }

    /** Returns the selector of the last visible control of a label, which is what a person takes. */
    public String labelled(String label) {
        await(
                "label " + label,
                "[...document.querySelectorAll('label')].some(each => each.offsetParent && each.innerText.startsWith('"
                        + label + "'))");
        return "#"
                + run(
                        "return [...document.querySelectorAll('label')].findLast(each => each.offsetParent && each.innerText.startsWith(arguments[0])).htmlFor",
                        label);
    }

    /** Presses the last visible button of a text. */
    public void pressButton(String text) {
        String found =
                "[...document.querySelectorAll('button, summary, a')].findLast(each => each.offsetParent && !each.disabled && each.innerText.trim().startsWith('"
                        + text + "'))";
        await("button " + text, found + " !== undefined");
        WebElement button =
                (WebElement) run("const found = " + found + "; found.scrollIntoView({block: 'center'}); return found");
        button.click();
    }

    /** Returns the selector of the field at that place of a form. */
    public static String field(String path) {
        return ":is(input, select, textarea)[data-field='" + path + "']";
    }

    /** Presses keys where the focus is. */
    public void press(Keys... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** Returns the name of the file that the page has saved, once it is whole. */
    public String downloaded() {
        return new WebDriverWait(driver, PATIENCE, Duration.ofMillis(50)).until(ignored -> {
            String[] names =
                    downloads.toFile().list((folder, name) -> !name.endsWith(".crdownload") && !name.startsWith("."));
            return names != null && names.length == 1 ? names[0] : null;
        });
    }

    /** Keeps a picture of the whole page, or of the window if a dialog is open, as a build artefact. */
    public void screenshot(String name) {
        Map<String, Object> wanted = new HashMap<>(Map.of("format", "png"));
        if (all("dialog[open]").isEmpty()) {
            Object size =
                    driver.executeCdpCommand("Page.getLayoutMetrics", Map.of()).get("cssContentSize");
            Map<String, Object> clip = new HashMap<>(Map.of("x", 0, "y", 0, "scale", 1));
            clip.put("width", ((Map<?, ?>) size).get("width"));
            clip.put("height", ((Map<?, ?>) size).get("height"));
            wanted.putAll(Map.of("captureBeyondViewport", true, "clip", clip));
        }
        Map<String, Object> picture = driver.executeCdpCommand("Page.captureScreenshot", wanted);
        keep(name + ".png", Base64.getDecoder().decode((String) picture.get("data")));
    }

    /** Keeps the page as it is printed on A4. */
    public void print(String name) {
        Map<String, Object> paper =
                driver.executeCdpCommand("Page.printToPDF", Map.of("preferCSSPageSize", true, "printBackground", true));
        keep(name + ".pdf", Base64.getDecoder().decode((String) paper.get("data")));
    }

    private static void keep(String name, byte[] content) {
        try {
            Files.write(Files.createDirectories(SCREENSHOTS).resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails if axe finds anything in the page that somebody could not see, operate or understand. */
    public void assertAccessible() {
        run("if (!window.axe) { " + AXE + "; window.axe = axe; }");
        Object violations = driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run(document, { resultTypes: ['violations'] }).then(
                    (result) => done(result.violations.map((each) =>
                        `${each.impact} ${each.id}: ${each.help}: ${each.nodes.map((node) => node.html + ' ' + (node.any[0]?.message ?? '')).join(' | ')}`)),
                    (failure) => done([String(failure)]));
                """);
        assertThat((List<?>) violations).as("axe at " + address()).isEmpty();
    }

    /** Fails if the page wrote an error into the console, such as a violation of its own security policy. */
    public void assertNoConsoleErrors(String... expected) {
        List<String> errors = driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .filter(message -> Stream.of(expected).noneMatch(message::contains))
                .toList();
        assertThat(errors).isEmpty();
    }

    @Override
    public void close() {
        driver.quit();
    }

    private static String resource(String path) {
        try (InputStream file = Browser.class.getResourceAsStream(path)) {
            return new String(Objects.requireNonNull(file, path).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
