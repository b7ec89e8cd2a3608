package io.einvoicing.testkit.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.DataType;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.feature.Variable;
import io.einvoicing.flow.StoreFileAction;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.testkit.memory.InMemoryPipeline;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreFileActionTest {
    private static final DocumentContent INVOICE = new DocumentContent("application/xml", "<Invoice/>".getBytes(UTF_8));

    @Test
    void keepsTheFileUnderItsNameAndEqualContentAgain() {
        InMemoryPipeline pipeline = pipeline("archive/{year}/{month}/{legalEntity}-{documentContext}-{Branch}.xml");
        for (int time = 1; time <= 2; time++) {
            Submission submission = pipeline.run(pipeline.submit(INVOICE, Map.of("Branch", "North")));
            assertThat(submission.status()).isEqualTo(SubmissionStatus.COMPLETED);
            assertThat(pipeline.text(submission, "store", StoreFileAction.NAME))
                    .isEqualTo("archive/2026/11/DEMF-Customer-invoice-North.xml");
        }
        assertThat(pipeline.stored("archive/2026/11/DEMF-Customer-invoice-North.xml"))
                .isEqualTo(INVOICE.bytes());
    }

    @Test
    void overwritesNothing() {
        InMemoryPipeline pipeline = pipeline("archive/{legalEntity}.xml");
        DocumentContent other = new DocumentContent("application/xml", "<Other/>".getBytes(UTF_8));
        pipeline.run(pipeline.submit(INVOICE, Map.of("Branch", "North")));
        Submission submission = pipeline.run(pipeline.submit(other, Map.of("Branch", "North")));
        assertThat(submission.status()).isEqualTo(SubmissionStatus.FAILED);
        assertThat(submission.failure()).contains("archive/DEMF.xml").doesNotContain("<Other/>");
        assertThat(pipeline.stored("archive/DEMF.xml")).isEqualTo(INVOICE.bytes());
    }

    @Test
    void aValueNeverLeadsToAnotherFolder() {
        InMemoryPipeline pipeline = pipeline("archive/{Branch}/invoice.xml");
        for (Map.Entry<String, String> branch :
                Map.of("../../x", "..-..-x", "..", "-", "a/b é", "a-b--").entrySet()) {
            Submission submission = pipeline.run(pipeline.submit(INVOICE, Map.of("Branch", branch.getKey())));
            assertThat(pipeline.text(submission, "store", StoreFileAction.NAME))
                    .isEqualTo("archive/" + branch.getValue() + "/invoice.xml");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "archive/{nothing}.xml, there is no value for nothing",
        "archive/invoice.xml, the same name",
        "archive/{sourceRecord, a single brace",
        "a b/{sourceRecord}, letters of ASCII"
    })
    void findsFaultsWhenTheFeatureIsCompleted(String name, String message) {
        assertThat(new StoreFileAction().check(store(name), new FeatureContent("", List.of(), List.of())))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.field()).isEqualTo("parameters." + StoreFileAction.NAME);
                    assertThat(finding.message()).contains(message);
                });
    }

    private static Action store(String name) {
        return Action.of(
                "store",
                StoreFileAction.TYPE,
                Map.of(
                        StoreFileAction.INPUT, ParameterValue.variable(Variable.BUSINESS_DOCUMENT),
                        StoreFileAction.NAME, ParameterValue.literal(name)));
    }

    private static InMemoryPipeline pipeline(String name) {
        return new InMemoryPipeline(
                List.of(new StoreFileAction()),
                List.of(),
                List.of(new Variable(
                        "Branch", "", Variable.Kind.FROM_CLIENT, DataType.STRING, Optional.empty(), Optional.empty())),
                List.of(),
                store(name));
    }
}
