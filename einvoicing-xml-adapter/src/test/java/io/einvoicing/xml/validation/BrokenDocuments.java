package io.einvoicing.xml.validation;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** Breaks a valid document in every place, one place at a time; always the same documents in the same order. */
final class BrokenDocuments {
    private static final List<String> VALUES = List.of("", " ", "X", "-1", "0", "999999.999", "1.2345", "2030-12-31");
    private static final List<String> VAT_CATEGORIES = List.of("AE", "E", "G", "K", "L", "M", "O", "S", "Z", "B", "XX");
    private static final List<String> COUNTRIES =
            List.of("DE", "DK", "NO", "SE", "IT", "NL", "GR", "EL", "IS", "GB", "XX");

    private final byte[] valid;
    private final Map<String, byte[]> broken = new LinkedHashMap<>();

    private BrokenDocuments(byte[] valid) {
        this.valid = valid;
    }

    /** Returns the broken documents by what was broken. */
    static Map<String, byte[]> of(byte[] valid) throws Exception {
        BrokenDocuments documents = new BrokenDocuments(valid);
        documents.breakElements();
        documents.breakAttributes();
        documents.changeVatCategories();
        documents.changeCountries();
        return documents.broken;
    }

    private void breakElements() throws Exception {
        int elements = elements(parse(valid)).size();
        for (int i = 1; i < elements; i++) {
            change("delete", i, element -> element.getParentNode().removeChild(element));
            change("repeat", i, element -> element.getParentNode().insertBefore(element.cloneNode(true), element));
            if (isLeaf(elements(parse(valid)).get(i))) {
                for (String value : VALUES) {
                    change("value '" + value + "' in", i, element -> element.setTextContent(value));
                }
            }
        }
    }

    private void breakAttributes() throws Exception {
        int elements = elements(parse(valid)).size();
        for (int i = 0; i < elements; i++) {
            for (Attr attribute : attributes(elements(parse(valid)).get(i))) {
                String name = attribute.getName();
                change("delete @" + name + " of", i, element -> element.removeAttribute(name));
                change("change @" + name + " of", i, element -> element.setAttribute(name, "XX"));
            }
        }
    }

    /** Every category in one place, and in all places at once, with and without a rate. */
    private void changeVatCategories() throws Exception {
        for (String category : VAT_CATEGORIES) {
            int elements = elements(parse(valid)).size();
            for (int i = 0; i < elements; i++) {
                if (isVatCategory(elements(parse(valid)).get(i))) {
                    change("VAT category " + category + " in", i, element -> element.setTextContent(category));
                }
            }
            changeAll("VAT category " + category, BrokenDocuments::isVatCategory, e -> e.setTextContent(category));
            changeAll("VAT category " + category + " at 0 %", element -> true, element -> {
                if (isVatCategory(element)) {
                    element.setTextContent(category);
                } else if (element.getLocalName().equals("Percent")) {
                    element.setTextContent("0");
                }
            });
        }
    }

    /** The countries for which Peppol has rules of their own, for the seller, the buyer and both. */
    private void changeCountries() throws Exception {
        for (String country : COUNTRIES) {
            for (String party : List.of("AccountingSupplierParty", "AccountingCustomerParty", "")) {
                changeAll("country " + country + " of " + party, element -> isWithin(element, party), element -> {
                    if (element.getLocalName().equals("IdentificationCode")) {
                        element.setTextContent(country);
                    } else if (element.getLocalName().equals("CompanyID")
                            && element.getParentNode().getLocalName().equals("PartyTaxScheme")) {
                        element.setTextContent(
                                country + element.getTextContent().substring(2));
                    }
                });
            }
        }
    }

    private void change(String what, int index, Consumer<Element> change) throws Exception {
        Document document = parse(valid);
        Element element = elements(document).get(index);
        String name = what + " " + element.getNodeName() + " (element " + index + ")";
        change.accept(element);
        broken.put(name, write(document));
    }

    private void changeAll(String what, java.util.function.Predicate<Element> where, Consumer<Element> change)
            throws Exception {
        Document document = parse(valid);
        elements(document).stream().filter(where).forEach(change);
        broken.put(what + " everywhere", write(document));
    }

    private static boolean isVatCategory(Element element) {
        return element.getLocalName().equals("ID")
                && element.getParentNode().getLocalName().endsWith("TaxCategory");
    }

    private static boolean isWithin(Element element, String ancestor) {
        for (Node node = element; node != null; node = node.getParentNode()) {
            if (ancestor.isEmpty() || ancestor.equals(node.getLocalName())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLeaf(Element element) {
        return element.getElementsByTagName("*").getLength() == 0;
    }

    private static List<Attr> attributes(Element element) {
        List<Attr> attributes = new ArrayList<>();
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            Attr attribute = (Attr) element.getAttributes().item(i);
            if (!attribute.getName().startsWith("xmlns")) {
                attributes.add(attribute);
            }
        }
        return attributes;
    }

    private static List<Element> elements(Document document) {
        NodeList all = document.getElementsByTagName("*");
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < all.getLength(); i++) {
            elements.add((Element) all.item(i));
        }
        return elements;
    }

    private static Document parse(byte[] document) throws Exception {
        return DocumentBuilderFactory.newDefaultNSInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(document));
    }

    private static byte[] write(Document document) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TransformerFactory.newDefaultInstance()
                .newTransformer()
                .transform(new DOMSource(document), new StreamResult(out));
        return out.toString(StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    }
}
