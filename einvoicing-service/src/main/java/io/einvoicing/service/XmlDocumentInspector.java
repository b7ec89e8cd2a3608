package io.einvoicing.service;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.kernel.Finding;
import io.einvoicing.submission.port.DocumentInspector;
import io.einvoicing.xml.XmlParser;
import io.einvoicing.xml.XmlRefusedException;
import java.util.List;
import org.xml.sax.helpers.DefaultHandler;

/** Refuses XML that is malformed, has a document type declaration or is too deep. */
final class XmlDocumentInspector implements DocumentInspector {
    private final XmlParser parser;

    XmlDocumentInspector(XmlParser parser) {
        this.parser = parser;
    }

    @Override
    public List<Finding> inspect(DocumentContent content) {
        if (!content.isXml()) {
            return List.of();
        }
        try {
            parser.read(content.bytes(), new DefaultHandler());
            return List.of();
        } catch (XmlRefusedException e) {
            return List.of(Finding.error(
                    "content",
                    String.valueOf(e.getMessage()),
                    "send well-formed XML without a document type declaration"));
        }
    }
}
