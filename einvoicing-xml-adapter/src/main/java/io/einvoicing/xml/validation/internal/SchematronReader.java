package io.einvoicing.xml.validation.internal;

import static net.sf.saxon.s9api.streams.Predicates.isElement;

import io.einvoicing.xml.validation.Severity;
import io.einvoicing.xml.validation.internal.PublishedSchematron.Check;
import io.einvoicing.xml.validation.internal.PublishedSchematron.MessagePart;
import io.einvoicing.xml.validation.internal.PublishedSchematron.Pattern;
import io.einvoicing.xml.validation.internal.PublishedSchematron.Rule;
import io.einvoicing.xml.validation.internal.PublishedSchematron.Step;
import io.einvoicing.xml.validation.internal.PublishedSchematron.Variable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.sf.saxon.s9api.Axis;
import net.sf.saxon.s9api.QName;
import net.sf.saxon.s9api.XdmNode;
import net.sf.saxon.s9api.XdmNodeKind;

/**
 * Reads the rules of a Schematron back from the XSLT that its publisher generated from it.
 *
 * <p>Publishers ship the output of the ISO Schematron skeleton: one mode for each pattern, one template for each rule, one
 * choice for each assertion. Any other shape is refused, so that a release that is built differently stops at start-up
 * and never loses a rule silently.
 */
public final class SchematronReader {
    private static final String XSL = "http://www.w3.org/1999/XSL/Transform";
    private static final String SVRL = "http://purl.oclc.org/dsdl/svrl";

    private final List<XdmNode> functions = new ArrayList<>();
    private final List<Variable> globals = new ArrayList<>();
    private final List<String> modesInOrder = new ArrayList<>();
    private final Map<String, List<XdmNode>> templatesByMode = new LinkedHashMap<>();

    private SchematronReader() {}

    /**
     * Reads the rules.
     *
     * @throws IllegalArgumentException if the stylesheet has another shape than the skeleton gives it
     */
    public static PublishedSchematron read(XdmNode stylesheetDocument) {
        return new SchematronReader()
                .readStylesheet(
                        stylesheetDocument.children(isElement()).iterator().next());
    }

    private PublishedSchematron readStylesheet(XdmNode stylesheet) {
        Map<String, String> namespaces = new LinkedHashMap<>();
        stylesheet.axisIterator(Axis.NAMESPACE).forEachRemaining(namespace -> {
            if (namespace.getNodeName() != null) { // the default namespace has no name and binds no name in XPath
                namespaces.put(namespace.getNodeName().getLocalName(), namespace.getStringValue());
            }
        });
        for (XdmNode declaration : stylesheet.children(isElement())) {
            if (isXsl(declaration)) {
                readDeclaration(declaration);
            }
        }
        List<Pattern> patterns = new ArrayList<>();
        for (String mode : modesInOrder) {
            patterns.add(readPattern(templatesByMode.getOrDefault(mode, List.of())));
        }
        if (patterns.stream().allMatch(pattern -> pattern.rules().isEmpty())) {
            throw new IllegalArgumentException("no rules in " + stylesheet.getBaseURI());
        }
        return new PublishedSchematron(namespaces, functions, globals, patterns);
    }

    private void readDeclaration(XdmNode declaration) {
        switch (declaration.getNodeName().getLocalName()) {
            case "function" -> functions.add(declaration);
            case "param", "variable" -> {
                // Those without an expression only repeat the document's address in the skeleton's report.
                if (has(declaration, "select")) {
                    globals.add(readVariable(declaration));
                }
            }
            case "template" -> {
                if (has(declaration, "mode")) {
                    templatesByMode
                            .computeIfAbsent(attribute(declaration, "mode"), mode -> new ArrayList<>())
                            .add(declaration);
                } else if (attribute(declaration, "match").equals("/")) {
                    collectModes(declaration);
                }
            }
            case "output" -> {
                // How the skeleton's report is written.
            }
            default -> throw unexpected(declaration);
        }
    }

    private void collectModes(XdmNode node) {
        if (isXsl(node, "apply-templates") && has(node, "mode")) {
            modesInOrder.add(attribute(node, "mode"));
        }
        node.children(isElement()).forEach(this::collectModes);
    }

    private static Pattern readPattern(List<XdmNode> templates) {
        List<XdmNode> byPriority = new ArrayList<>();
        for (XdmNode template : templates) {
            boolean walksOn = attribute(template, "match").equals("@*|node()")
                    || attribute(template, "match").equals("text()");
            if (!walksOn) {
                byPriority.add(template);
            }
        }
        byPriority.sort(Comparator.comparingDouble(SchematronReader::priority).reversed());
        List<Rule> rules = new ArrayList<>();
        for (XdmNode template : byPriority) {
            rules.add(readRule(template));
        }
        return new Pattern(List.copyOf(rules));
    }

    private static Rule readRule(XdmNode template) {
        List<Step> steps = new ArrayList<>();
        boolean walksOn = false;
        for (XdmNode instruction : template.children(isElement())) {
            if (isSvrl(instruction, "fired-rule")) {
                continue;
            }
            if (isXsl(instruction, "apply-templates")) {
                walksOn = attribute(instruction, "select").equals("@*|*")
                        && attribute(instruction, "mode").equals(attribute(template, "mode"));
            } else if (isXsl(instruction, "variable")) {
                steps.add(readVariable(instruction));
            } else if (isXsl(instruction, "choose")) {
                steps.add(readAssertion(instruction));
            } else if (isXsl(instruction, "if")) {
                steps.add(readCheck(instruction, onlyChild(instruction, "successful-report"), true));
            } else {
                throw unexpected(instruction);
            }
        }
        if (!walksOn) {
            throw new IllegalArgumentException(
                    "rule with context " + attribute(template, "match") + " does not visit what is below its context");
        }
        return new Rule(attribute(template, "match"), List.copyOf(steps));
    }

    private static Check readAssertion(XdmNode choose) {
        List<XdmNode> branches = new ArrayList<>();
        choose.children(isElement()).forEach(branches::add);
        if (branches.size() != 2
                || !isXsl(branches.get(0), "when")
                || branches.get(0).children(isElement()).iterator().hasNext()
                || !isXsl(branches.get(1), "otherwise")) {
            throw unexpected(choose);
        }
        return readCheck(branches.get(0), onlyChild(branches.get(1), "failed-assert"), false);
    }

    private static Check readCheck(XdmNode condition, XdmNode failure, boolean violatedWhen) {
        String id = "";
        String flag = "";
        List<MessagePart> message = new ArrayList<>();
        for (XdmNode part : failure.children(isElement())) {
            if (isXsl(part, "attribute")) {
                switch (attribute(part, "name")) {
                    case "id" -> id = part.getStringValue().strip();
                    case "flag", "role" -> flag = part.getStringValue().strip();
                    default -> {
                        // The location is computed from the node; "see" and the like are not reported.
                    }
                }
            } else if (isSvrl(part, "text")) {
                readMessage(part, message);
            }
        }
        if (id.isEmpty()) {
            throw unexpected(failure);
        }
        return new Check(id, severity(flag), attribute(condition, "test"), violatedWhen, List.copyOf(message));
    }

    private static void readMessage(XdmNode text, List<MessagePart> message) {
        for (XdmNode part : text.children()) {
            if (part.getNodeKind() == XdmNodeKind.TEXT) {
                message.add(new MessagePart(part.getStringValue(), false));
            } else if (isXsl(part, "text")) {
                message.add(new MessagePart(part.getStringValue(), false));
            } else if (isXsl(part, "value-of")) {
                message.add(new MessagePart(attribute(part, "select"), true));
            } else if (part.getNodeKind() == XdmNodeKind.ELEMENT) {
                throw unexpected(part);
            }
        }
    }

    private static Severity severity(String flag) {
        return switch (flag) {
            case "fatal", "error", "" -> Severity.ERROR;
            case "warning", "warn", "information", "info" -> Severity.WARNING;
            default -> throw new IllegalArgumentException("unknown flag of an assertion: " + flag);
        };
    }

    private static Variable readVariable(XdmNode variable) {
        if (!has(variable, "select")) {
            throw unexpected(variable);
        }
        return new Variable(attribute(variable, "name"), attribute(variable, "select"));
    }

    private static double priority(XdmNode template) {
        return Double.parseDouble(attribute(template, "priority"));
    }

    private static XdmNode onlyChild(XdmNode parent, String svrlName) {
        List<XdmNode> children = new ArrayList<>();
        parent.children(isElement()).forEach(children::add);
        if (children.size() != 1 || !isSvrl(children.get(0), svrlName)) {
            throw unexpected(parent);
        }
        return children.get(0);
    }

    private static boolean isXsl(XdmNode node) {
        return node.getNodeKind() == XdmNodeKind.ELEMENT
                && node.getNodeName().getNamespaceUri().toString().equals(XSL);
    }

    private static boolean isXsl(XdmNode node, String localName) {
        return isXsl(node) && node.getNodeName().getLocalName().equals(localName);
    }

    private static boolean isSvrl(XdmNode node, String localName) {
        return node.getNodeKind() == XdmNodeKind.ELEMENT
                && node.getNodeName().getNamespaceUri().toString().equals(SVRL)
                && node.getNodeName().getLocalName().equals(localName);
    }

    private static boolean has(XdmNode element, String attribute) {
        return element.getAttributeValue(new QName(attribute)) != null;
    }

    private static String attribute(XdmNode element, String name) {
        String value = element.getAttributeValue(new QName(name));
        if (value == null) {
            throw new IllegalArgumentException("expected an attribute " + name + " of " + element.getNodeName()
                    + " in line " + element.getLineNumber() + " of " + element.getBaseURI());
        }
        return value;
    }

    private static IllegalArgumentException unexpected(XdmNode node) {
        return new IllegalArgumentException("the published rules have an unexpected " + node.getNodeName() + " in line "
                + node.getLineNumber() + " of " + node.getBaseURI());
    }
}
