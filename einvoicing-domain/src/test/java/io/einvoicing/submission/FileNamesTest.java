package io.einvoicing.submission;

import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.document.DocumentName;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {
    private static final SubmissionId ID = new SubmissionId(UUID.fromString("f81d4fae-7dec-41d0-a765-00a0c91e6bf6"));
    private static final Instant ACCEPTED = Instant.parse("2026-01-02T23:59:59.999Z");
    private static final String SHA256 = "0123456789abcdef".repeat(4);

    @Test
    void carriesDaySubmissionActionAttemptAndHash() {
        assertThat(FileNames.of(ID, ACCEPTED, 3, "Call REST web service", 12, "Response", "application/xml", SHA256))
                .isEqualTo("2026/01/02/f81d4fae-7dec-41d0-a765-00a0c91e6bf6/03-call-rest-web-service/"
                        + "a12-response-0123456789abcdef.xml");
        assertThat(FileNames.input(ID, ACCEPTED, "application/json", SHA256))
                .isEqualTo("2026/01/02/f81d4fae-7dec-41d0-a765-00a0c91e6bf6/00-input/"
                        + "a1-document-0123456789abcdef.json");
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, json",
        "application/vnd.peppol+json, json",
        "'Application/XML; charset=UTF-8', xml",
        "text/xml, xml",
        "image/svg+xml, xml",
        "text/plain, txt",
        "application/pdf, bin",
        "'', bin"
    })
    void endsWithWhatTheMediaTypeSays(String mediaType, String extension) {
        assertThat(FileNames.of(ID, ACCEPTED, 1, "a", 1, "o", mediaType, SHA256))
                .endsWith("." + extension);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc/passwd", "İmzala Ω 🧾", "..", "a/b\\c", "\u0000\n", "%2e%2e", "aux.txt"})
    void isANameThatEveryStorageTakesWhateverTheActionIsCalled(String action) {
        String name = FileNames.of(ID, ACCEPTED, 1, action, 1, action, "application/xml", SHA256);

        assertThat(DocumentName.require(name)).doesNotContain("..").hasSizeLessThan(512);
    }

    @Test
    void cutsLongNames() {
        String name = FileNames.of(
                ID, ACCEPTED, 123, "x".repeat(128), Integer.MAX_VALUE, "y".repeat(128), "application/json", SHA256);

        assertThat(DocumentName.require(name)).hasSizeLessThan(256).contains("/123-" + "x".repeat(40) + "/");
    }
}
