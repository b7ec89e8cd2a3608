package io.einvoicing.http.call.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.einvoicing.document.DocumentContent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * SOAP envelopes of both versions: written around a request, and opened to get at a response.
 *
 * @see <a href="https://www.w3.org/TR/2000/NOTE-SOAP-20000508/">Source: SOAP 1.1</a>
 * @see <a href="https://www.w3.org/TR/soap12-part1/">Source: SOAP 1.2</a>
 */
public final class SoapEnvelope {
    private static final Pattern DECLARATION = Pattern.compile("\\A\\uFEFF?\\s*<\\?xml\\s[^>]*\\?>\\s*");
    private static final Pattern ACTION = Pattern.compile("[\\x21\\x23-\\x5b\\x5d-\\x7e]*");

    private SoapEnvelope() {}

    /** A version of SOAP. */
    public enum Version {
        SOAP_1_1("SOAP 1.1", "http://schemas.xmlsoap.org/soap/envelope/"),
        SOAP_1_2("SOAP 1.2", "http://www.w3.org/2003/05/soap-envelope");

        private final String text;
        private final String namespace;

        Version(String text, String namespace) {
            this.text = text;
            this.namespace = namespace;
        }

        /** Returns the version as people write it. */
        public String text() {
            return text;
        }

        /** Returns the version that people write so. */
        public static Version parse(String text) {
            return Stream.of(values())
                    .filter(version -> version.text.equals(text))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("\"" + text + "\" is no version of SOAP"));
        }

        /**
         * Returns an envelope; header and body are taken over as they are written, but their declarations.
         *
         * @throws IllegalArgumentException if one of them is no XML with one root and without a document type
         */
        public DocumentContent envelope(Optional<DocumentContent> header, DocumentContent body) {
            StringBuilder envelope = new StringBuilder("<soapenv:Envelope xmlns:soapenv=\"")
                    .append(namespace)
                    .append("\">");
            header.ifPresent(each -> envelope.append("<soapenv:Header>")
                    .append(embeddable("header", each))
                    .append("</soapenv:Header>"));
            envelope.append("<soapenv:Body>")
                    .append(embeddable("body", body))
                    .append("</soapenv:Body></soapenv:Envelope>");
            return new DocumentContent(
                    "application/xml;charset=utf-8", envelope.toString().getBytes(UTF_8));
        }

        /** Returns the headers, with what the version needs for the action. */
        public Map<String, String> headers(Map<String, String> headers, String action) {
            requireAction(action);
            Map<String, String> all = new HashMap<>(headers);
            if (this == SOAP_1_1) {
                all.put("SOAPAction", "\"" + action + "\"");
            }
            return all;
        }

        /** Returns the media type, which bears the action in SOAP 1.2. */
        public String mediaType(String action) {
            if (this == SOAP_1_1) {
                return "text/xml; charset=utf-8";
            }
            return "application/soap+xml; charset=utf-8" + (action.isEmpty() ? "" : "; action=\"" + action + "\"");
        }
    }

    /** Passes if the text can stand as an action. */
    public static void requireAction(String action) {
        if (!ACTION.matcher(action).matches()) {
            throw new IllegalArgumentException(
                    "a SOAP action may hold printable ASCII characters only, no blank, quote or backslash");
        }
    }

    private static String place(SAXException e) {
        return e instanceof SAXParseException at
                ? "; it is not at line " + at.getLineNumber() + ", column " + at.getColumnNumber()
                : "";
    }

    private static String embeddable(String part, DocumentContent content) {
        Document document;
        try {
            document = parse(content.bytes());
        } catch (SAXException e) {
            throw new IllegalArgumentException(
                    "the " + part + " of a SOAP envelope must be XML with one root and without a document type"
                            + place(e),
                    e);
        }
        String encoding = document.getXmlEncoding() == null ? "UTF-8" : document.getXmlEncoding();
        try {
            Matcher declaration = DECLARATION.matcher(new String(content.bytes(), encoding));
            return declaration.replaceFirst("");
        } catch (IOException e) {
            throw new IllegalArgumentException("the encoding " + encoding + " is not known", e);
        }
    }

    /**
     * Returns what the body of an answer holds first, a response or a fault, as a document of its own; empty if the answer is no
     * envelope.
     */
    public static Optional<DocumentContent> content(DocumentContent answer) {
        if (answer.bytes().length == 0) {
            return Optional.empty();
        }
        try {
            Element envelope = parse(answer.bytes()).getDocumentElement();
            return Stream.of(Version.values())
                    .map(version -> version.namespace)
                    .filter(namespace -> isNamed(envelope, namespace, "Envelope"))
                    .findFirst()
                    .flatMap(namespace -> firstChild(envelope, namespace, "Body"))
                    .flatMap(body -> firstChild(body, null, null))
                    .map(SoapEnvelope::standalone);
        } catch (SAXException e) {
            return Optional.empty(); // no XML, or none that is safe to read: then it is no envelope
        }
    }

    private static boolean isNamed(Element element, String namespace, String name) {
        return namespace.equals(element.getNamespaceURI()) && name.equals(element.getLocalName());
    }

    private static Optional<Element> firstChild(Element parent, @Nullable String namespace, @Nullable String name) {
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element
                    && (namespace == null || name == null || isNamed(element, namespace, name))) {
                return Optional.of(element);
            }
        }
        return Optional.empty();
    }

    /** Prefixes that were declared around the element are declared on it: values in it may use them. */
    private static DocumentContent standalone(Element element) {
        for (Node node = element.getParentNode(); node instanceof Element outer; node = node.getParentNode()) {
            NamedNodeMap attributes = outer.getAttributes();
            for (int i = 0; i < attributes.getLength(); i++) {
                Attr attribute = (Attr) attributes.item(i);
                if (XMLConstants.XMLNS_ATTRIBUTE_NS_URI.equals(attribute.getNamespaceURI())
                        && !element.hasAttribute(attribute.getName())) {
                    element.setAttributeNS(
                            XMLConstants.XMLNS_ATTRIBUTE_NS_URI, attribute.getName(), attribute.getValue());
                }
            }
        }
        try {
            Transformer writer = TransformerFactory.newDefaultInstance().newTransformer();
            writer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            writer.setOutputProperty(OutputKeys.ENCODING, UTF_8.name());
            writer.transform(new DOMSource(element), new StreamResult(bytes));
            return new DocumentContent("application/xml", bytes.toByteArray());
        } catch (TransformerException e) {
            throw new IllegalStateException("the JDK cannot write trees", e);
        }
    }

    private static Document parse(byte[] bytes) throws SAXException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            factory.setAttribute("http://www.oracle.com/xml/jaxp/properties/maxElementDepth", "200");
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new Silent());
            return builder.parse(new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new SAXException("the bytes are not of the declared encoding", e);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the JDK has no safe XML parser", e);
        }
    }

    /** The JDK's own handler would print what others sent. */
    private static final class Silent implements ErrorHandler {
        @Override
        public void warning(SAXParseException warning) {}

        @Override
        public void error(SAXParseException error) throws SAXException {
            throw error;
        }

        @Override
        public void fatalError(SAXParseException error) throws SAXException {
            throw error;
        }
    }
}
