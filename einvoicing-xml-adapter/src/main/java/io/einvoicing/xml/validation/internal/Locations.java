package io.einvoicing.xml.validation.internal;

import java.util.HashMap;
import java.util.Map;
import net.sf.saxon.om.AxisInfo;
import net.sf.saxon.om.NodeInfo;
import net.sf.saxon.pattern.NodeKindTest;
import net.sf.saxon.tree.iter.AxisIterator;
import net.sf.saxon.type.Type;

/** Writes where an element is, as a path with the document's own prefixes, in time linear in the document. */
public final class Locations {
    private final Map<NodeInfo, String> stepsByElement = new HashMap<>();
    private final Map<NodeInfo, Boolean> parentsSeen = new HashMap<>();

    /** Returns the path of an element, for example {@code /Invoice/cac:InvoiceLine[3]/cbc:ID[1]}. */
    public String pathOf(NodeInfo element) {
        NodeInfo parent = element.getParent();
        if (parent == null || parent.getNodeKind() != Type.ELEMENT) {
            return "/" + element.getDisplayName();
        }
        if (parentsSeen.put(parent, true) == null) {
            numberChildren(parent);
        }
        return pathOf(parent) + stepsByElement.get(element);
    }

    private void numberChildren(NodeInfo parent) {
        Map<String, Integer> counts = new HashMap<>();
        AxisIterator children = parent.iterateAxis(AxisInfo.CHILD, NodeKindTest.ELEMENT);
        for (NodeInfo child = children.next(); child != null; child = children.next()) {
            String name = child.getDisplayName();
            stepsByElement.put(child, "/" + name + "[" + counts.merge(name, 1, Integer::sum) + "]");
        }
    }
}
