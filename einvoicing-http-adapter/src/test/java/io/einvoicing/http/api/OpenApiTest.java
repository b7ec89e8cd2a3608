package io.einvoicing.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OpenApiTest {
    private static final Path FILE = Path.of("src/main/resources/io/einvoicing/http/api/internal/openapi.json");

    /** Run with {@code -Dopenapi.write=true} to bring the file up to date. */
    @Test
    void theFileIsWhatTheResourcesSay() throws IOException {
        String description = ApiDescription.json();
        if (Boolean.getBoolean("openapi.write")) {
            Files.writeString(FILE, description);
        }

        assertThat(FILE).content().isEqualTo(description);
    }

    @Test
    void everyOperationIsDescribed() throws IOException {
        JsonNode api = new ObjectMapper().readTree(Files.readString(FILE));

        assertThat(api.path("openapi").asText()).startsWith("3.1.");
        api.path("paths")
                .forEach(path -> path.forEach(operation -> {
                    assertThat(operation.path("summary").asText()).isNotBlank();
                    assertThat(operation.path("responses"))
                            .allSatisfy(response -> assertThat(
                                            response.path("description").asText())
                                    .isNotBlank());
                    assertThat(operation.path("parameters"))
                            .allSatisfy(parameter -> assertThat(
                                            parameter.path("description").asText())
                                    .isNotBlank());
                }));
    }
}
