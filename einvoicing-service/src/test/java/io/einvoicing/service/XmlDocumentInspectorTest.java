package io.einvoicing.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.submission.port.DocumentInspector;
import io.einvoicing.testkit.contract.DocumentInspectorContract;
import io.einvoicing.xml.XmlEngine;
import io.einvoicing.xml.XmlLimits;
import io.einvoicing.xml.XmlParser;

class XmlDocumentInspectorTest extends DocumentInspectorContract {
    @Override
    protected DocumentInspector createInspector() {
        return new XmlDocumentInspector(new XmlParser(XmlEngine.create(), XmlLimits.DEFAULT));
    }

    @Override
    protected DocumentContent sound() {
        return xml("<Invoice><ID>1</ID></Invoice>");
    }

    @Override
    protected DocumentContent cutOff() {
        return xml("<Invoice><ID>1</");
    }

    @Override
    protected DocumentContent unsafe() {
        return xml("<!DOCTYPE Invoice><Invoice/>");
    }

    private static DocumentContent xml(String text) {
        return new DocumentContent("application/xml", text.getBytes(UTF_8));
    }
}
