package io.einvoicing.xml.transform;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.xml.XmlEngine;
import io.einvoicing.xml.XmlParser;
import io.einvoicing.xml.XmlRefusedException;
import io.einvoicing.xml.transform.TransformException.Fault;
import io.einvoicing.xml.transform.TransformException.Kind;
import io.einvoicing.xml.transform.internal.BoundedOutput;
import io.einvoicing.xml.transform.internal.LoopGuard;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import net.sf.saxon.s9api.Location;
import net.sf.saxon.s9api.QName;
import net.sf.saxon.s9api.SaxonApiException;
import net.sf.saxon.s9api.XdmAtomicValue;
import net.sf.saxon.s9api.XdmNode;
import net.sf.saxon.s9api.XmlProcessingError;
import net.sf.saxon.s9api.Xslt30Transformer;
import net.sf.saxon.s9api.XsltCompiler;
import net.sf.saxon.s9api.XsltExecutable;
import net.sf.saxon.trans.XPathException;
import org.jspecify.annotations.Nullable;

/**
 * Transforms documents with XSLT 3.0 stylesheets that nobody has to trust.
 *
 * <p>XML input is the stylesheet's source document. Any other input, such as JSON, is the text of its parameter {@code document},
 * and the stylesheet starts at its template {@code xsl:initial-template}.
 *
 * <p>A stylesheet reaches nothing outside: no file, address, other stylesheet, environment variable, Java method or second result.
 * Time and size are bounded; a stylesheet that could not be stopped in time, because a single built-in function ran on, is refused
 * from then on. Compiled stylesheets are kept by their content, the most recently used 256. Thread-safe.
 *
 * @since 0.1.0
 */
public final class TransformEngine implements AutoCloseable {
    private static final int KEPT_STYLESHEETS = 256;
    private static final int KEPT_MESSAGES = 20;
    private static final long STACK_BYTES = 16L << 20;
    /** How long a stylesheet whose time is over may take to notice it, also on a busy machine. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final QName DOCUMENT = new QName("document");

    private final XmlEngine engine;
    private final XmlParser parser;
    private final TransformLimits limits;
    private final Cache<String, XsltExecutable> compiled =
            CacheBuilder.newBuilder().maximumSize(KEPT_STYLESHEETS).build();
    private final Cache<String, TransformException> refused =
            CacheBuilder.newBuilder().maximumSize(KEPT_STYLESHEETS).build();
    private final ExecutorService threads;

    /** Creates an engine that compiles with the given configuration; close it to end its threads. */
    public TransformEngine(XmlEngine engine, XmlParser parser, TransformLimits limits) {
        this.engine = engine;
        this.parser = parser;
        this.limits = limits;
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(null, task, "einvoicing-transform-" + number.incrementAndGet(), STACK_BYTES);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Compiles a stylesheet and keeps it, so that the first document need not wait for that. Safe to repeat.
     *
     * @throws TransformException if it is no stylesheet that this engine runs
     */
    public void prepare(String stylesheet) {
        compiled(stylesheet);
    }

    /**
     * Transforms a document.
     *
     * @return the result in the encoding that the stylesheet's {@code xsl:output} names; empty if the stylesheet wrote nothing
     * @throws TransformException if there is no result
     */
    public byte[] transform(String stylesheet, DocumentContent document) {
        XsltExecutable executable = compiled(stylesheet);
        return bounded(stylesheet, timeIsOver -> run(executable, document, timeIsOver));
    }

    /** Ends the engine's threads. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    private XsltExecutable compiled(String stylesheet) {
        XsltExecutable known = compiled.getIfPresent(stylesheet);
        if (known != null) {
            return known;
        }
        XsltExecutable executable = bounded(stylesheet, timeIsOver -> compile(stylesheet));
        compiled.put(stylesheet, executable);
        return executable;
    }

    private XsltExecutable compile(String stylesheet) {
        List<Fault> faults = new ArrayList<>();
        XsltCompiler compiler = engine.processor().newXsltCompiler();
        compiler.setErrorReporter(error -> {
            if (!error.isWarning()) {
                faults.add(fault(error));
            }
        });
        compiler.getUnderlyingCompilerInfo().setCodeInjector(new LoopGuard());
        try {
            return compiler.compile(
                    parser.parse(stylesheet.getBytes(StandardCharsets.UTF_8)).asSource());
        } catch (XmlRefusedException e) {
            throw new TransformException(
                    Kind.STYLESHEET_INVALID,
                    "the stylesheet is not acceptable XML",
                    List.of(new Fault(e.line(), e.column(), String.valueOf(e.getMessage()))),
                    e);
        } catch (SaxonApiException e) {
            throw new TransformException(
                    Kind.STYLESHEET_INVALID,
                    "the stylesheet does not compile",
                    faults.isEmpty() ? List.of(fault(e)) : faults,
                    e);
        }
    }

    private byte[] run(XsltExecutable executable, DocumentContent document, BooleanSupplier timeIsOver) {
        BoundedOutput output = new BoundedOutput(limits.outputBytes());
        List<Fault> messages = new ArrayList<>();
        Xslt30Transformer transformer = executable.load30();
        transformer.setTraceListener(new LoopGuard.Stop(timeIsOver));
        transformer.setErrorReporter(error -> {});
        transformer.setMessageHandler(message -> {
            if (messages.size() < KEPT_MESSAGES) {
                messages.add(fault(message.getLocation(), message.getContent().getStringValue()));
            }
        });
        try {
            if (document.isXml()) {
                XdmNode source = parser.parse(document.bytes());
                transformer.setGlobalContextItem(source);
                transformer.applyTemplates(source, transformer.newSerializer(output));
            } else {
                String text = new String(document.bytes(), StandardCharsets.UTF_8);
                transformer.setStylesheetParameters(Map.of(DOCUMENT, new XdmAtomicValue(text)));
                transformer.callTemplate(null, transformer.newSerializer(output));
            }
            return output.toByteArray();
        } catch (XmlRefusedException e) {
            throw new TransformException(
                    Kind.INPUT_MALFORMED,
                    "the input is not acceptable XML",
                    List.of(new Fault(e.line(), e.column(), String.valueOf(e.getMessage()))),
                    e);
        } catch (SaxonApiException e) {
            messages.add(fault(e));
            boolean json =
                    e.getErrorCode() != null && e.getErrorCode().getLocalName().startsWith("FOJS");
            throw json
                    ? new TransformException(Kind.INPUT_MALFORMED, "the input is not acceptable JSON", messages, e)
                    : new TransformException(Kind.STYLESHEET_STOPPED, "the stylesheet stopped", messages, e);
        } catch (BoundedOutput.TooLargeException e) {
            throw new TransformException(
                    Kind.OUTPUT_LIMIT,
                    "the result is larger than " + limits.outputBytes()
                            + " bytes: split the document, or raise the limit",
                    List.of(),
                    e);
        }
    }

    /** Runs the work on a thread of its own, so that the caller gets its answer in time whatever the stylesheet does. */
    private <T> T bounded(String stylesheet, Work<T> work) {
        TransformException earlier = refused.getIfPresent(stylesheet);
        if (earlier != null) {
            throw earlier;
        }
        long end = System.nanoTime() + limits.time().toNanos();
        Future<T> result = threads.submit((Callable<T>) () -> work.run(() -> System.nanoTime() - end > 0));
        try {
            return result.get(limits.time().plus(GRACE).toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            TransformException stuck = timeLimit(
                    " and could not be stopped: it is refused until its content changes or the service restarts", e);
            refused.put(stylesheet, stuck);
            throw stuck;
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a stylesheet ran", e);
        }
    }

    private RuntimeException failure(@Nullable Throwable cause) {
        if (cause instanceof TransformException known) {
            return known;
        }
        if (cause instanceof LoopGuard.TimeIsOverException) {
            return timeLimit(" and was stopped: look for an endless loop", cause);
        }
        if (cause instanceof StackOverflowError) {
            return new TransformException(
                    Kind.STYLESHEET_STOPPED,
                    "functions call each other too deeply: look for endless recursion",
                    List.of(),
                    cause);
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("Saxon failed", cause);
    }

    private TransformException timeLimit(String what, Throwable cause) {
        return new TransformException(
                Kind.TIME_LIMIT,
                "the stylesheet ran longer than " + limits.time().toMillis() + " ms" + what,
                List.of(),
                cause);
    }

    private static Fault fault(XmlProcessingError error) {
        return fault(error.getLocation(), error.getMessage());
    }

    private static Fault fault(SaxonApiException e) {
        String message = String.valueOf(e.getMessage());
        return e.getCause() instanceof XPathException cause && cause.getLocator() != null
                ? fault(cause.getLocator(), message)
                : new Fault(e.getLineNumber(), -1, message);
    }

    private static Fault fault(Location place, String message) {
        return new Fault(place.getLineNumber(), place.getColumnNumber(), message);
    }

    private interface Work<T> {
        T run(BooleanSupplier timeIsOver);
    }
}
