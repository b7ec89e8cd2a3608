package io.einvoicing.benchmarks;

import com.helger.diver.api.coord.DVRCoordinate;
import com.helger.io.resource.inmemory.ReadableResourceByteArray;
import com.helger.phive.api.execute.ValidationExecutionManager;
import com.helger.phive.api.executorset.IValidationExecutorSet;
import com.helger.phive.api.executorset.ValidationExecutorSetRegistry;
import com.helger.phive.api.validity.IValidityDeterminator;
import com.helger.phive.en16931.EN16931Validation;
import com.helger.phive.peppol.PeppolValidation2026_05;
import com.helger.phive.xml.source.IValidationSourceXML;
import com.helger.phive.xml.source.ValidationSourceXML;
import io.einvoicing.xml.XmlEngine;
import io.einvoicing.xml.XmlLimits;
import io.einvoicing.xml.validation.DocumentValidator;
import io.einvoicing.xml.validation.PublishedRuleSets;
import io.einvoicing.xml.validation.ValidationReport.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Validation beside phive, in interleaved rounds: a 10-line Peppol invoice on three layers with two threads; then 1,000 and
 * 4,000 lines on the schema and EN 16931 with one thread.
 *
 * <p>phive is used at its best: it reads a stream and is warm; a DOM would halve it.
 */
final class ValidationBenchmark {
    private static final String PEPPOL = PublishedRuleSets.PEPPOL_BIS_3_INVOICE.id();
    private static final String EN_16931 = PublishedRuleSets.EN_16931_INVOICE.id();
    private static final int THREADS = 2;
    private static final int ROUNDS = 9;
    private static final int WARM_UP_ROUNDS = 3;
    private static final long ROUND_NANOS = 2_000_000_000L;
    private static final int LARGE_RUNS = 15;
    private static final int LARGE_WARM_UPS = 10;

    private final DocumentValidator validator =
            new DocumentValidator(XmlEngine.create(), XmlLimits.DEFAULT, PublishedRuleSets.all());
    private final IValidationExecutorSet<IValidationSourceXML> phive;
    private final boolean quiet;

    private ValidationBenchmark(boolean quiet) {
        this.quiet = quiet;
        ValidationExecutorSetRegistry<IValidationSourceXML> registry = new ValidationExecutorSetRegistry<>();
        EN16931Validation.initEN16931(registry);
        PeppolValidation2026_05.init(registry);
        phive = registry.getOfID(DVRCoordinate.parseOrNull(PEPPOL));
        validator.selfCheck(PEPPOL);
        validator.selfCheck(EN_16931);
    }

    /** Prints the medians over the rounds. */
    public static void main(String[] arguments) throws Exception {
        new ValidationBenchmark(List.of(arguments).contains("--json")).run();
    }

    private void run() throws Exception {
        byte[] document = BenchmarkInvoice.withLines(10);
        if (!isValid(PEPPOL, document) || !isValidForPhive(document)) {
            throw new IllegalStateException("the benchmark's invoice must be valid: "
                    + validator.validate(PEPPOL, document).violations());
        }
        double[] perSecond = new double[ROUNDS];
        double[] phivePerSecond = new double[ROUNDS];
        double[] ratio = new double[ROUNDS];
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
                double own = rate(threads, () -> isValid(PEPPOL, document));
                double theirs = rate(threads, () -> isValidForPhive(document));
                say("%s: %.0f documents/s, phive %.0f", round < 0 ? "warm-up" : "round", own, theirs);
                if (round >= 0) {
                    perSecond[round] = own;
                    phivePerSecond[round] = theirs;
                    ratio[round] = own / theirs;
                }
            }
        } finally {
            threads.shutdown();
        }
        large(perSecond, phivePerSecond, ratio);
    }

    private void large(double[] perSecond, double[] phivePerSecond, double[] ratio) throws Exception {
        byte[] thousand = BenchmarkInvoice.withLines(1_000);
        byte[] fourThousand = BenchmarkInvoice.withLines(4_000);
        double[] msThousand = new double[LARGE_RUNS];
        double[] msFourThousand = new double[LARGE_RUNS];
        for (int run = -LARGE_WARM_UPS; run < LARGE_RUNS; run++) {
            double one = milliseconds(thousand);
            double four = milliseconds(fourThousand);
            if (run >= 0) {
                msThousand[run] = one;
                msFourThousand[run] = four;
            }
        }
        say("1,000 lines: %.1f ms, 4,000 lines: %.1f ms", median(msThousand), median(msFourThousand));
        System.out.printf(
                Locale.ROOT,
                "{\"perSecond\":%.0f,\"phivePerSecond\":%.0f,\"ratioToPhive\":%.2f,"
                        + "\"ms4000Lines\":%.1f,\"ratio4000To1000Lines\":%.2f}%n",
                median(perSecond),
                median(phivePerSecond),
                median(ratio),
                median(msFourThousand),
                median(msFourThousand) / median(msThousand));
    }

    private double milliseconds(byte[] document) {
        long start = System.nanoTime();
        if (!isValid(EN_16931, document)) {
            throw new IllegalStateException("the benchmark's invoice must be valid");
        }
        return (System.nanoTime() - start) / 1e6;
    }

    private boolean isValid(String ruleSet, byte[] document) {
        return validator.validate(ruleSet, document).outcome() == Outcome.VALID;
    }

    private boolean isValidForPhive(byte[] document) {
        return !ValidationExecutionManager.executeValidation(
                        IValidityDeterminator.createDefault(),
                        phive,
                        ValidationSourceXML.create(new ReadableResourceByteArray("invoice.xml", document)),
                        Locale.ROOT)
                .containsAtLeastOneError();
    }

    /** Returns how many documents a second all threads together validate. */
    private static double rate(ExecutorService threads, Callable<Boolean> validation)
            throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        List<Future<Integer>> counts = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            counts.add(threads.submit(() -> {
                int count = 0;
                while (System.nanoTime() - start < ROUND_NANOS) {
                    if (!validation.call()) {
                        throw new IllegalStateException("the benchmark's invoice must be valid");
                    }
                    count++;
                }
                return count;
            }));
        }
        int total = 0;
        for (Future<Integer> count : counts) {
            total += count.get();
        }
        return total / ((System.nanoTime() - start) / 1e9);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private void say(String format, Object... values) {
        if (!quiet) {
            System.out.printf(Locale.ROOT, format + "%n", values);
        }
    }
}
