package io.einvoicing.xml.validation.internal;

import java.util.HashMap;
import java.util.Map;
import net.sf.saxon.Configuration;
import net.sf.saxon.expr.Expression;
import net.sf.saxon.expr.LocalVariableReference;
import net.sf.saxon.expr.instruct.SlotManager;
import net.sf.saxon.expr.parser.ContextItemStaticInfo;
import net.sf.saxon.expr.parser.ExpressionTool;
import net.sf.saxon.expr.parser.ExpressionVisitor;
import net.sf.saxon.expr.parser.LoopLifter;
import net.sf.saxon.functions.FunctionLibrary;
import net.sf.saxon.functions.FunctionLibraryList;
import net.sf.saxon.om.NamespaceUri;
import net.sf.saxon.om.StructuredQName;
import net.sf.saxon.pattern.Pattern;
import net.sf.saxon.sxpath.IndependentContext;
import net.sf.saxon.sxpath.XPathVariable;
import net.sf.saxon.trans.XPathException;
import net.sf.saxon.type.AnyItemType;
import net.sf.saxon.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * Compiles XPath expressions and XSLT patterns that share one stack frame.
 *
 * <p>Every variable has its own slot in the frame, those that an expression binds itself too, so that a variable can be
 * evaluated when it is first read, in the middle of another expression.
 */
final class RuleCompiler {
    private final Configuration configuration;
    private final Map<String, String> prefixes;
    private final @Nullable FunctionLibrary functions;
    private int slots;

    RuleCompiler(Configuration configuration, Map<String, String> prefixes, @Nullable FunctionLibrary functions) {
        this.configuration = configuration;
        this.prefixes = prefixes;
        this.functions = functions;
    }

    /** Returns the size of the frame that everything compiled so far needs. */
    int frameSize() {
        return slots;
    }

    /** Returns a scope without variables. */
    Scope newScope() {
        return new Scope(Map.of());
    }

    /** The variables that an expression sees. */
    final class Scope extends IndependentContext {
        private final Map<StructuredQName, XPathVariable> visible;

        private Scope(Map<StructuredQName, XPathVariable> visible) {
            super(configuration);
            this.visible = new HashMap<>(visible);
            prefixes.forEach((prefix, uri) -> declareNamespace(prefix, NamespaceUri.of(uri)));
            if (functions != null) {
                ((FunctionLibraryList) getFunctionLibrary()).addFunctionLibrary(functions);
            }
        }

        /** Returns a scope that sees the same variables and can declare more. */
        Scope inner() {
            return new Scope(visible);
        }

        /** Declares a variable and returns its slot. */
        int declare(String name) {
            XPathVariable variable = XPathVariable.make(new StructuredQName("", NamespaceUri.NULL, name));
            variable.setSlotNumber(slots);
            visible.put(variable.getVariableQName(), variable);
            return slots++;
        }

        @Override
        public Expression bindVariable(StructuredQName name) throws XPathException {
            XPathVariable variable = visible.get(name);
            return variable == null ? super.bindVariable(name) : new LocalVariableReference(variable);
        }

        /** Parses an expression, for a look at what it says. */
        Expression parse(String xpath) {
            try {
                return ExpressionTool.make(xpath, this, 0, -1, null);
            } catch (XPathException e) {
                throw new IllegalArgumentException("cannot parse the expression " + xpath, e);
            }
        }

        /** Compiles an expression. */
        Expression expression(String xpath) {
            try {
                Expression expression = ExpressionTool.make(xpath, this, 0, -1, null);
                expression.setRetainedStaticContext(makeRetainedStaticContext());
                ExpressionVisitor visitor = ExpressionVisitor.make(this);
                ContextItemStaticInfo node = configuration.makeContextItemStaticInfo(AnyItemType.getInstance(), true);
                expression = expression.typeCheck(visitor, node);
                expression = expression.optimize(visitor, node);
                expression.setParentExpression(null);
                expression = LoopLifter.process(expression, visitor, node);
                expression.setRetainedStaticContext(makeRetainedStaticContext());
                slots = ExpressionTool.allocateSlots(expression, slots, new SlotManager());
                return expression;
            } catch (XPathException e) {
                throw new IllegalArgumentException("cannot compile the expression " + xpath, e);
            }
        }

        /** Compiles a pattern. */
        Pattern pattern(String match) {
            try {
                Pattern pattern = Pattern.make(match, this, getPackageData());
                ExpressionVisitor visitor = ExpressionVisitor.make(this);
                ContextItemStaticInfo node = configuration.makeContextItemStaticInfo(Type.NODE_TYPE, false);
                pattern = pattern.typeCheck(visitor, node);
                pattern = pattern.optimize(visitor, node);
                slots = pattern.allocateSlots(new SlotManager(), slots);
                return pattern;
            } catch (XPathException e) {
                throw new IllegalArgumentException("cannot compile the pattern " + match, e);
            }
        }
    }
}
