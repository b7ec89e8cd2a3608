package io.einvoicing.http.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.kernel.Finding;
import io.einvoicing.submission.port.DocumentInspector;
import io.einvoicing.testkit.contract.DocumentInspectorContract;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonDocumentInspectorTest extends DocumentInspectorContract {
    private final JsonDocumentInspector inspector = new JsonDocumentInspector();

    @Override
    protected DocumentInspector createInspector() {
        return inspector;
    }

    @Override
    protected DocumentContent sound() {
        return json("{\"lines\": [1, 2]}");
    }

    @Override
    protected DocumentContent cutOff() {
        return json("{\"lines\": [1");
    }

    @Override
    protected DocumentContent unsafe() {
        return json("{\"total\": 1, \"total\": 2}");
    }

    private static DocumentContent json(String text) {
        return new DocumentContent("application/json", text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"a\":[1,2.5,\"é€😀\",null,true]}",
                " [1] \n",
                "\"text\"",
                "{\"a\":{\"a\":1},\"b\":{\"a\":1}}"
            })
    void acceptsOneWellFormedValue(String json) {
        assertThat(inspect(json)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "{\"a\":1,,\"b\":2}|line 1, column 8",
                "{'a':1}|line 1, column 2",
                "{\"a\":01}|line 1",
                "{\"a\":NaN}|line 1",
                "{\"a\":1} // comment|line 1",
                "{\"a\":1|line 1",
                "{} {}|exactly one JSON value",
                "##|exactly one JSON value",
                "{\"a\":1,\"b\":{\"c\":1,\"c\":2}}|Duplicate field 'c'"
            })
    void namesTheFaultAndItsPlace(String json, String message) {
        assertThat(inspect(json == null ? "" : json)).singleElement().satisfies(finding -> {
            assertThat(finding.blocks()).isTrue();
            assertThat(finding.message()).contains(message);
            assertThat(finding.remedy()).isNotEmpty();
        });
    }

    @Test
    void countsLines() {
        assertThat(inspect("{\n  \"a\": 1,\n  b: 2\n}"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).startsWith("line 3, column "));
    }

    @Test
    void refusesMoreThan64Levels() {
        assertThat(inspect("[".repeat(64) + "]".repeat(64))).isEmpty();
        assertThat(inspect("[".repeat(65) + "]".repeat(65))).hasSize(1);
        assertThat(inspect("{\"a\":".repeat(100_000))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO-8859-1", "UTF-16BE", "UTF-16LE", "UTF-32BE"})
    void refusesOtherEncodings(String charset) {
        byte[] bytes = "{\"name\":\"Müller\"}".getBytes(Charset.forName(charset));
        assertThat(inspector.inspect(new DocumentContent("application/json", bytes)))
                .hasSize(1);
    }

    @Test
    void leavesOtherMediaTypesAlone() {
        byte[] bytes = "not json".getBytes(StandardCharsets.UTF_8);
        assertThat(inspector.inspect(new DocumentContent("application/xml", bytes)))
                .isEmpty();
        assertThat(inspector.inspect(new DocumentContent("application/vnd.x+json; charset=utf-8", bytes)))
                .hasSize(1);
    }

    private List<Finding> inspect(String json) {
        return inspector.inspect(new DocumentContent("application/json", json.getBytes(StandardCharsets.UTF_8)));
    }
}
