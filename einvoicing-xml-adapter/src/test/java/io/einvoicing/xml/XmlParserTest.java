package io.einvoicing.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.einvoicing.xml.XmlRefusedException.Reason;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import net.sf.saxon.s9api.SaxonApiException;
import net.sf.saxon.s9api.XdmNode;
import net.sf.saxon.tree.tiny.TinyNodeImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XmlParserTest {
    private final XmlEngine engine = XmlEngine.create();
    private final XmlParser parser = new XmlParser(engine, new XmlLimits(10_000, 20));

    @Test
    void buildsSaxonsOwnTreeWithLineNumbers() throws SaxonApiException {
        XdmNode document = parser.parse(bytes("<a>\n  <b>x</b>\n</a>"));
        assertThat(document.getUnderlyingNode()).isInstanceOf(TinyNodeImpl.class);
        XdmNode b = (XdmNode) engine.processor().newXPathCompiler().evaluateSingle("/a/b", document);
        assertThat(b.getLineNumber()).isEqualTo(2);
        assertThat(b.getStringValue()).isEqualTo("x");
    }

    @Test
    void keepsWhitespaceBecauseRulesReadIt() {
        assertThat(parser.parse(bytes("<a> <b/> </a>")).getStringValue()).isEqualTo("  ");
    }

    @Test
    void honoursTheDeclaredEncoding() {
        byte[] latin1 =
                "<?xml version='1.0' encoding='ISO-8859-1'?><a>Müller</a>".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(parser.parse(latin1).getStringValue()).isEqualTo("Müller");
        byte[] utf16 = "<?xml version='1.0' encoding='UTF-16'?><a>Müller</a>".getBytes(Charset.forName("UTF-16"));
        assertThat(parser.parse(utf16).getStringValue()).isEqualTo("Müller");
    }

    @Test
    void refusesADoctypeAndNamesTheRemedy() {
        XmlRefusedException refused = refusalOf("<!DOCTYPE a [<!ENTITY e 'x'>]>\n<a>&e;</a>");
        assertThat(refused.reason()).isEqualTo(Reason.DOCTYPE);
        assertThat(refused).hasMessageContaining("remove <!DOCTYPE");
        assertThat(refused.line()).isEqualTo(1);
    }

    @Test
    void readsNoFileThroughAnEntity(@TempDir Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "secret");
        XmlRefusedException refused = refusalOf("<!DOCTYPE a [<!ENTITY e SYSTEM '" + secret.toUri() + "'>]><a>&e;</a>");
        assertThat(refused.reason()).isEqualTo(Reason.DOCTYPE);
    }

    @Test
    void refusesDeepNestingAndSaysWhere() {
        XmlRefusedException refused = refusalOf("<a>\n".repeat(21) + "</a>".repeat(21));
        assertThat(refused.reason()).isEqualTo(Reason.TOO_DEEP);
        assertThat(refused.line()).isEqualTo(21);
        assertThat(parser.parse(bytes("<a>".repeat(20) + "</a>".repeat(20)))).isNotNull();
    }

    @Test
    void refusesADocumentAboveTheSizeLimitBeforeItParses() {
        XmlRefusedException refused = refusalOf("not xml at all ".repeat(1_000));
        assertThat(refused.reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(refused).hasMessageContaining("15000").hasMessageContaining("10000");
    }

    @Test
    void refusesMalformedXmlWithLineAndColumn() {
        XmlRefusedException refused = refusalOf("<a>\n<b></a>");
        assertThat(refused.reason()).isEqualTo(Reason.MALFORMED);
        assertThat(refused.line()).isEqualTo(2);
        assertThat(refused.column()).isGreaterThan(0);
    }

    @Test
    void refusesBytesThatBreakTheEncoding() {
        byte[] document = "<a>\u00fc</a>".getBytes(StandardCharsets.ISO_8859_1);
        XmlRefusedException refused = catchThrowableOfType(XmlRefusedException.class, () -> parser.parse(document));
        assertThat(refused.reason()).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void staysUsableAfterARefusal() {
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> parser.parse(bytes("<a><b>"))).isInstanceOf(XmlRefusedException.class);
            assertThat(parser.parse(bytes("<a>ok</a>")).getStringValue()).isEqualTo("ok");
        }
    }

    private XmlRefusedException refusalOf(String document) {
        return catchThrowableOfType(XmlRefusedException.class, () -> parser.parse(bytes(document)));
    }

    private static byte[] bytes(String document) {
        return document.getBytes(StandardCharsets.UTF_8);
    }
}
