package io.einvoicing.xml.validation.internal;

import net.sf.saxon.Controller;
import net.sf.saxon.expr.XPathContextMajor;
import net.sf.saxon.expr.elab.SequenceEvaluator;
import net.sf.saxon.expr.instruct.Executable;
import net.sf.saxon.expr.instruct.SlotManager;
import net.sf.saxon.om.GroundedValue;
import net.sf.saxon.om.Item;
import net.sf.saxon.om.NodeInfo;
import net.sf.saxon.om.Sequence;
import net.sf.saxon.om.SequenceIterator;
import net.sf.saxon.trans.UncheckedXPathException;
import net.sf.saxon.trans.XPathException;
import net.sf.saxon.tree.iter.ManualIterator;
import org.jspecify.annotations.Nullable;

/** What Saxon needs to evaluate the expressions of one rule set for one document: focus, frame of variables. */
final class Evaluation {
    private final Sequence[] frame;
    private final XPathContextMajor context;
    private final ManualIterator focus = new ManualIterator();

    Evaluation(Executable executable, SlotManager frameMap) {
        frame = new Sequence[frameMap.getNumberOfVariables()];
        Controller controller = new Controller(executable.getConfiguration(), executable);
        // An error while a pattern is matched means that it does not match (XSLT 3.0, 5.5.4); Saxon would print it.
        controller.setErrorReporter(error -> {});
        context = new XPathContextMajor(controller);
        context.setStackFrame(frameMap, frame);
        context.setCurrentIterator(focus);
    }

    /** Makes the node the context item and returns the context to evaluate with. */
    XPathContextMajor at(NodeInfo node) {
        focus.setContextItem(node);
        return context;
    }

    /** Gives a variable the value that the expression has at the node; it is evaluated when it is first read. */
    void bind(int slot, SequenceEvaluator evaluator, NodeInfo node) {
        frame[slot] = new Deferred(evaluator, node);
    }

    /** Gives a variable a value. */
    void bind(int slot, GroundedValue value) {
        frame[slot] = value;
    }

    private final class Deferred implements Sequence {
        private final SequenceEvaluator evaluator;
        private final NodeInfo node;
        private @Nullable GroundedValue value;

        Deferred(SequenceEvaluator evaluator, NodeInfo node) {
            this.evaluator = evaluator;
            this.node = node;
        }

        @Override
        public GroundedValue materialize() throws XPathException {
            if (value == null) {
                XPathContextMajor own = context.newContext();
                own.setCurrentIterator(new ManualIterator(node));
                try {
                    value = evaluator.evaluate(own).materialize();
                } catch (UncheckedXPathException e) {
                    throw e.getXPathException();
                }
            }
            return value;
        }

        @Override
        @SuppressWarnings("NullAway") // Saxon's contract: null is the head of the empty sequence
        public Item head() throws XPathException {
            return materialize().head();
        }

        @Override
        public SequenceIterator iterate() {
            try {
                return materialize().iterate();
            } catch (XPathException e) {
                throw new UncheckedXPathException(e);
            }
        }
    }
}
