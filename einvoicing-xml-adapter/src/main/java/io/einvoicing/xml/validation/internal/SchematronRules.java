package io.einvoicing.xml.validation.internal;

import io.einvoicing.xml.validation.Severity;
import io.einvoicing.xml.validation.internal.PublishedSchematron.Check;
import io.einvoicing.xml.validation.internal.PublishedSchematron.MessagePart;
import io.einvoicing.xml.validation.internal.PublishedSchematron.Rule;
import io.einvoicing.xml.validation.internal.PublishedSchematron.Step;
import io.einvoicing.xml.validation.internal.PublishedSchematron.Variable;
import java.util.ArrayList;
import java.util.BitSet;
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
    private final Executable executable;
    private final SlotManager frameMap;
    private final List<BoundVariable> globals;
    private final IntHashMap<Candidate[][]> candidatesByName;
    private final Candidate[][] candidatesForOtherNames;
    private final Vocabulary vocabulary = new Vocabulary();
    private final NameAnalysis analysis = new NameAnalysis(vocabulary);
    private int ruleCount;

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
            super("the rule cannot be applied to this content: " + cause.getMessage(), cause);
            this.ruleId = ruleId;
            this.node = node;
        }

        UndecidableException(NodeInfo node) {
            super("the time for its rules is used up");
            this.ruleId = "time-limit";
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
            NameCondition mayBeViolated,
            BooleanEvaluator test,
            boolean violatedWhen,
            List<CompiledMessagePart> message) {}

    private record CompiledMessagePart(
            String text, @Nullable Expression expression) {}

    /** One alternative of a rule's context, and the names without which it matches nothing. */
    private record Context(Pattern pattern, NameCondition mayMatch) {}

    private record CompiledRule(
            int number, List<Context> contexts, List<BoundVariable> variables, List<CompiledCheck> checks) {}

    /** A rule for elements of a certain name: the contexts that can match such an element. */
    private record Candidate(CompiledRule rule, Context[] contexts, boolean always) {}

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
                rule.contexts().forEach(context -> names.addAll(namesOf(context.pattern())));
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

    private CompiledRule compile(Rule rule, RuleCompiler.Scope globalScope) {
        List<Pattern> alternatives = new ArrayList<>();
        addAlternatives(globalScope.pattern(rule.context()), alternatives);
        List<Context> contexts = new ArrayList<>();
        for (Pattern context : alternatives) {
            contexts.add(new Context(context, analysis.mayMatch(context)));
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
        return new CompiledRule(ruleCount++, contexts, variables, checks);
    }

    private CompiledCheck compile(Check check, RuleCompiler.Scope scope) {
        BooleanEvaluator test = scope.expression(check.test()).makeElaborator().elaborateForBoolean();
        List<CompiledMessagePart> message = new ArrayList<>();
        for (MessagePart part : check.message()) {
            message.add(new CompiledMessagePart(
                    part.text(),
                    part.isExpression() ? scope.expression("string-join(" + part.text() + ", ' ')") : null));
        }
        NameCondition mayBeViolated = analysis.mayBe(check.violatedWhen(), scope.parse(check.test()));
        return new CompiledCheck(check.id(), check.severity(), mayBeViolated, test, check.violatedWhen(), message);
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
                List<Context> possible = new ArrayList<>();
                boolean always = false;
                for (Context context : rule.contexts()) {
                    IntSet names = finiteNamesOf(context.pattern());
                    if (names == null || names.contains(name)) {
                        possible.add(context);
                        always |= names != null && context.pattern() instanceof NodeTestPattern;
                    }
                }
                if (!possible.isEmpty()) {
                    candidates.add(new Candidate(rule, possible.toArray(new Context[0]), always));
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
     * @param deadline the {@link System#nanoTime()} at which to give up
     * @throws UndecidableException if an expression fails or the time is up; what was found before says nothing about the whole
     */
    public void check(TinyTree tree, long deadline, Findings findings) throws UndecidableException {
        new Walk(tree, deadline, findings).run();
    }

    /** One document: of each rule only the checks that its names leave open. */
    private final class Walk {
        private final TinyTree tree;
        private final long deadline;
        private final Findings findings;
        private final Evaluation evaluation = new Evaluation(executable, frameMap);
        private final BitSet names;
        private final @Nullable CompiledCheck[][] openChecks = new CompiledCheck[ruleCount][];
        private final IntHashMap<Candidate[][]> openCandidates = new IntHashMap<>();

        Walk(TinyTree tree, long deadline, Findings findings) {
            this.tree = tree;
            this.deadline = deadline;
            this.findings = findings;
            this.names = vocabulary.namesIn(tree);
        }

        void run() throws UndecidableException {
            NodeInfo document = tree.getRootNode();
            for (BoundVariable global : globals) {
                evaluation.bind(global.slot(), global.evaluator(), document);
            }
            int[] nameCodes = tree.getNameCodeArray();
            byte[] kinds = tree.getNodeKindArray();
            int nodes = tree.getNumberOfNodes();
            for (int i = 0; i < nodes; i++) {
                if ((kinds[i] & 0x0f) == Type.ELEMENT) {
                    Candidate[][] patterns = candidates(nameCodes[i] & Vocabulary.NAME_BITS);
                    if (patterns.length != 0) {
                        NodeInfo node = tree.getNode(i);
                        if (System.nanoTime() - deadline > 0) {
                            throw new UndecidableException(node);
                        }
                        for (Candidate[] rules : patterns) {
                            checkFirstThatMatches(rules, node);
                        }
                    }
                }
            }
        }

        private Candidate[][] candidates(int name) {
            Candidate[][] candidates = openCandidates.get(name);
            if (candidates == null) {
                Candidate[][] all = candidatesByName.get(name);
                candidates = open(all == null ? candidatesForOtherNames : all);
                openCandidates.put(name, candidates);
            }
            return candidates;
        }

        /** Leaves out the contexts that cannot match, and rules without open checks unless they keep a later one from running. */
        private Candidate[][] open(Candidate[][] patterns) {
            List<Candidate[]> open = new ArrayList<>();
            for (Candidate[] candidates : patterns) {
                List<Candidate> possible = new ArrayList<>();
                int end = 0;
                for (Candidate candidate : candidates) {
                    Context[] contexts = possibleContexts(candidate);
                    if (contexts.length > 0) {
                        possible.add(new Candidate(candidate.rule(), contexts, candidate.always()));
                        if (openChecks(candidate.rule()).length > 0) {
                            end = possible.size();
                        }
                    }
                }
                if (end > 0) {
                    open.add(possible.subList(0, end).toArray(new Candidate[0]));
                }
            }
            return open.toArray(new Candidate[0][]);
        }

        private Context[] possibleContexts(Candidate candidate) {
            List<Context> possible = new ArrayList<>();
            for (Context context : candidate.contexts()) {
                if (context.mayMatch().holds(names)) {
                    possible.add(context);
                }
            }
            return possible.toArray(new Context[0]);
        }

        private CompiledCheck[] openChecks(CompiledRule rule) {
            CompiledCheck[] open = openChecks[rule.number()];
            if (open == null) {
                List<CompiledCheck> checks = new ArrayList<>();
                for (CompiledCheck check : rule.checks()) {
                    if (check.mayBeViolated().holds(names)) {
                        checks.add(check);
                    }
                }
                open = checks.toArray(new CompiledCheck[0]);
                openChecks[rule.number()] = open;
            }
            return open;
        }

        private void checkFirstThatMatches(Candidate[] rules, NodeInfo node) throws UndecidableException {
            for (Candidate candidate : rules) {
                if (candidate.always() || matches(candidate, node, evaluation)) {
                    check(candidate.rule(), node);
                    return;
                }
            }
        }

        private void check(CompiledRule rule, NodeInfo node) throws UndecidableException {
            CompiledCheck[] open = openChecks(rule);
            if (open.length == 0) {
                return;
            }
            for (BoundVariable variable : rule.variables()) {
                evaluation.bind(variable.slot(), variable.evaluator(), node);
            }
            XPathContextMajor context = evaluation.at(node);
            for (CompiledCheck check : open) {
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
    }

    private static boolean matches(Candidate candidate, NodeInfo node, Evaluation evaluation) {
        XPathContextMajor context = evaluation.at(node);
        for (Context alternative : candidate.contexts()) {
            try {
                if (alternative.pattern().matches(node, context)) {
                    return true;
                }
            } catch (XPathException | UncheckedXPathException e) {
                continue; // XSLT 3.0, 5.5.4: a pattern that fails does not match, and is no error
            }
        }
        return false;
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
