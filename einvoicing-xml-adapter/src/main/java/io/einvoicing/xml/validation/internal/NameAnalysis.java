package io.einvoicing.xml.validation.internal;

import static io.einvoicing.xml.validation.internal.NameCondition.ALWAYS;
import static io.einvoicing.xml.validation.internal.NameCondition.NEVER;
import static io.einvoicing.xml.validation.internal.NameCondition.both;
import static io.einvoicing.xml.validation.internal.NameCondition.either;

import net.sf.saxon.expr.AndExpression;
import net.sf.saxon.expr.AxisExpression;
import net.sf.saxon.expr.BinaryExpression;
import net.sf.saxon.expr.Expression;
import net.sf.saxon.expr.FilterExpression;
import net.sf.saxon.expr.GeneralComparison;
import net.sf.saxon.expr.HomogeneityChecker;
import net.sf.saxon.expr.Literal;
import net.sf.saxon.expr.OrExpression;
import net.sf.saxon.expr.QuantifiedExpression;
import net.sf.saxon.expr.SlashExpression;
import net.sf.saxon.expr.SystemFunctionCall;
import net.sf.saxon.expr.UnaryExpression;
import net.sf.saxon.expr.ValueComparison;
import net.sf.saxon.expr.VennExpression;
import net.sf.saxon.expr.parser.Token;
import net.sf.saxon.expr.sort.DocumentSorter;
import net.sf.saxon.om.AxisInfo;
import net.sf.saxon.pattern.AncestorQualifiedPattern;
import net.sf.saxon.pattern.BasePatternWithPredicate;
import net.sf.saxon.pattern.NodeTest;
import net.sf.saxon.pattern.NodeTestPattern;
import net.sf.saxon.pattern.Pattern;
import net.sf.saxon.type.UType;
import net.sf.saxon.value.BooleanValue;
import net.sf.saxon.value.Int64Value;
import net.sf.saxon.value.StringValue;
import net.sf.saxon.z.IntIterator;
import net.sf.saxon.z.IntSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds for an expression which names a document must use for it to have a certain result.
 *
 * <p>Most published assertions forbid something, such as {@code not(cac:Foo/cbc:Bar)}: they hold at once in a document
 * that has no {@code cbc:Bar}. Each answer is a necessary condition: a document that does not meet it surely gives
 * another result. What is not understood is answered with "always", so that it is evaluated.
 */
final class NameAnalysis {
    private final Vocabulary vocabulary;

    NameAnalysis(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** Returns what is necessary for the expression to be true, or to be false. */
    NameCondition mayBe(boolean value, Expression expression) {
        return value ? mayBeTrue(expression) : mayBeFalse(expression);
    }

    /** Returns what is necessary for the pattern to match any element. */
    NameCondition mayMatch(Pattern pattern) {
        if (pattern instanceof AncestorQualifiedPattern path) {
            return both(mayMatch(path.getUpperPattern()), mayMatch(path.getBasePattern()));
        }
        if (pattern instanceof BasePatternWithPredicate filter) {
            return both(mayMatch(filter.getBasePattern()), predicateMayBeTrue(filter.getPredicate()));
        }
        if (pattern instanceof NodeTestPattern test && test.getUType().equals(UType.ELEMENT)) {
            return occursAny(finiteNames(test.getItemType()), false);
        }
        return ALWAYS;
    }

    private NameCondition mayBeTrue(Expression e) {
        if (e instanceof Literal literal && literal.getGroundedValue() instanceof BooleanValue constant) {
            return constant.getBooleanValue() ? ALWAYS : NEVER;
        }
        if (e instanceof AndExpression and) {
            return both(mayBeTrue(and.getLhsExpression()), mayBeTrue(and.getRhsExpression()));
        }
        if (e instanceof OrExpression or) {
            return either(mayBeTrue(or.getLhsExpression()), mayBeTrue(or.getRhsExpression()));
        }
        if (e instanceof GeneralComparison || e instanceof ValueComparison) {
            return comparisonMayBeTrue((BinaryExpression) e);
        }
        if (e instanceof QuantifiedExpression some && some.getOperator() == Token.SOME) {
            return both(mayBeNonEmpty(some.getSequence()), mayBeTrue(some.getAction()));
        }
        return switch (functionOf(e)) {
            case "not" -> mayBeFalse(argument(e));
            case "exists" -> mayBeNonEmpty(argument(e));
            case "boolean" -> mayBeTrue(argument(e));
            default -> mayBeNonEmpty(e);
        };
    }

    private NameCondition mayBeFalse(Expression e) {
        if (e instanceof Literal literal && literal.getGroundedValue() instanceof BooleanValue constant) {
            return constant.getBooleanValue() ? NEVER : ALWAYS;
        }
        if (e instanceof AndExpression and) {
            return either(mayBeFalse(and.getLhsExpression()), mayBeFalse(and.getRhsExpression()));
        }
        if (e instanceof OrExpression or) {
            return both(mayBeFalse(or.getLhsExpression()), mayBeFalse(or.getRhsExpression()));
        }
        if (e instanceof QuantifiedExpression every && every.getOperator() == Token.EVERY) {
            return both(mayBeNonEmpty(every.getSequence()), mayBeFalse(every.getAction()));
        }
        if (e instanceof GeneralComparison || e instanceof ValueComparison) {
            return atMostMayBeFalse((BinaryExpression) e);
        }
        return switch (functionOf(e)) {
            case "not" -> mayBeTrue(argument(e));
            case "empty" -> mayBeNonEmpty(argument(e));
            case "boolean" -> mayBeFalse(argument(e));
            default -> ALWAYS;
        };
    }

    /** A comparison with an empty sequence is false, and so is {@code '' = 'some text'}. */
    private NameCondition comparisonMayBeTrue(BinaryExpression comparison) {
        Expression left = comparison.getLhsExpression();
        Expression right = comparison.getRhsExpression();
        NameCondition notEmpty = both(mayBeNonEmpty(left), mayBeNonEmpty(right));
        if (isOperator(comparison, Token.EQUALS, Token.FEQ)) {
            if (isText(right)) {
                return both(notEmpty, mayBeNonBlank(left));
            }
            if (isText(left)) {
                return both(notEmpty, mayBeNonBlank(right));
            }
        }
        return notEmpty;
    }

    /** {@code count(x) <= n} and {@code string-length(x) <= n} hold when there is no x. */
    private NameCondition atMostMayBeFalse(BinaryExpression comparison) {
        if (!isOperator(comparison, Token.LE, Token.FLE)
                || !(comparison.getRhsExpression() instanceof Literal limit)
                || !(limit.getGroundedValue() instanceof Int64Value number)
                || number.signum() < 0) {
            return ALWAYS;
        }
        Expression left = comparison.getLhsExpression();
        return switch (functionOf(left)) {
            case "count" -> mayBeNonEmpty(argument(left));
            case "string-length" -> mayBeNonBlank(argument(left));
            default -> ALWAYS;
        };
    }

    private NameCondition mayBeNonEmpty(Expression e) {
        if (e instanceof HomogeneityChecker || e instanceof DocumentSorter) {
            return mayBeNonEmpty(((UnaryExpression) e).getBaseExpression());
        }
        if (e instanceof AxisExpression step) {
            return mayBeNonEmpty(step);
        }
        if (e instanceof SlashExpression path) {
            return both(mayBeNonEmpty(path.getStart()), mayBeNonEmpty(path.getStep()));
        }
        if (e instanceof FilterExpression filter) {
            return both(mayBeNonEmpty(filter.getBase()), predicateMayBeTrue(filter.getFilter()));
        }
        if (e instanceof VennExpression union && union.getOperator() == Token.UNION) {
            return either(mayBeNonEmpty(union.getLhsExpression()), mayBeNonEmpty(union.getRhsExpression()));
        }
        if (e instanceof Literal literal && literal.getGroundedValue().getLength() == 0) {
            return NEVER;
        }
        return ALWAYS;
    }

    private NameCondition mayBeNonEmpty(AxisExpression step) {
        NodeTest test = step.getNodeTest();
        if (test == null || step.getAxis() == AxisInfo.NAMESPACE) {
            return ALWAYS;
        }
        boolean attribute = step.getAxis() == AxisInfo.ATTRIBUTE;
        return attribute || test.getUType().equals(UType.ELEMENT) ? occursAny(finiteNames(test), attribute) : ALWAYS;
    }

    private NameCondition occursAny(@Nullable IntSet names, boolean attribute) {
        if (names == null) {
            return ALWAYS;
        }
        NameCondition any = NEVER;
        for (IntIterator i = names.iterator(); i.hasNext(); ) {
            int name = i.next();
            any = either(any, NameCondition.occurs(attribute ? vocabulary.attribute(name) : vocabulary.element(name)));
        }
        return any;
    }

    /** A predicate that may be a position says nothing. */
    private NameCondition predicateMayBeTrue(Expression predicate) {
        boolean nodes = predicate instanceof AxisExpression
                || predicate instanceof SlashExpression
                || predicate instanceof HomogeneityChecker
                || predicate instanceof FilterExpression;
        boolean truthValue = predicate instanceof AndExpression
                || predicate instanceof OrExpression
                || predicate instanceof GeneralComparison
                || predicate instanceof ValueComparison
                || functionOf(predicate).equals("not")
                || functionOf(predicate).equals("exists");
        return truthValue || nodes && predicate.getItemType() instanceof NodeTest ? mayBeTrue(predicate) : ALWAYS;
    }

    /** Necessary for the expression to be anything but the empty sequence or the empty string. */
    private NameCondition mayBeNonBlank(Expression e) {
        return switch (functionOf(e)) {
            case "normalize-space", "upper-case", "lower-case", "string", "substring", "substring-after" ->
                ((SystemFunctionCall) e).getArity() == 0 ? ALWAYS : mayBeNonBlank(argument(e));
            default -> mayBeNonEmpty(e);
        };
    }

    private static boolean isText(Expression e) {
        return e instanceof Literal literal
                && literal.getGroundedValue() instanceof StringValue text
                && !text.getStringValue().isEmpty();
    }

    private static boolean isOperator(BinaryExpression e, int general, int value) {
        return e.getOperator() == (e instanceof ValueComparison ? value : general);
    }

    private static String functionOf(Expression e) {
        return e instanceof SystemFunctionCall call ? call.getFunctionName().getLocalPart() : "";
    }

    private static Expression argument(Expression call) {
        return ((SystemFunctionCall) call).getArg(0);
    }

    /** Returns the names that a test allows, or null if there is no end of them. */
    static @Nullable IntSet finiteNames(NodeTest test) {
        return test.getRequiredNodeNames()
                .filter(names -> names.size() != Integer.MAX_VALUE)
                .orElse(null);
    }
}
