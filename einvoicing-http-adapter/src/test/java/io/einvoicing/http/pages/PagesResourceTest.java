package io.einvoicing.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server of the pages answers, without a browser. */
class PagesResourceTest {
    private static final Pattern REFERENCE =
            Pattern.compile("(?:(?:href|src)=|from |import\\(?\\s?|url\\()[\"']([\\w./-]+)[\"']");

    private static PagesServer server;
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        server = new PagesServer(0);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void leadsFromTheRootToTheDashboard() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(307);
        assertThat(header(get("/"), "Location")).isEqualTo(server.uri("/usage/").toString());
    }

    @Test
    void givesAPageItsFolderAndKeepsTheQuery() throws Exception {
        assertThat(header(get("/usage?period=3"), "Location"))
                .isEqualTo(server.uri("/usage/?period=3").toString());
    }

    @Test
    void servesEverythingThatThePagesReferTo() throws Exception {
        Deque<URI> open = new ArrayDeque<>(
                List.of(server.uri("/usage/"), server.uri("/features/"), server.uri("/applications/")));
        Set<URI> seen = new HashSet<>(open);
        while (!open.isEmpty()) {
            URI address = open.pop();
            HttpResponse<String> answer = get(address.getPath());
            assertThat(answer.statusCode()).as(address.toString()).isEqualTo(200);
            if (!address.getPath().contains("/webjars/")) {
                Matcher references = REFERENCE.matcher(answer.body());
                while (references.find()) {
                    URI reference = address.resolve(references.group(1));
                    if (seen.add(reference)) {
                        open.push(reference);
                    }
                }
            }
        }
        assertThat(seen.toString())
                .contains(
                        "/ui/design.css",
                        "/usage/usage-page.js",
                        "/features/editor/rule.js",
                        "/applications/report.js",
                        "echarts.esm.min.js",
                        "lit-html.js",
                        ".woff2");
    }

    @Test
    void namesTheMediaTypeOfEachFile() throws Exception {
        assertThat(header(get("/usage/"), "Content-Type")).isEqualToIgnoringCase("text/html;charset=utf-8");
        assertThat(header(get("/ui/design.css"), "Content-Type")).isEqualToIgnoringCase("text/css;charset=utf-8");
        assertThat(header(get("/ui/api.js"), "Content-Type")).isEqualToIgnoringCase("text/javascript;charset=utf-8");
        assertThat(header(get("/ui/icon.svg"), "Content-Type")).startsWithIgnoringCase("image/svg+xml");
        assertThat(header(get("/webjars/inter/5.2.5/files/inter-latin-400-normal.woff2"), "Content-Type"))
                .isEqualTo("font/woff2");
    }

    @Test
    void allowsScriptsStylesAndDataFromItselfOnly() throws Exception {
        HttpResponse<String> page = get("/usage/");
        assertThat(header(page, "Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self';", "style-src 'self';", "frame-ancestors 'none'")
                .doesNotContain("unsafe-eval", "script-src 'self' 'unsafe-inline'", "http:");
        assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.body())
                .doesNotContainPattern("<script(?![^>]* src=)")
                .doesNotContain("<style", "style=", "onclick");
    }

    @Test
    void sendsNothingAgainThatTheBrowserHas() throws Exception {
        HttpResponse<String> first = get("/ui/design.css");
        assertThat(header(first, "Cache-Control")).isEqualTo("no-cache");
        String tag = header(first, "ETag");
        assertThat(tag).matches("\"[0-9a-f]{32}\"");

        HttpResponse<String> again = http.send(
                HttpRequest.newBuilder(server.uri("/ui/design.css"))
                        .header("If-None-Match", tag)
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(header(again, "ETag")).isEqualTo(tag);
    }

    @Test
    void letsTheBrowserKeepLibrariesByTheirVersion() throws Exception {
        assertThat(header(get("/webjars/lit-html/3.3.3/lit-html.js"), "Cache-Control"))
                .isEqualTo("public, max-age=31536000, immutable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ui/../PagesResource.class",
                "/ui/%2e%2e/PagesResource.class",
                "/ui/..%2fusage/index.html",
                "/ui/..;/usage/index.html",
                "/webjars/../../api/internal/openapi.json",
                "/webjars/%2e%2e/%2e%2e/api/internal/openapi.json",
                "/ui//etc/passwd",
                "/ui/",
                "/ui/design.css/",
                "/ui/Design.css",
                "/ui/nothing-here.js",
                "/webjars/echarts/6.0.0/NOTICE",
                "/usage/index.html%00.js",
                "/META-INF/MANIFEST.MF",
                "/nothing-here"
            })
    void servesNothingBesideThePages(String path) throws Exception {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).isIn(400, 404);
        assertThat(answer.body()).doesNotContain("openapi", "root:", "<usage-page");
    }

    @Test
    void tellsAPersonInAPageThatThereIsNone() throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(server.uri("/a/b/c"))
                        .header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("There is no page at this address", "href=\"/usage/\"");
        assertThat(header(answer, "Content-Security-Policy")).isNotEmpty();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(server.uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
