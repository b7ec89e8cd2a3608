package com.contoso.hash;

import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.feature.Variable;
import io.einvoicing.flow.ActionType;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.testkit.memory.InMemoryPipeline;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class DocumentHashActionTest {
    @Test
    void computesTheHashInAFlow() {
        InMemoryPipeline pipeline = new InMemoryPipeline(
                List.of(new DocumentHashAction()),
                List.of(),
                List.of(),
                List.of(),
                Action.of(
                        "hash",
                        "Contoso document hash",
                        Map.of("Input file", ParameterValue.variable(Variable.BUSINESS_DOCUMENT))));
        Submission submission =
                pipeline.process(new DocumentContent("application/xml", "<Invoice/>".getBytes(StandardCharsets.UTF_8)));

        assertThat(submission.status()).isEqualTo(SubmissionStatus.COMPLETED);
        assertThat(pipeline.text(submission, "hash", "Hash")).isEqualTo("uNu/smIOk0ZIA2So2TWg/yA4zpusdzj17FjyLmOdJgc=");
    }

    @Test
    void isFoundByTheService() {
        assertThat(ServiceLoader.load(ActionType.class)).hasOnlyElementsOfType(DocumentHashAction.class);
    }
}
