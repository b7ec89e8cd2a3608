package io.einvoicing.service.demo;

import java.util.HashMap;
import java.util.Map;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.DefaultHandler;

/** Picks an invoice's number and buyer reference from the events of a UBL document. */
final class UblHead extends DefaultHandler {
    private static final String BASIC_COMPONENTS =
            "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2";

    private final Map<String, String> fields = new HashMap<>();
    private final StringBuilder text = new StringBuilder();
    private int depth;

    String number() {
        return fields.getOrDefault("ID", "");
    }

    String buyerReference() {
        return fields.getOrDefault("BuyerReference", "");
    }

    @Override
    public void startElement(String namespace, String localName, String qualifiedName, Attributes attributes) {
        depth++;
        text.setLength(0);
    }

    @Override
    public void characters(char[] characters, int start, int length) {
        text.append(characters, start, length);
    }

    @Override
    public void endElement(String namespace, String localName, String qualifiedName) {
        if (depth == 2 && namespace.equals(BASIC_COMPONENTS)) {
            fields.put(localName, text.toString().strip());
        }
        depth--;
    }
}
