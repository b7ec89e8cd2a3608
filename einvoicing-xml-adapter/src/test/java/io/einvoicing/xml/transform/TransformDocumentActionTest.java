package io.einvoicing.xml.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.FormatConfiguration;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.flow.ActionOutput;
import io.einvoicing.kernel.Finding;
import io.einvoicing.testkit.data.TestActionContext;
import io.einvoicing.xml.XmlEngine;
import io.einvoicing.xml.XmlLimits;
import io.einvoicing.xml.XmlParser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransformDocumentActionTest {
    private static final String STYLESHEET = """
            <xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
              <xsl:output omit-xml-declaration="yes"/>
              <xsl:param name="document"/>
              <xsl:template name="xsl:initial-template">%s</xsl:template>
            </xsl:stylesheet>""";
    private static final String COPY_NUMBER =
            STYLESHEET.formatted("<id><xsl:value-of select=\"parse-json($document)?number\"/></id>");

    private final XmlEngine xml = XmlEngine.create();
    private final TransformEngine engine = new TransformEngine(
            xml, new XmlParser(xml, XmlLimits.DEFAULT), new TransformLimits(Duration.ofSeconds(20), 100));
    private final TransformDocumentAction action = new TransformDocumentAction(engine);

    @AfterEach
    void endThreads() {
        engine.close();
    }

    @Test
    void completesWithTheTransformedFile() {
        ActionOutcome outcome = run(COPY_NUMBER, "{\"number\": \"2026-1\"}");
        assertThat(outcome).isInstanceOf(ActionOutcome.Completed.class);
        assertThat(outcome.outputs())
                .containsExactly(new ActionOutput.File(
                        TransformDocumentAction.OUTPUT,
                        new DocumentContent("application/xml", "<id>2026-1</id>".getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void failsWithTheReasonWhenTheInputIsMalformed() {
        ActionOutcome outcome = run(COPY_NUMBER, "{\"number\": }");
        assertThat(outcome).isInstanceOfSatisfying(ActionOutcome.FinalFailure.class, failure -> {
            assertThat(failure.reason()).contains("not acceptable JSON");
            assertThat(failure.messages()).extracting("code").containsExactly("INPUT_MALFORMED");
        });
    }

    @Test
    void failsWhenTheStylesheetWritesNothing() {
        assertThat(run(STYLESHEET.formatted(""), "{}"))
                .isInstanceOfSatisfying(
                        ActionOutcome.FinalFailure.class,
                        failure -> assertThat(failure.reason()).contains("wrote nothing"));
    }

    @Test
    void failsWhenTheResultIsTooLarge() {
        assertThat(run(STYLESHEET.formatted("<a>" + "x".repeat(200) + "</a>"), "{}"))
                .isInstanceOf(ActionOutcome.FinalFailure.class);
    }

    @Test
    void aFaultyStylesheetIsFoundBeforeItIsDeployed() {
        assertThat(action.check(configured(), content(STYLESHEET.formatted("<xsl:nonsense/>"))))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Finding.Severity.ERROR);
                    assertThat(finding.field()).isEqualTo("actions[To UBL].Configuration");
                    assertThat(finding.message()).contains("line 4");
                });
    }

    @Test
    void aGoodStylesheetPassesTheCheckAndCanBePreparedAgain() {
        assertThat(action.check(configured(), content(COPY_NUMBER))).isEmpty();
        action.prepare(configured(), content(COPY_NUMBER));
        action.prepare(configured(), content(COPY_NUMBER));
    }

    private ActionOutcome run(String stylesheet, String document) {
        return action.execute(new TestActionContext(action.description())
                .withFile(TransformDocumentAction.INPUT, "application/json", document)
                .with(TransformDocumentAction.CONFIGURATION, new FormatConfiguration("UBL", stylesheet)));
    }

    private static Action configured() {
        return Action.of(
                "To UBL",
                "Transform document",
                Map.of(TransformDocumentAction.CONFIGURATION, ParameterValue.literal("UBL")));
    }

    private static FeatureContent content(String stylesheet) {
        return new FeatureContent("", List.of(), List.of(new FormatConfiguration("UBL", stylesheet)));
    }
}
