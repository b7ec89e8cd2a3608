package io.einvoicing.xml.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.xml.XmlEngine;
import io.einvoicing.xml.XmlLimits;
import io.einvoicing.xml.XmlParser;
import io.einvoicing.xml.transform.TransformException.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TransformEngineTest {
    private static final Duration SHORT = Duration.ofMillis(700);

    private final TransformEngine engine = engine(Duration.ofSeconds(30));

    @TempDir
    Path folder;

    @AfterEach
    void endThreads() {
        engine.close();
    }

    @Test
    void givesJsonToTheStylesheetAsItsDocumentParameter() {
        assertThat(run("<a><xsl:value-of select=\"parse-json($document)?x\"/></a>", json("{\"x\":\"ışık 😀\"}")))
                .isEqualTo("<a>ışık 😀</a>");
    }

    @Test
    void givesXmlToTheStylesheetAsItsSource() {
        String stylesheet =
                stylesheet("", "<xsl:template match=\"/\"><b><xsl:value-of select=\"/a/@n\"/></b></xsl:template>");
        assertThat(text(engine.transform(stylesheet, xml("<a n='7'/>")))).isEqualTo("<b>7</b>");
    }

    @Test
    void returnsNothingWhenTheStylesheetWritesNothing() {
        assertThat(run("", json("{}"))).isEmpty();
    }

    @Test
    void givesTheSameResultFromManyThreads() {
        String stylesheet =
                named("<a><xsl:for-each select=\"1 to 50\"><xsl:value-of select=\".\"/></xsl:for-each></a>");
        byte[] expected = engine.transform(stylesheet, json("{}"));
        assertThat(java.util.stream.IntStream.range(0, 200)
                        .parallel()
                        .mapToObj(i -> engine.transform(stylesheet, json("{}"))))
                .allSatisfy(result -> assertThat(result).isEqualTo(expected));
    }

    @Test
    void namesLineAndColumnOfMalformedXml() {
        TransformException refusal =
                refusal(stylesheet("", "<xsl:template match=\"/\"><b/></xsl:template>"), xml("<a>\n  <b></a>"));
        assertThat(refusal.kind()).isEqualTo(Kind.INPUT_MALFORMED);
        assertThat(refusal.faults().get(0).line()).isEqualTo(2);
        assertThat(refusal.faults().get(0).column()).isPositive();
    }

    @Test
    void namesLineAndColumnOfMalformedJson() {
        TransformException refusal = refusal(
                named("<a><xsl:value-of select=\"parse-json($document)?x\"/></a>"),
                json("{\n  \"x\": 1,\n  \"y\" 2\n}"));
        assertThat(refusal.kind()).isEqualTo(Kind.INPUT_MALFORMED);
        assertThat(refusal).hasMessageContaining("line 3");
    }

    @Test
    void namesThePlaceWhereTheStylesheetIsWrong() {
        String stylesheet = named("<a>\n<xsl:value-of select=\"1 +\"/>\n<xsl:call-template name=\"none\"/></a>");
        TransformException refusal = refusal(stylesheet, json("{}"));
        assertThat(refusal.kind()).isEqualTo(Kind.STYLESHEET_INVALID);
        assertThat(refusal.faults()).extracting(TransformException.Fault::line).contains(2);
    }

    @Test
    void namesThePlaceWhereTheStylesheetStopped() {
        TransformException refusal =
                refusal(named("<a>\n<xsl:sequence select=\"error((), 'no lines')\"/></a>"), json("{}"));
        assertThat(refusal.kind()).isEqualTo(Kind.STYLESHEET_STOPPED);
        assertThat(refusal).hasMessageContaining("no lines");
        assertThat(refusal.faults().get(0).line()).isEqualTo(2);
    }

    @Test
    void reportsTheMessageWithWhichTheStylesheetTerminates() {
        TransformException refusal =
                refusal(named("<xsl:message terminate=\"yes\">total differs</xsl:message>"), json("{}"));
        assertThat(refusal.kind()).isEqualTo(Kind.STYLESHEET_STOPPED);
        assertThat(refusal).hasMessageContaining("total differs");
    }

    @Test
    void refusesAStylesheetThatIsNoXml() {
        assertThat(refusal("not a stylesheet", json("{}")).kind()).isEqualTo(Kind.STYLESHEET_INVALID);
    }

    @Test
    void preparingAFaultyStylesheetSaysSo() {
        assertThatThrownBy(() -> engine.prepare(named("<xsl:nonsense/>"))).isInstanceOf(TransformException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "doc('SECRET.xml')",
                "document('SECRET.xml')",
                "collection('FOLDER?select=*.xml')",
                "uri-collection('FOLDER')",
                "unparsed-text('SECRET.xml')",
                "unparsed-text-lines('SECRET.xml')",
                "json-doc('SECRET.json')",
                "function-lookup(xs:QName('fn:unparsed-text'), 1)('SECRET.xml')",
                "transform(map{'stylesheet-location': 'SECRET.xsl'})?output",
                "parse-xml('&lt;!DOCTYPE a [&lt;!ENTITY x SYSTEM \"SECRET.xml\">]>&lt;a>&amp;amp;x;&lt;/a>')",
                "Q{java:java.lang.System}getProperty('user.home')",
                "Q{java:java.nio.file.Path}of('SECRET.xml')"
            })
    void refusesToReachAnythingOutside(String expression) throws Exception {
        String outside = expression.replace("SECRET", secrets() + "/secret").replace("FOLDER", secrets());
        String stylesheet = named("<a><xsl:sequence select='" + outside.replace("'", "&apos;") + "'/></a>");
        assertThatThrownBy(() -> engine.transform(stylesheet, json("{}")))
                .isInstanceOf(TransformException.class)
                .message()
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "doc-available('SECRET.xml')",
                "unparsed-text-available('SECRET.xml')",
                "string(environment-variable('PATH')) != ''",
                "exists(available-environment-variables())",
                "system-property('user.home') != ''"
            })
    void seesNothingOutside(String expression) throws Exception {
        String question = expression.replace("SECRET", secrets() + "/secret");
        assertThat(run("<a><xsl:value-of select=\"" + question + "\"/></a>", json("{}")))
                .isEqualTo("<a>false</a>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<xsl:include href=\"SECRET.xsl\"/>",
                "<xsl:import href=\"SECRET.xsl\"/>",
                "<xsl:variable name=\"s\" static=\"yes\" select=\"unparsed-text('SECRET.xml')\"/>"
            })
    void refusesToCompileWithAnythingFromOutside(String declaration) throws Exception {
        String stylesheet = stylesheet(declaration.replace("SECRET", secrets() + "/secret"), "");
        assertThatThrownBy(() -> engine.prepare(stylesheet))
                .isInstanceOfSatisfying(
                        TransformException.class, e -> assertThat(e.kind()).isEqualTo(Kind.STYLESHEET_INVALID));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<xsl:result-document href=\"SECRET.out\"><a/></xsl:result-document>",
                "<xsl:source-document href=\"SECRET.xml\"><xsl:copy-of select=\".\"/></xsl:source-document>",
                "<xsl:evaluate xpath=\"'1'\"/>"
            })
    void refusesInstructionsThatReachOutside(String instruction) throws Exception {
        String stylesheet = named(instruction.replace("SECRET", secrets() + "/secret"));
        assertThatThrownBy(() -> engine.transform(stylesheet, json("{}"))).isInstanceOf(TransformException.class);
        assertThat(folder.resolve("secret.out")).doesNotExist();
    }

    @Test
    void refusesADocumentTypeDeclarationInTheStylesheet() {
        String stylesheet = "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>" + named("<a/>");
        assertThat(refusal(stylesheet, json("{}")).kind()).isEqualTo(Kind.STYLESHEET_INVALID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<xsl:for-each select=\"1 to 2147483647\"><xsl:variable name=\"x\" select=\".\"/>"
                        + "<xsl:for-each select=\"1 to 2147483647\"><xsl:if test=\". + $x = -1\">x</xsl:if></xsl:for-each></xsl:for-each>",
                "<xsl:value-of select=\"count(for $i in 1 to 2147483647 return for $j in 1 to 2147483647 return $i + $j)\"/>",
                "<xsl:value-of select=\"count((1 to 2147483647)[. mod 2 = string-length($document)])\"/>",
                "<xsl:value-of select=\"fold-left(1 to 2147483647 - string-length($document), 0, function($a, $b) {($a + $b) mod 7})\"/>",
                "<xsl:value-of select=\"some $i in 1 to 2147483647 satisfies $i = -string-length($document)\"/>",
                "<xsl:iterate select=\"1 to 2147483647\"><xsl:param name=\"x\" select=\"0\"/><xsl:next-iteration>"
                        + "<xsl:with-param name=\"x\" select=\"$x + 1\"/></xsl:next-iteration></xsl:iterate>",
                "<xsl:try><xsl:value-of select=\"count(for $i in 1 to 2147483647 return for $j in 1 to 2147483647 return $i + $j)\"/>"
                        + "<xsl:catch>caught</xsl:catch></xsl:try>"
            })
    void stopsAnEndlessLoop(String instruction) {
        try (TransformEngine impatient = engine(SHORT)) {
            assertThatThrownBy(() -> impatient.transform(named(instruction), json("{}")))
                    .hasMessageContaining("ran longer than 700 ms and was stopped");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<xsl:call-template name=\"again\"/>",
                "<xsl:value-of select=\"f:again(1)\"/>",
                "<xsl:value-of select=\"let $f := function($f) {1 + $f($f)} return $f($f)\"/>"
            })
    void stopsEndlessRecursion(String instruction) {
        assertThat(refusal(named(instruction), json("{}")).kind()).isEqualTo(Kind.STYLESHEET_STOPPED);
    }

    @Test
    void refusesFromThenOnAStylesheetThatCannotBeStopped() {
        String stylesheet = named("<xsl:value-of select=\"sum(1 to 2147483647 - string-length($document))\"/>");
        try (TransformEngine impatient = engine(SHORT)) {
            for (int i = 0; i < 50; i++) { // together far longer than a test may take, were it run each time
                assertThatThrownBy(() -> impatient.transform(stylesheet, json("{}")))
                        .hasMessageContaining("could not be stopped");
            }
        }
    }

    @Test
    void stopsARegularExpressionThatBacktracksForEver() {
        String stylesheet = named("<xsl:value-of select=\"matches($document, '^(a+)+$')\"/>");
        assertThat(refusal(stylesheet, json("a".repeat(60) + "b"))).hasMessageContaining("backtracking");
    }

    @Test
    void stopsAResultThatIsTooLarge() {
        String stylesheet = named("<a><xsl:for-each select=\"1 to 2147483647\">xxxxxxxxxx</xsl:for-each></a>");
        TransformException refusal = refusal(stylesheet, json("{}"));
        assertThat(refusal.kind()).isEqualTo(Kind.OUTPUT_LIMIT);
        assertThat(refusal).hasMessageContaining("100000 bytes");
    }

    private String secrets() throws Exception {
        for (String name : new String[] {"secret.xml", "secret.json", "secret.xsl"}) {
            Files.writeString(folder.resolve(name), name.endsWith("json") ? "\"s3cret\"" : "<a>s3cret</a>");
        }
        return folder.toUri().toString().replaceAll("/$", "");
    }

    private String run(String instructions, DocumentContent document) {
        return text(engine.transform(named(instructions), document));
    }

    private TransformException refusal(String stylesheet, DocumentContent document) {
        return catchThrowableOfType(TransformException.class, () -> engine.transform(stylesheet, document));
    }

    private static TransformEngine engine(Duration time) {
        XmlEngine xml = XmlEngine.create();
        return new TransformEngine(xml, new XmlParser(xml, XmlLimits.DEFAULT), new TransformLimits(time, 100_000));
    }

    private static String named(String instructions) {
        return stylesheet(
                "<xsl:param name=\"document\"/>",
                "<xsl:template name=\"xsl:initial-template\">" + instructions + "</xsl:template>"
                        + "<xsl:template name=\"again\"><xsl:call-template name=\"again\"/></xsl:template>"
                        + "<xsl:function name=\"f:again\"><xsl:param name=\"n\"/><xsl:sequence select=\"f:again($n + 1)\"/></xsl:function>");
    }

    private static String stylesheet(String declarations, String templates) {
        return "<xsl:stylesheet version=\"3.0\" xmlns:xsl=\"http://www.w3.org/1999/XSL/Transform\" xmlns:f=\"urn:test\""
                + " xmlns:fn=\"http://www.w3.org/2005/xpath-functions\" xmlns:xs=\"http://www.w3.org/2001/XMLSchema\""
                + " exclude-result-prefixes=\"#all\">" + declarations
                + "<xsl:output omit-xml-declaration=\"yes\"/>" + templates + "</xsl:stylesheet>";
    }

    private static DocumentContent json(String text) {
        return new DocumentContent("application/json", text.getBytes(StandardCharsets.UTF_8));
    }

    private static DocumentContent xml(String text) {
        return new DocumentContent("application/xml", text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
