package io.einvoicing.xml.validation.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.xml.XmlEngine;
import io.einvoicing.xml.XmlLimits;
import io.einvoicing.xml.XmlParser;
import io.einvoicing.xml.validation.PublishedRuleSets;
import io.einvoicing.xml.validation.RuleSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BusinessTermsTest {
    private final BusinessTerms terms = new BusinessTerms();

    @Test
    void takesTheTermsThatTheTextNames() {
        assertThat(terms.of("BR-CO-10", "BT-106 is the sum of BT-131 in BG-25, not of BT-131-1; see BT-106"))
                .containsExactly("BT-106", "BT-131", "BG-25", "BT-131-1");
    }

    @Test
    void looksUpARuleWhoseTextNamesNone() {
        assertThat(terms.of("PEPPOL-EN16931-R003", "A buyer reference or purchase order reference MUST be provided."))
                .containsExactly("BT-10", "BT-13");
    }

    @Test
    void aRuleWithoutTermsHasNone() {
        assertThat(terms.of("UBL-DT-01", "Amounts shall be decimal up to two fraction digits"))
                .isEmpty();
    }

    @Test
    void theTableHoldsOnlyPublishedRules() {
        XmlEngine engine = XmlEngine.create();
        XmlParser parser = new XmlParser(engine, XmlLimits.DEFAULT);
        Artefacts artefacts = new Artefacts(engine, parser);
        Set<String> published = new HashSet<>();
        for (RuleSet.Schematron layer : PublishedRuleSets.PEPPOL_BIS_3_INVOICE.schematrons()) {
            SchematronReader.read(parser.parse(artefacts.resource(layer.stylesheet()))).patterns().stream()
                    .flatMap(pattern -> pattern.rules().stream())
                    .flatMap(rule -> rule.steps().stream())
                    .filter(PublishedSchematron.Check.class::isInstance)
                    .forEach(check -> published.add(((PublishedSchematron.Check) check).id()));
        }
        assertThat(published).hasSizeGreaterThan(1_000).containsAll(terms.rulesOfTable());
    }
}
