package io.einvoicing.xml.response;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.FormatConfiguration;
import io.einvoicing.flow.Verdict;
import io.einvoicing.flow.port.ResponseParser;
import io.einvoicing.submission.InvoiceStatus;
import io.einvoicing.submission.LogMessage;
import io.einvoicing.submission.LogMessage.Severity;
import io.einvoicing.xml.XmlParser;
import io.einvoicing.xml.XmlRefusedException;
import io.einvoicing.xml.transform.TransformEngine;
import io.einvoicing.xml.transform.TransformException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import net.sf.saxon.s9api.QName;
import net.sf.saxon.s9api.XdmNode;
import net.sf.saxon.s9api.streams.Steps;

/**
 * Reads responses with XSLT 3.0 stylesheets.
 *
 * <p>A stylesheet turns the response into {@code <verdict status="ACCEPTED" receipt="…"><message code="…" severity="ERROR"
 * location="…">text</message><document submission="…" status="REJECTED"/></verdict>}, all but the status optional, or into nothing.
 * A response that it cannot digest, such as a
 * gateway's page in another format, is no verdict.
 *
 * @since 0.1.0
 */
public final class XsltResponseParser implements ResponseParser {
    private static final QName VERDICT = new QName("verdict");

    private final TransformEngine engine;
    private final XmlParser parser;

    /** Creates a parser that runs stylesheets in the engine. */
    public XsltResponseParser(TransformEngine engine, XmlParser parser) {
        this.engine = engine;
        this.parser = parser;
    }

    @Override
    public Optional<Verdict> parse(FormatConfiguration configuration, DocumentContent response) {
        try {
            byte[] result = engine.transform(configuration.content(), response);
            return result.length == 0 ? Optional.empty() : verdict(parser.parse(result));
        } catch (XmlRefusedException e) {
            return Optional.empty(); // the stylesheet wrote mere text: it did not find what it looks for
        } catch (TransformException e) {
            return switch (e.kind()) {
                case INPUT_MALFORMED, STYLESHEET_STOPPED -> Optional.empty();
                case STYLESHEET_INVALID, TIME_LIMIT, OUTPUT_LIMIT ->
                    throw new IllegalArgumentException(
                            "response parser \"" + configuration.name() + "\" is faulty: " + e.getMessage(), e);
            };
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "response parser \"" + configuration.name() + "\" is faulty: " + e.getMessage(), e);
        }
    }

    private static Optional<Verdict> verdict(XdmNode document) {
        return document.select(Steps.child())
                .asOptionalNode()
                .filter(root -> VERDICT.equals(root.getNodeName()))
                .map(root -> new Verdict(
                        new InvoiceStatus(attribute(root, "status")),
                        Optional.of(attribute(root, "receipt")).filter(receipt -> !receipt.isEmpty()),
                        messages(root),
                        documents(root)));
    }

    private static List<LogMessage> messages(XdmNode verdict) {
        return verdict.select(Steps.child("message"))
                .map(message -> new LogMessage(
                        severity(attribute(message, "severity")),
                        attribute(message, "code"),
                        message.getStringValue().strip(),
                        attribute(message, "location")))
                .toList();
    }

    /** Of a document that is named twice the last status holds. */
    private static Map<String, String> documents(XdmNode verdict) {
        return verdict.select(Steps.child("document"))
                .collect(Collectors.toMap(
                        document -> attribute(document, "submission"),
                        document -> attribute(document, "status"),
                        (former, last) -> last));
    }

    private static Severity severity(String text) {
        return text.isEmpty() ? Severity.INFO : Severity.valueOf(text);
    }

    private static String attribute(XdmNode element, String name) {
        String value = element.attribute(name);
        return value == null ? "" : value;
    }
}
