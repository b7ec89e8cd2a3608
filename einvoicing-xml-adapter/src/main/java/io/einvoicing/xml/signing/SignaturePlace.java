package io.einvoicing.xml.signing;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.xml.XMLConstants;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * The element into which a signature is put, as its last child.
 *
 * <p>An existing element is used if it holds no other element yet. What is missing of the path is created: its first step as the
 * first child of the root, where UBL wants its extensions, all others as last children.
 *
 * @param path element names from below the root to the place, such as {@code ext:UBLExtensions/ext:UBLExtension/ext:ExtensionContent},
 *     with prefixes of the document's root, or {@code ext} for UBL's extensions; {@code .} is the root itself; empty is the document
 *     type's usual place
 * @since 0.1.0
 */
public record SignaturePlace(String path) {
    /** The extensions of a UBL document; the root of any other. */
    public static final SignaturePlace USUAL = new SignaturePlace("");

    private static final String ROOT = ".";
    private static final String UBL_EXTENSION = "ext:UBLExtensions/ext:UBLExtension/ext:ExtensionContent";
    private static final String UBL = "urn:oasis:names:specification:ubl:schema:xsd:";
    private static final String UBL_EXTENSIONS = UBL + "CommonExtensionComponents-2";
    private static final String NAME = "[\\p{L}_][\\p{L}\\p{N}_.-]*";

    /** Checks the path's form. */
    public SignaturePlace {
        String step = "(" + NAME + ":)?" + NAME;
        if (!path.isEmpty() && !path.equals(ROOT) && !path.matches(step + "(/" + step + ")*")) {
            throw new IllegalArgumentException("the place of the signature must be element names joined by /, such as "
                    + UBL_EXTENSION + ", was \"" + path + "\"");
        }
    }

    /**
     * Returns the element, created if need be.
     *
     * @throws IllegalArgumentException if the document declares no namespace for a prefix of the path
     */
    Element in(Document document) {
        Element root = document.getDocumentElement();
        String effective = path;
        if (path.isEmpty()) {
            boolean ubl =
                    root.getNamespaceURI() != null && root.getNamespaceURI().startsWith(UBL);
            effective = ubl ? UBL_EXTENSION : ROOT;
        }
        if (effective.equals(ROOT)) {
            return root;
        }
        List<Step> steps = List.of(effective.split("/")).stream()
                .map(name -> step(root, name))
                .toList();
        return vacant(root, steps).orElseGet(() -> created(root, steps));
    }

    private static Optional<Element> vacant(Element parent, List<Step> steps) {
        if (steps.isEmpty()) {
            return children(parent).isEmpty() ? Optional.of(parent) : Optional.empty();
        }
        return children(parent).stream()
                .filter(steps.get(0)::names)
                .flatMap(child -> vacant(child, steps.subList(1, steps.size())).stream())
                .findFirst();
    }

    private static Element created(Element root, List<Step> steps) {
        Element place = children(root).stream()
                .filter(steps.get(0)::names)
                .findFirst()
                .orElseGet(() -> (Element) root.insertBefore(steps.get(0).create(root), root.getFirstChild()));
        for (Step step : steps.subList(1, steps.size())) {
            place = (Element) place.appendChild(step.create(root));
        }
        return place;
    }

    private static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }

    private static Step step(Element root, String name) {
        int colon = name.indexOf(':');
        String prefix = colon < 0 ? null : name.substring(0, colon);
        String namespace = root.lookupNamespaceURI(prefix);
        if (namespace == null && "ext".equals(prefix)) {
            namespace = UBL_EXTENSIONS;
        }
        if (namespace == null && prefix != null) {
            throw new IllegalArgumentException("the place of the signature uses the prefix \"" + prefix
                    + "\", which the document's root does not declare");
        }
        return new Step(namespace, prefix, name.substring(colon + 1));
    }

    private record Step(
            @Nullable String namespace, @Nullable String prefix, String localName) {
        boolean names(Element element) {
            return localName.equals(element.getLocalName()) && Objects.equals(namespace, element.getNamespaceURI());
        }

        /** Creates the element with its declaration: canonicalization sees only what is an attribute. */
        Element create(Element root) {
            String name = prefix == null ? localName : prefix + ":" + localName;
            Element element = root.getOwnerDocument().createElementNS(namespace, name);
            if (namespace != null && !namespace.equals(root.lookupNamespaceURI(prefix))) {
                element.setAttributeNS(XMLConstants.XMLNS_ATTRIBUTE_NS_URI, "xmlns:" + prefix, namespace);
            }
            return element;
        }
    }
}
