package io.einvoicing.xml.validation.internal;

import io.einvoicing.xml.validation.Severity;
import java.util.List;
import java.util.Map;
import net.sf.saxon.s9api.XdmNode;

/**
 * The rules of a Schematron, as {@link SchematronReader} found them.
 *
 * @param namespaces the prefixes that the expressions use
 * @param functions the {@code xsl:function} elements that the expressions may call
 * @param globals variables of the whole schema, in the order of the file
 * @param patterns the patterns in the order in which they run
 */
public record PublishedSchematron(
        Map<String, String> namespaces, List<XdmNode> functions, List<Variable> globals, List<Pattern> patterns) {
    /** Copies the collections. */
    public PublishedSchematron {
        namespaces = Map.copyOf(namespaces);
        functions = List.copyOf(functions);
        globals = List.copyOf(globals);
        patterns = List.copyOf(patterns);
    }

    /** A step of a rule: a variable or a check. */
    public sealed interface Step {}

    /** A variable whose value is an expression. */
    public record Variable(String name, String select) implements Step {}

    /**
     * An assertion or a report.
     *
     * @param test the expression whose effective boolean value decides
     * @param violatedWhen the value that violates the rule: false for an assertion, true for a report
     */
    public record Check(String id, Severity severity, String test, boolean violatedWhen, List<MessagePart> message)
            implements Step {}

    /** A part of a message: literal text, or an expression whose value is inserted. */
    public record MessagePart(String text, boolean isExpression) {}

    /** What is checked at every node that the context, an XSLT pattern, matches. */
    public record Rule(String context, List<Step> steps) {}

    /** Rules in order: of the rules that match a node only the first runs. */
    public record Pattern(List<Rule> rules) {}
}
