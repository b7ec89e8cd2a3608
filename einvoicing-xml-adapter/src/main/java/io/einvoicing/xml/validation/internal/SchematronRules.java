package io.einvoicing.xml.validation.internal;

import io.einvoicing.xml.validation.Severity;
import io.einvoicing.xml.validation.internal.PublishedSchematron.Check;
import io.einvoicing.xml.validation.internal.PublishedSchematron.MessagePart;
import io.einvoicing.xml.validation.internal.PublishedSchematron.Rule;
import io.einvoicing.xml.validation.internal.PublishedSchematron.Step;
import io.einvoicing.xml.validation.internal.PublishedSchematron.Variable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.sf.saxon.Configuration;
import net.sf.saxon.expr.Expression;
import net.sf.saxon.expr.XPathContextMajor;
import net.sf.saxon.expr.elab.BooleanEvaluator;
import net.sf.saxon.expr.elab.SequenceEvaluator;
import net.sf.saxon.expr.instruct.Executable;
import net.sf.saxon.expr.instruct.SlotManager;
import net.sf.saxon.functions.FunctionLibrary;
import net.sf.saxon.om.NodeInfo;
import net.sf.saxon.pattern.NodeTest;
import net.sf.saxon.pattern.NodeTestPattern;
import net.sf.saxon.pattern.Pattern;
import net.sf.saxon.pattern.VennPattern;
import net.sf.saxon.s9api.HostLanguage;
import net.sf.saxon.trans.UncheckedXPathException;
import net.sf.saxon.trans.XPathException;
import net.sf.saxon.tree.tiny.TinyTree;
import net.sf.saxon.type.ItemType;
import net.sf.saxon.type.Type;
import net.sf.saxon.type.UType;
import net.sf.saxon.z.IntHashMap;
import net.sf.saxon.z.IntSet;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a Schematron, compiled: a walk over the tree tries at each element the rules that its name allows.
 *
 * <p>Immutable and thread-safe.
 */
public final class SchematronRules {
    private static final int NAME_BITS = 0xfffff; // the rest of a name code is its prefix

    private final Executable executable;
    private final SlotManager frameMap;
    private final List<BoundVariable> globals;
    private final IntHashMap<Candidate[][]> candidatesByName;
    private final Candidate[][] candidatesForOtherNames;

    /** Receives what the rules find. */
    public interface Findings {
        /** The document breaks a rule at a node. */
        void violated(String ruleId, Severity severity, NodeInfo node, String message);
    }

    /** Says that an expression of the rules failed, so that they decide nothing about this document. */
    public static final class UndecidableException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String ruleId;
        private final transient NodeInfo node;

        UndecidableException(String ruleId, NodeInfo node, XPathException cause) {
            super(cause.getMessage(), cause);
            this.ruleId = ruleId;
            this.node = node;
        }

        /** Returns the rule that could not be evaluated. */
        public String ruleId() {
            return ruleId;
        }

        /** Returns the node at which it could not be evaluated. */
        public NodeInfo node() {
            return node;
        }
    }

    private record BoundVariable(int slot, SequenceEvaluator evaluator) {}

    private record CompiledCheck(
            String id,
            Severity severity,
            BooleanEvaluator test,
            boolean violatedWhen,
            List<CompiledMessagePart> message) {}

    private record CompiledMessagePart(
            String text, @Nullable Expression expression) {}

    private record CompiledRule(List<Pattern> contexts, List<BoundVariable> variables, List<CompiledCheck> checks) {}

    /** A rule for elements of a certain name: the contexts that can match such an element. */
    private record Candidate(CompiledRule rule, Pattern[] contexts, boolean always) {}

    /** Compiles the rules for trees of the configuration; the library holds the functions that they call. */
    public SchematronRules(
            PublishedSchematron published, Configuration configuration, @Nullable FunctionLibrary functions) {
        RuleCompiler compiler = new RuleCompiler(configuration, published.namespaces(), functions);
        RuleCompiler.Scope globalScope = compiler.newScope();
        globals = new ArrayList<>();
        for (Variable global : published.globals()) {
            globals.add(bind(global, globalScope));
        }
        List<List<CompiledRule>> patterns = new ArrayList<>();
        for (PublishedSchematron.Pattern pattern : published.patterns()) {
            List<CompiledRule> rules = new ArrayList<>();
            for (Rule rule : pattern.rules()) {
                rules.add(compile(rule, globalScope));
            }
            patterns.add(rules);
        }
        candidatesByName = new IntHashMap<>();
        Set<Integer> names = new LinkedHashSet<>();
        for (List<CompiledRule> pattern : patterns) {
            for (CompiledRule rule : pattern) {
                rule.contexts().forEach(context -> names.addAll(namesOf(context)));
            }
        }
        for (int name : names) {
            candidatesByName.put(name, candidates(patterns, name));
        }
        candidatesForOtherNames = candidates(patterns, -1);
        frameMap = new SlotManager(compiler.frameSize());
        executable = new Executable(configuration);
        executable.setTopLevelPackage(globalScope.getPackageData());
        executable.setHostLanguage(HostLanguage.XPATH);
        executable.setFunctionLibrary((net.sf.saxon.functions.FunctionLibraryList) globalScope.getFunctionLibrary());
    }

    private static BoundVariable bind(Variable variable, RuleCompiler.Scope scope) {
        Expression expression = scope.expression(variable.select());
        return new BoundVariable(
                scope.declare(variable.name()), expression.makeElaborator().eagerly());
    }

    private static CompiledRule compile(Rule rule, RuleCompiler.Scope globalScope) {
        List<Pattern> contexts = new ArrayList<>();
        addAlternatives(globalScope.pattern(rule.context()), contexts);
        for (Pattern context : contexts) {
            if (context.getUType().overlaps(UType.ANY_NODE.except(UType.ELEMENT))
                    && !(context.getItemType().getUType().equals(UType.ELEMENT))) {
                throw new IllegalArgumentException("rules are tried at elements only, not at " + rule.context());
            }
        }
        RuleCompiler.Scope scope = globalScope.inner();
        List<BoundVariable> variables = new ArrayList<>();
        List<CompiledCheck> checks = new ArrayList<>();
        for (Step step : rule.steps()) {
            if (step instanceof Variable variable) {
                variables.add(bind(variable, scope));
            } else if (step instanceof Check check) {
                checks.add(compile(check, scope));
            }
        }
        return new CompiledRule(contexts, variables, checks);
    }

    private static CompiledCheck compile(Check check, RuleCompiler.Scope scope) {
        BooleanEvaluator test = scope.expression(check.test()).makeElaborator().elaborateForBoolean();
        List<CompiledMessagePart> message = new ArrayList<>();
        for (MessagePart part : check.message()) {
            message.add(new CompiledMessagePart(
                    part.text(),
                    part.isExpression() ? scope.expression("string-join(" + part.text() + ", ' ')") : null));
        }
        return new CompiledCheck(check.id(), check.severity(), test, check.violatedWhen(), message);
    }

    private static void addAlternatives(Pattern pattern, List<Pattern> alternatives) {
        if (pattern instanceof VennPattern union && pattern instanceof net.sf.saxon.pattern.UnionPattern) {
            addAlternatives(union.getLHS(), alternatives);
            addAlternatives(union.getRHS(), alternatives);
        } else {
            alternatives.add(pattern);
        }
    }

    private static @Nullable IntSet finiteNamesOf(Pattern pattern) {
        ItemType type = pattern.getItemType();
        if (type instanceof NodeTest test && test.getRequiredNodeNames().isPresent()) {
            IntSet names = test.getRequiredNodeNames().get();
            return names.size() == Integer.MAX_VALUE ? null : names;
        }
        return null;
    }

    private static Set<Integer> namesOf(Pattern pattern) {
        Set<Integer> result = new LinkedHashSet<>();
        IntSet names = finiteNamesOf(pattern);
        if (names != null) {
            for (net.sf.saxon.z.IntIterator i = names.iterator(); i.hasNext(); ) {
                result.add(i.next());
            }
        }
        return result;
    }

    private static Candidate[][] candidates(List<List<CompiledRule>> patterns, int name) {
        List<Candidate[]> result = new ArrayList<>();
        for (List<CompiledRule> pattern : patterns) {
            List<Candidate> candidates = new ArrayList<>();
            for (CompiledRule rule : pattern) {
                List<Pattern> possible = new ArrayList<>();
                boolean always = false;
                for (Pattern context : rule.contexts()) {
                    IntSet names = finiteNamesOf(context);
                    if (names == null || names.contains(name)) {
                        possible.add(context);
                        always |= names != null && context instanceof NodeTestPattern;
                    }
                }
                if (!possible.isEmpty()) {
                    candidates.add(new Candidate(rule, possible.toArray(new Pattern[0]), always));
                }
                if (always) {
                    break;
                }
            }
            if (!candidates.isEmpty()) {
                result.add(candidates.toArray(new Candidate[0]));
            }
        }
        return result.toArray(new Candidate[0][]);
    }

    /**
     * Checks a document.
     *
     * @throws UndecidableException if an expression fails; what was found before says nothing about the whole
     */
    public void check(TinyTree tree, Findings findings) throws UndecidableException {
        Evaluation evaluation = new Evaluation(executable, frameMap);
        NodeInfo document = tree.getRootNode();
        for (BoundVariable global : globals) {
            evaluation.bind(global.slot(), global.evaluator(), document);
        }
        int[] nameCodes = tree.getNameCodeArray();
        byte[] kinds = tree.getNodeKindArray();
        int nodes = tree.getNumberOfNodes();
        for (int i = 0; i < nodes; i++) {
            if ((kinds[i] & 0x0f) == Type.ELEMENT) {
                Candidate[][] patterns = candidatesByName.get(nameCodes[i] & NAME_BITS);
                if (patterns == null) {
                    patterns = candidatesForOtherNames;
                }
                if (patterns.length != 0) {
                    NodeInfo node = tree.getNode(i);
                    for (Candidate[] rules : patterns) {
                        checkFirstThatMatches(rules, node, evaluation, findings);
                    }
                }
            }
        }
    }

    private static void checkFirstThatMatches(
            Candidate[] rules, NodeInfo node, Evaluation evaluation, Findings findings) throws UndecidableException {
        for (Candidate candidate : rules) {
            if (candidate.always() || matches(candidate, node, evaluation)) {
                check(candidate.rule(), node, evaluation, findings);
                return;
            }
        }
    }

    private static boolean matches(Candidate candidate, NodeInfo node, Evaluation evaluation) {
        XPathContextMajor context = evaluation.at(node);
        for (Pattern pattern : candidate.contexts()) {
            try {
                if (pattern.matches(node, context)) {
                    return true;
                }
            } catch (XPathException | UncheckedXPathException e) {
                continue; // XSLT 3.0, 5.5.4: a pattern that fails does not match, and is no error
            }
        }
        return false;
    }

    private static void check(CompiledRule rule, NodeInfo node, Evaluation evaluation, Findings findings)
            throws UndecidableException {
        for (BoundVariable variable : rule.variables()) {
            evaluation.bind(variable.slot(), variable.evaluator(), node);
        }
        XPathContextMajor context = evaluation.at(node);
        for (CompiledCheck check : rule.checks()) {
            try {
                if (check.test().eval(context) == check.violatedWhen()) {
                    findings.violated(check.id(), check.severity(), node, message(check, context));
                }
            } catch (UncheckedXPathException e) {
                throw new UndecidableException(check.id(), node, e.getXPathException());
            } catch (XPathException e) {
                throw new UndecidableException(check.id(), node, e);
            }
        }
    }

    private static String message(CompiledCheck check, XPathContextMajor context) throws XPathException {
        StringBuilder message = new StringBuilder();
        for (CompiledMessagePart part : check.message()) {
            if (part.expression() == null) {
                message.append(part.text());
            } else {
                message.append(part.expression().evaluateAsString(context));
            }
        }
        return message.toString().strip().replaceAll("\\s+", " ");
    }
}
