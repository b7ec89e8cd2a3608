package io.einvoicing.xml.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.xml.XmlEngine;
import io.einvoicing.xml.XmlLimits;
import io.einvoicing.xml.validation.ValidationReport.Layer;
import io.einvoicing.xml.validation.ValidationReport.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/**
 * The engine and phive find the same, in each layer, on every document. Of the documents that are broken on purpose every
 * eighth is compared; {@code -Deinvoicing.parity.every=1} compares all of them.
 */
class PhiveParityTest {
    private static final int EVERY = Integer.getInteger("einvoicing.parity.every", 8);
    private static final Phive PHIVE = new Phive();
    private static final DocumentValidator VALIDATOR =
            new DocumentValidator(XmlEngine.create(), XmlLimits.DEFAULT, PublishedRuleSets.all());

    private final Set<String> rulesFired = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<String> differences = new ConcurrentLinkedQueue<>();

    @Test
    void findsTheSameInPublishedTestDocuments() throws Exception {
        Map<String, byte[]> documents = TestDocuments.published();
        documents.entrySet().parallelStream().forEach(document -> {
            boolean creditNote = document.getKey().toLowerCase(Locale.ROOT).contains("creditnote");
            compare(document.getKey(), en16931(creditNote).id(), document.getValue());
            compare(document.getKey(), peppol(creditNote).id(), document.getValue());
        });
        assertThat(differences).isEmpty();
        assertThat(documents).hasSizeGreaterThan(100);
        assertThat(rulesFired).hasSizeGreaterThan(100);
    }

    @Test
    void findsTheSameInAnInvoiceThatIsBrokenInEveryPlace() throws Exception {
        compareBroken("rich-invoice.xml", PublishedRuleSets.PEPPOL_BIS_3_INVOICE);
    }

    @Test
    void findsTheSameInACreditNoteThatIsBrokenInEveryPlace() throws Exception {
        compareBroken("rich-credit-note.xml", PublishedRuleSets.PEPPOL_BIS_3_CREDIT_NOTE);
    }

    private static RuleSet en16931(boolean creditNote) {
        return creditNote ? PublishedRuleSets.EN_16931_CREDIT_NOTE : PublishedRuleSets.EN_16931_INVOICE;
    }

    private static RuleSet peppol(boolean creditNote) {
        return creditNote ? PublishedRuleSets.PEPPOL_BIS_3_CREDIT_NOTE : PublishedRuleSets.PEPPOL_BIS_3_INVOICE;
    }

    private void compareBroken(String resource, RuleSet ruleSet) throws Exception {
        byte[] valid = resource(resource);
        assertThat(VALIDATOR.validate(ruleSet.id(), valid).violations()).isEmpty();
        assertThat(phive(ruleSet.id(), valid)).isEqualTo(List.of(List.of(), List.of(), List.of()));
        Map<String, byte[]> broken = BrokenDocuments.of(valid);
        assertThat(broken).hasSizeGreaterThan(2_400);
        oneOf(EVERY, broken).entrySet().parallelStream()
                .forEach(document -> compare(document.getKey(), ruleSet.id(), document.getValue()));
        assertThat(differences).isEmpty();
        assertThat(rulesFired).hasSizeGreaterThan(90);
    }

    private static Map<String, byte[]> oneOf(int every, Map<String, byte[]> documents) {
        Map<String, byte[]> sample = new LinkedHashMap<>();
        int i = 0;
        for (Map.Entry<String, byte[]> document : documents.entrySet()) {
            if (i++ % every == 0) {
                sample.put(document.getKey(), document.getValue());
            }
        }
        return sample;
    }

    private void compare(String name, String ruleSetId, byte[] document) {
        List<List<String>> expected = phive(ruleSetId, document);
        List<List<String>> actual = findings(ruleSetId, document);
        actual.forEach(rulesFired::addAll);
        if (!actual.equals(expected)) {
            differences.add(ruleSetId + ", " + name + "\n  phive " + expected + "\n  here  " + actual);
        }
    }

    private static List<List<String>> phive(String ruleSetId, byte[] document) {
        try {
            return PHIVE.findings(ruleSetId, document);
        } catch (Exception e) {
            throw new IllegalStateException("phive failed", e);
        }
    }

    private static List<List<String>> findings(String ruleSetId, byte[] document) {
        List<List<String>> layers = new ArrayList<>();
        for (Layer layer : VALIDATOR.validate(ruleSetId, document).layers()) {
            List<String> findings = new ArrayList<>();
            if (layer.outcome() == Outcome.NOT_DECIDED && layer.violations().isEmpty()) {
                continue; // an earlier layer failed
            }
            if (layer.outcome() == Outcome.NOT_DECIDED) {
                findings.add(Phive.NOT_EVALUATED);
            } else {
                for (Violation violation : layer.violations()) {
                    findings.add(violation.severity() + " " + violation.ruleId());
                }
            }
            findings.sort(null);
            layers.add(findings);
        }
        return layers;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = PhiveParityTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }
}
