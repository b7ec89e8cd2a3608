package io.einvoicing.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.feature.FeatureContent;
import io.einvoicing.submission.FlowState;
import io.einvoicing.submission.LogMessage;
import io.einvoicing.submission.OutputValue;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The form of JSON columns: what stands in databases must stay readable when the core's records change. */
class JsonTest {
    private static final String FLOW = """
            {"next":2,"runs":[{"position":1,"action":"Send","type":"Call REST web service","status":"OUTCOME_UNKNOWN",\
            "attempt":1,"startedAt":"2026-11-23T10:15:30.125Z","endedAt":"2026-11-23T10:15:31Z",\
            "outputs":{"Value":{"type":"text","text":"ß 🧾"}},\
            "messages":[{"severity":"ERROR","code":"BR-01","text":"wrong","location":"/Invoice"}]}],\
            "intent":{"position":1,"request":{"name":"request.json","mediaType":"application/json","size":12,\
            "sha256":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"},"idempotencyKey":"key",\
            "recordedAt":"2026-11-23T10:15:30Z"},\
            "retries":{"position":1,"used":2,"firstFailureAt":"2026-11-23T10:15:30Z"}}""";

    private static final String CONTENT = """
            {"description":"d","parameters":[],"setups":[{"name":"Setup","type":"PROCESSING_PIPELINE",\
            "applicability":{"type":"all","rules":[{"type":"any","rules":[\
            {"type":"comparison","field":"Country","operator":"EQUAL","value":{"type":"text","value":"DE"}},\
            {"type":"comparison","field":"Amount","operator":"GREATER","value":{"type":"number","value":12.5}},\
            {"type":"comparison","field":"Free","operator":"EQUAL","value":{"type":"boolean","value":true}},\
            {"type":"comparison","field":"Day","operator":"LESS","value":{"type":"date","value":"2026-11-23"}},\
            {"type":"comparison","field":"Record","operator":"EQUAL",\
            "value":{"type":"uuid","value":"f81d4fae-7dec-41d0-a765-00a0c91e6bf6"}}]}]},\
            "variables":[{"name":"Out","description":"","kind":"TO_CLIENT","dataType":"FILE",\
            "source":{"type":"output","action":"Send","output":"Answer"}}],\
            "actions":[{"name":"Send","type":"Call REST web service",\
            "parameters":{"Request":{"type":"variable","variable":"BusinessDocument"}},\
            "retry":{"count":3,"interval":"PT10S","minBackOff":"PT0S","maxBackOff":"PT1H"},"exportResults":true},\
            {"name":"Read","type":"Process response",\
            "parameters":{"Response":{"type":"output","action":"Send","output":"Answer"}},"exportResults":false},\
            {"name":"Tell","type":"Process response",\
            "parameters":{"Text":{"type":"literal","text":"t"}},"exportResults":false}],"channelActions":[]}],\
            "formatConfigurations":[{"name":"UBL","version":1,"description":"","content":"<xsl/>"}],\
            "applicationSetups":[]}""";

    @Test
    void readsAndWritesAFlowAsItStandsInDatabases() {
        Json.Column<FlowState> column = Json.column(FlowState.class);

        assertThat(column.write(column.read(FLOW))).isEqualTo(FLOW);
    }

    @Test
    void readsAndWritesAFeatureVersionsContentAsItStandsInDatabases() {
        Json.Column<FeatureContent> column = Json.column(FeatureContent.class);

        assertThat(column.write(column.read(CONTENT))).isEqualTo(CONTENT);
    }

    @Test
    void readsAFeatureVersionsContentOfBeforeParametersAndApplicationSetups() {
        Json.Column<FeatureContent> column = Json.column(FeatureContent.class);
        String earlier = CONTENT.replace("\"parameters\":[],\"setups\"", "\"setups\"")
                .replace("\"version\":1,\"description\":\"\",\"content\"", "\"content\"")
                .replace(",\"channelActions\":[]", "")
                .replace(",\"applicationSetups\":[]", "");

        assertThat(earlier).hasSizeLessThan(CONTENT.length() - 60);
        assertThat(column.write(column.read(earlier))).isEqualTo(CONTENT);
    }

    @Test
    void refusesAComponentThatItDoesNotKnowInsteadOfDroppingIt() {
        Json.Column<FlowState> column = Json.column(FlowState.class);
        String later = FLOW.replace("\"next\":2", "\"next\":2,\"later\":true");

        assertThatThrownBy(() -> column.read(later)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void replacesTheOneCharacterThatPostgresqlCannotStore() {
        Json.Column<LogMessage> message = Json.column(LogMessage.class);
        Json.Column<OutputValue> output = Json.column(OutputValue.class);

        assertThat(message.read(message.write(LogMessage.error("E", "a\0b \\u0000 ß"))))
                .isEqualTo(LogMessage.error("E", "a\uFFFDb \\u0000 ß"));
        assertThat(List.of(output.read(output.write(new OutputValue.Text("\0")))))
                .containsExactly(new OutputValue.Text("\uFFFD"));
    }
}
