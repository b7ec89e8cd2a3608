package io.einvoicing.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.feature.ActionDescription;
import io.einvoicing.feature.BuiltInValue;
import io.einvoicing.feature.ParameterDescription;
import io.einvoicing.flow.ActionType;
import io.einvoicing.http.call.OutboundHttp;
import io.einvoicing.http.call.OutboundPolicy;
import io.einvoicing.xml.XmlEngine;
import io.einvoicing.xml.XmlLimits;
import io.einvoicing.xml.XmlParser;
import io.einvoicing.xml.transform.TransformEngine;
import io.einvoicing.xml.transform.TransformLimits;
import io.einvoicing.xml.validation.DocumentValidator;
import io.einvoicing.xml.validation.PublishedRuleSets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps docs/actions.md true to the descriptions; {@code -Dactions.write=true} writes it anew. */
class ActionsDocumentTest {
    private static final Path DOCUMENT = Path.of("../docs/actions.md");
    private static final String MARK = "<!-- generated from the descriptions below this line -->\n";

    @Test
    void documentSaysWhatTheDescriptionsSay() throws IOException {
        String document = Files.readString(DOCUMENT, UTF_8);
        String head = document.substring(0, document.indexOf(MARK) + MARK.length());
        String expected = head
                + types().stream().map(type -> section(type.description())).collect(Collectors.joining("\n", "\n", ""));
        if (Boolean.getBoolean("actions.write")) {
            Files.writeString(DOCUMENT, expected, UTF_8);
        }
        assertThat(Files.readString(DOCUMENT, UTF_8))
                .as("run this test with -Dactions.write=true")
                .isEqualTo(expected);
    }

    @Test
    void documentNamesEveryBuiltInValue() throws IOException {
        assertThat(Files.readString(DOCUMENT, UTF_8))
                .contains(Stream.of(BuiltInValue.values())
                        .map(value -> "`{" + value.text() + "}`")
                        .toList());
    }

    @Test
    void everyParameterIsDescribedInASentence() {
        assertThat(types()).allSatisfy(type -> {
            assertThat(type.description().help()).endsWith(".");
            assertThat(type.description().parameters())
                    .allSatisfy(parameter -> assertThat(parameter.help()).endsWith("."));
        });
    }

    private static List<ActionType> types() {
        XmlEngine engine = XmlEngine.create();
        XmlParser parser = new XmlParser(engine, XmlLimits.DEFAULT);
        try (TransformEngine transforms = new TransformEngine(engine, parser, TransformLimits.DEFAULT);
                OutboundHttp http = new OutboundHttp(OutboundPolicy.PUBLIC_HOSTS)) {
            return StandardActions.of(
                    parser,
                    transforms,
                    new DocumentValidator(engine, XmlLimits.DEFAULT, PublishedRuleSets.all()),
                    http,
                    Optional.empty());
        }
    }

    private static String section(ActionDescription type) {
        StringBuilder section = new StringBuilder("## ")
                .append(type.type())
                .append("\n\n")
                .append(type.help())
                .append(
                        type.kind() == ActionDescription.Kind.OUTSIDE_EFFECT
                                ? " It has an outside effect: checkpointed, and never blindly repeated."
                                : "")
                .append("\n\n| parameter | type | default | help |\n|---|---|---|---|\n");
        type.parameters().forEach(parameter -> section.append(row(parameter)));
        return section.append("\nOutputs: ")
                .append(type.outputs().stream().map(name -> "`" + name + "`").collect(Collectors.joining(", ")))
                .append(".\n")
                .toString();
    }

    private static String row(ParameterDescription parameter) {
        String choices = parameter.choices().isEmpty()
                ? ""
                : " One of "
                        + parameter.choices().stream()
                                .map(each -> "`" + each + "`")
                                .collect(Collectors.joining(", ")) + ".";
        String value = parameter.mandatory()
                ? "**mandatory**"
                : parameter
                        .defaultValue()
                        .filter(text -> !text.isEmpty())
                        .map(text -> "`" + text + "`")
                        .orElse("");
        return "| " + parameter.name() + " | " + parameter.type() + " | " + value + " | " + parameter.help() + choices
                + " |\n";
    }
}
