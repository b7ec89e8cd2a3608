package io.einvoicing.xml.transform.internal;

import java.util.Map;
import java.util.function.BooleanSupplier;
import net.sf.saxon.expr.Expression;
import net.sf.saxon.expr.Literal;
import net.sf.saxon.expr.Operand;
import net.sf.saxon.expr.UserFunctionCall;
import net.sf.saxon.expr.XPathContext;
import net.sf.saxon.expr.instruct.ApplyTemplates;
import net.sf.saxon.expr.instruct.CallTemplate;
import net.sf.saxon.expr.instruct.TraceExpression;
import net.sf.saxon.expr.instruct.UserFunction;
import net.sf.saxon.expr.parser.CodeInjector;
import net.sf.saxon.expr.parser.ExpressionTool;
import net.sf.saxon.functions.hof.UserFunctionReference;
import net.sf.saxon.lib.TraceListener;
import net.sf.saxon.trace.Traceable;
import net.sf.saxon.trace.TraceableComponent;

/**
 * Makes a compiled stylesheet notice that its time is over: Saxon itself never looks.
 *
 * <p>Every body of a loop and every call of a template or function is wrapped in the expression with which Saxon reports progress
 * to a debugger, and {@link Stop} is the listener that throws. A wrapped call is no tail call any more, so endless recursion ends
 * by the depth of the stack. What stays unnoticed is a loop inside one built-in function, such as {@code sum(1 to 2000000000)}.
 */
public final class LoopGuard implements CodeInjector {
    @Override
    public void process(TraceableComponent component) {
        component.setBody(ExpressionTool.injectCode(component.getBody(), this));
    }

    @Override
    public Expression inject(Expression expression) {
        for (Operand operand : expression.operands()) {
            if (operand.isHigherOrder() || operand.isEvaluatedRepeatedly()) {
                operand.setChildExpression(guarded(operand.getChildExpression()));
            }
        }
        if (expression instanceof UserFunctionReference reference) {
            guardInlineFunction(reference.getNominalTarget());
        }
        boolean call = expression instanceof UserFunctionCall
                || expression instanceof CallTemplate
                || expression instanceof ApplyTemplates;
        return call ? guarded(expression) : expression;
    }

    /** An inline function is no component of its own, so {@link #process} does not see its body. */
    private void guardInlineFunction(UserFunction function) {
        Expression body = function.getBody();
        if (body != null && !(body instanceof TraceExpression)) {
            function.setBody(guarded(ExpressionTool.injectCode(body, this)));
            function.computeEvaluationMode(); // it was computed for the old body
        }
    }

    private static Expression guarded(Expression expression) {
        boolean harmless = expression instanceof Literal || expression instanceof TraceExpression;
        return harmless ? expression : new TraceExpression(expression);
    }

    /** Stops one run of a guarded stylesheet. Used by one thread. */
    public static final class Stop implements TraceListener {
        private static final int LOOK_EVERY = 256;

        private final BooleanSupplier timeIsOver;
        private int steps;

        /** Creates a listener for one run. */
        public Stop(BooleanSupplier timeIsOver) {
            this.timeIsOver = timeIsOver;
        }

        @Override
        public void enter(Traceable step, Map<String, Object> properties, XPathContext context) {
            if (++steps % LOOK_EVERY == 0 && timeIsOver.getAsBoolean()) {
                throw new TimeIsOverException();
            }
        }
    }

    /** Unwinds a stylesheet whose time is over; an {@code xsl:try} cannot catch it. */
    public static final class TimeIsOverException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TimeIsOverException() {
            super("the stylesheet's time is over", null, false, false);
        }
    }
}
