package io.einvoicing.xml;

import io.einvoicing.xml.XmlRefusedException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import net.sf.saxon.s9api.BuildingContentHandler;
import net.sf.saxon.s9api.DocumentBuilder;
import net.sf.saxon.s9api.SaxonApiException;
import net.sf.saxon.s9api.XdmNode;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.ContentHandler;
import org.xml.sax.InputSource;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.DefaultHandler;
import org.xml.sax.helpers.XMLFilterImpl;

/**
 * Parses untrusted bytes once, into Saxon's own tree with line numbers.
 *
 * <p>A document type declaration is refused, no external entity is ever read, depth and size are bounded. Thread-safe; the
 * trees are immutable and belong to the engine's configuration.
 *
 * @since 0.1.0
 */
public final class XmlParser {
    private static final int POOLED_READERS = 64;

    private final XmlEngine engine;
    private final XmlLimits limits;
    private final SAXParserFactory readers;
    private final BlockingQueue<XMLReader> pool = new ArrayBlockingQueue<>(POOLED_READERS);

    /** Creates a parser whose trees belong to the engine's configuration. */
    public XmlParser(XmlEngine engine, XmlLimits limits) {
        this.engine = engine;
        this.limits = limits;
        this.readers = hardenedFactory();
    }

    /**
     * Parses a document.
     *
     * @throws XmlRefusedException if the bytes are no acceptable XML document
     */
    public XdmNode parse(byte[] document) {
        BuildingContentHandler tree = newTreeBuilder();
        read(document, tree);
        try {
            return tree.getDocumentNode();
        } catch (SaxonApiException e) {
            throw new IllegalStateException("a well-formed document gave no tree", e);
        }
    }

    /**
     * Reads a document and sends its events to the handler, under the same protection as {@link #parse}.
     *
     * @throws XmlRefusedException if the bytes are no acceptable XML document, or if the handler throws a
     *     {@link SAXException}; the handler has then seen a part of the document
     */
    public void read(byte[] document, ContentHandler handler) {
        if (document.length > limits.maxBytes()) {
            throw new XmlRefusedException(
                    Reason.TOO_LARGE,
                    "the document has " + document.length + " bytes, the limit is " + limits.maxBytes()
                            + ": split it, or raise the limit",
                    -1,
                    -1,
                    null);
        }
        XMLReader reader = takeReader();
        DepthLimit depthLimit = new DepthLimit(handler, limits.maxDepth());
        reader.setContentHandler(depthLimit);
        try {
            reader.parse(new InputSource(new ByteArrayInputStream(document)));
        } catch (SAXException e) {
            throw refusal(e);
        } catch (IOException e) {
            // The bytes are in memory: only a broken encoding ends here.
            throw new XmlRefusedException(
                    Reason.MALFORMED, "the document is not in the encoding it declares: " + e.getMessage(), -1, -1, e);
        }
        reader.setContentHandler(new DefaultHandler());
        pool.offer(reader); // a reader that failed, or one too many, is dropped
    }

    /** Returns a builder of a tree with line numbers, to be fed with the events of one document. */
    public BuildingContentHandler newTreeBuilder() {
        DocumentBuilder builder = engine.processor().newDocumentBuilder();
        builder.setLineNumbering(true);
        try {
            return builder.newBuildingContentHandler();
        } catch (SaxonApiException e) {
            throw new IllegalStateException("Saxon cannot build trees", e);
        }
    }

    private XMLReader takeReader() {
        XMLReader pooled = pool.poll();
        return pooled != null ? pooled : newReader();
    }

    private XMLReader newReader() {
        try {
            XMLReader reader = readers.newSAXParser().getXMLReader();
            reader.setErrorHandler(new DefaultHandler()); // throws on a fatal error and prints nothing
            reader.setEntityResolver((publicId, systemId) -> {
                throw new SAXException("external entities are not read");
            });
            return reader;
        } catch (ParserConfigurationException | SAXException e) {
            throw new IllegalStateException("the XML parser of the JDK cannot be hardened", e);
        }
    }

    private static SAXParserFactory hardenedFactory() {
        SAXParserFactory factory = SAXParserFactory.newDefaultNSInstance();
        try {
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
            factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
        } catch (ParserConfigurationException | SAXException e) {
            throw new IllegalStateException("the XML parser of the JDK cannot be hardened", e);
        }
        return factory;
    }

    private static XmlRefusedException refusal(SAXException e) {
        if (e.getException() instanceof XmlRefusedException refused) {
            return refused;
        }
        int line = e instanceof SAXParseException parse ? parse.getLineNumber() : -1;
        int column = e instanceof SAXParseException parse ? parse.getColumnNumber() : -1;
        String message = String.valueOf(e.getMessage());
        if (message.contains("DOCTYPE")) {
            return new XmlRefusedException(
                    Reason.DOCTYPE,
                    "the document has a document type declaration (line " + line
                            + "), which is refused because it can read files and exhaust memory: remove <!DOCTYPE ...>",
                    line,
                    column,
                    e);
        }
        return new XmlRefusedException(
                Reason.MALFORMED,
                "the document is not well-formed XML (line " + line + ", column " + column + "): " + message,
                line,
                column,
                e);
    }

    /** Passes all events on and stops at an element that is nested too deeply. */
    private static final class DepthLimit extends XMLFilterImpl {
        private final int maxDepth;
        private int depth;
        private @Nullable Locator locator;

        DepthLimit(ContentHandler next, int maxDepth) {
            this.maxDepth = maxDepth;
            setContentHandler(next);
        }

        @Override
        public void setDocumentLocator(Locator locator) {
            this.locator = locator;
            super.setDocumentLocator(locator);
        }

        @Override
        public void startElement(String uri, String localName, String qName, Attributes attributes)
                throws SAXException {
            if (++depth > maxDepth) {
                int line = locator == null ? -1 : locator.getLineNumber();
                int column = locator == null ? -1 : locator.getColumnNumber();
                throw new SAXException(new XmlRefusedException(
                        Reason.TOO_DEEP,
                        "elements are nested deeper than " + maxDepth + " levels (line " + line
                                + "): no invoice needs that; check what produced the document",
                        line,
                        column,
                        null));
            }
            super.startElement(uri, localName, qName, attributes);
        }

        @Override
        public void endElement(String uri, String localName, String qName) throws SAXException {
            depth--;
            super.endElement(uri, localName, qName);
        }
    }
}
