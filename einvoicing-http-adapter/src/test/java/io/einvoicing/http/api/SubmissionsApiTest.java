package io.einvoicing.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubmissionsApiTest {
    private final ApiServer api = new ApiServer();

    @AfterEach
    void stop() {
        api.close();
    }

    static String invoice(String record, String content) {
        return """
                {"environment": "Production",
                 "document": {"erpApplication": "ERP-1", "legalEntity": "DEMF", "documentContext": "Customer invoice",
                              "sourceRecord": "%s"},
                 "content": %s}""".formatted(record, content);
    }

    @Test
    void acceptsADocumentAndShowsItsLog() {
        api.publish();

        ApiServer.Answer accepted = api.post("/api/v1/submissions", invoice("FTI-1", "{\"total\": 10.50}"));

        assertThat(accepted.body()).as(accepted.body().toPrettyString()).isNotNull();
        assertThat(accepted.status()).as(accepted.body().toPrettyString()).isEqualTo(202);
    }
}
