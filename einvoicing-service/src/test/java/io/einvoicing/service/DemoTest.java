package io.einvoicing.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole demonstration twice on one data folder, as the command line runs it. */
class DemoTest {
    @TempDir
    private static Path data;

    @Test
    void demonstrationEndsAsItsDocumentsSayAndASecondRunAddsToTheMonth() throws Exception {
        JsonNode first = run();

        assertThat(first.get("submitted").asInt()).isGreaterThanOrEqualTo(27);
        assertThat(first.get("free").asLong()).isEqualTo(100);
        assertThat(first.get("used")).isEqualTo(first.get("counted"));
        assertThat(first.get("balance").asLong())
                .isEqualTo(100
                        + first.get("purchased").asLong()
                        - first.get("used").asLong());
        Map<String, JsonNode> documents = new HashMap<>();
        first.get("submissions")
                .forEach(each -> documents.put(each.get("document").asText(), each));
        documents.forEach((name, document) -> {
            if (name.matches("[0-3].*") && !name.contains(",")) {
                expect(document, "COMPLETED", "ACCEPTED", true);
            }
        });
        expect(documents.get("40-authority-rejects-schema"), "COMPLETED", "REJECTED", true);
        expect(documents.get("40-authority-rejects-schema, resubmitted"), "COMPLETED", "REJECTED", false);
        expect(documents.get("41-authority-answers-on-third-attempt"), "COMPLETED", "ACCEPTED", true);
        expect(documents.get("42-authority-answers-late"), "COMPLETED", "ACCEPTED", true);
        expect(documents.get("43-authority-never-answers"), "PENDING", "", false);
        expect(documents.get("44-authority-drops-connection"), "PENDING", "", false);
        expect(documents.get("45-authority-knows-it-already"), "COMPLETED", "ACCEPTED", true);
        expect(documents.get("50-invalid-wrong-total"), "FAILED", "", false);
        expect(documents.get("51-invalid-vat-id-missing"), "FAILED", "", false);
        expect(documents.get("01-invoice-one-line, canceled"), "COMPLETED", "ACCEPTED", false);

        JsonNode second = run();
        assertThat(second.get("counted")).isEqualTo(first.get("counted"));
        assertThat(second.get("used").asLong()).isEqualTo(2 * first.get("used").asLong());
        assertThat(second.get("purchased")).isEqualTo(first.get("purchased"));
    }

    private static void expect(JsonNode document, String status, String invoiceStatus, boolean counted) {
        String name = document.get("document").asText();
        assertThat(document.get("status").asText()).as(name).isEqualTo(status);
        assertThat(document.get("invoiceStatus").asText()).as(name).isEqualTo(invoiceStatus);
        assertThat(document.get("counted").asBoolean()).as(name).isEqualTo(counted);
    }

    private static JsonNode run() throws Exception {
        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            new EinvoicingApplication(new Settings(Map.of())).run("demo", "--data", data.toString(), "--json");
        } finally {
            System.setOut(console);
        }
        String[] lines = printed.toString(StandardCharsets.UTF_8).strip().split("\n");
        return new ObjectMapper().readTree(lines[lines.length - 1]);
    }
}
