package io.einvoicing.xml.validation.internal;

import java.util.ArrayList;
import java.util.List;
import javax.xml.validation.ValidatorHandler;
import net.sf.saxon.s9api.BuildingContentHandler;
import net.sf.saxon.s9api.SaxonApiException;
import net.sf.saxon.s9api.XdmNode;
import org.xml.sax.Attributes;
import org.xml.sax.ContentHandler;
import org.xml.sax.ErrorHandler;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Checks one document against a schema while its tree is built from the same events.
 *
 * <p>The tree gets what the parser read, without anything that the schema would add. Building stops at the first error:
 * no rule is checked then, and names that no schema knows never enter Saxon's pool of names, which only grows.
 */
public final class SchemaCheck implements ContentHandler, ErrorHandler {
    private final ValidatorHandler schema;
    private final BuildingContentHandler tree;
    private final int maxErrors;
    private final List<SAXParseException> errors = new ArrayList<>();

    /** Creates a check of one document that keeps so many errors at most. */
    public SchemaCheck(ValidatorHandler schema, BuildingContentHandler tree, int maxErrors) {
        this.maxErrors = maxErrors;
        this.schema = schema;
        this.tree = tree;
        schema.setErrorHandler(this);
    }

    /** Returns where and how the document breaks the schema. */
    public List<SAXParseException> errors() {
        return errors;
    }

    /** Returns the tree of a document without errors. */
    public XdmNode tree() {
        try {
            return tree.getDocumentNode();
        } catch (SaxonApiException e) {
            throw new IllegalStateException("a well-formed document gave no tree", e);
        }
    }

    @Override
    public void warning(SAXParseException warning) {
        // The validator of the JDK has none for documents.
    }

    @Override
    public void error(SAXParseException error) {
        if (errors.size() < maxErrors) {
            errors.add(error);
        }
    }

    @Override
    public void fatalError(SAXParseException error) throws SAXParseException {
        throw error;
    }

    @Override
    public void setDocumentLocator(Locator locator) {
        schema.setDocumentLocator(locator);
        tree.setDocumentLocator(locator);
    }

    @Override
    public void startDocument() throws SAXException {
        schema.startDocument();
        tree.startDocument();
    }

    @Override
    public void endDocument() throws SAXException {
        schema.endDocument();
        if (errors.isEmpty()) {
            tree.endDocument();
        }
    }

    @Override
    public void startPrefixMapping(String prefix, String uri) throws SAXException {
        schema.startPrefixMapping(prefix, uri);
        if (errors.isEmpty()) {
            tree.startPrefixMapping(prefix, uri);
        }
    }

    @Override
    public void endPrefixMapping(String prefix) throws SAXException {
        schema.endPrefixMapping(prefix);
        if (errors.isEmpty()) {
            tree.endPrefixMapping(prefix);
        }
    }

    @Override
    public void startElement(String uri, String localName, String qName, Attributes attributes) throws SAXException {
        schema.startElement(uri, localName, qName, attributes);
        if (errors.isEmpty()) {
            tree.startElement(uri, localName, qName, attributes);
        }
    }

    @Override
    public void endElement(String uri, String localName, String qName) throws SAXException {
        schema.endElement(uri, localName, qName);
        if (errors.isEmpty()) {
            tree.endElement(uri, localName, qName);
        }
    }

    @Override
    public void characters(char[] text, int start, int length) throws SAXException {
        schema.characters(text, start, length);
        if (errors.isEmpty()) {
            tree.characters(text, start, length);
        }
    }

    @Override
    public void ignorableWhitespace(char[] text, int start, int length) throws SAXException {
        characters(text, start, length);
    }

    @Override
    public void processingInstruction(String target, String data) throws SAXException {
        schema.processingInstruction(target, data);
        if (errors.isEmpty()) {
            tree.processingInstruction(target, data);
        }
    }

    @Override
    public void skippedEntity(String name) throws SAXException {
        schema.skippedEntity(name);
    }
}
