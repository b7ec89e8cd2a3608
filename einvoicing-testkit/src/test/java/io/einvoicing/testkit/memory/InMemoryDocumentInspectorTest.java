package io.einvoicing.testkit.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.submission.port.DocumentInspector;
import io.einvoicing.testkit.contract.DocumentInspectorContract;

class InMemoryDocumentInspectorTest extends DocumentInspectorContract {
    @Override
    protected DocumentInspector createInspector() {
        return new InMemoryDocumentInspector();
    }

    @Override
    protected DocumentContent sound() {
        return brackets("[an invoice]");
    }

    @Override
    protected DocumentContent cutOff() {
        return brackets("[an inv");
    }

    @Override
    protected DocumentContent unsafe() {
        return brackets("[!include]");
    }

    private static DocumentContent brackets(String text) {
        return new DocumentContent(InMemoryDocumentInspector.MEDIA_TYPE, text.getBytes(UTF_8));
    }
}
