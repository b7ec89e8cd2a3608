package io.einvoicing.xml.validation;

import java.util.ArrayList;
import java.util.List;

/**
 * The rule sets whose published artefacts come with this module.
 *
 * @since 0.1.0
 */
public final class PublishedRuleSets {
    private static final String SAMPLES = "io/einvoicing/xml/validation/";
    private static final String PEPPOL = "external/schematron/openpeppol/2026.5/xslt/";
    private static final List<RuleSet.Schematron> EN_16931_LAYERS =
            List.of(new RuleSet.Schematron("EN 16931", "external/schematron/1.3.16/ubl/EN16931-UBL-validation.xslt"));
    private static final List<RuleSet.Schematron> PEPPOL_LAYERS = List.of(
            new RuleSet.Schematron("EN 16931", PEPPOL + "CEN-EN16931-UBL.xslt"),
            new RuleSet.Schematron("Peppol BIS Billing 3", PEPPOL + "PEPPOL-EN16931-UBL.xslt"));

    /** EN 16931 for a UBL 2.1 invoice, rules of release 1.3.16. */
    public static final RuleSet EN_16931_INVOICE = invoice("eu.cen.en16931:ubl:1.3.16", EN_16931_LAYERS);

    /** EN 16931 for a UBL 2.1 credit note, rules of release 1.3.16. */
    public static final RuleSet EN_16931_CREDIT_NOTE =
            creditNote("eu.cen.en16931:ubl-creditnote:1.3.16", EN_16931_LAYERS);

    /** Peppol BIS Billing 3 for an invoice, release of May 2026. */
    public static final RuleSet PEPPOL_BIS_3_INVOICE = invoice("eu.peppol.bis3:invoice:2026.5", PEPPOL_LAYERS);

    /** Peppol BIS Billing 3 for a credit note, release of May 2026. */
    public static final RuleSet PEPPOL_BIS_3_CREDIT_NOTE =
            creditNote("eu.peppol.bis3:creditnote:2026.5", PEPPOL_LAYERS);

    /** Peppol BIS Billing 3 for an invoice or a credit note, whichever the document is, release of May 2026. */
    public static final RuleSet PEPPOL_BIS_3 = new RuleSet(
            "eu.peppol.bis3:billing:2026.5",
            schemas("UBL-Invoice-2.1.xsd", "UBL-CreditNote-2.1.xsd"),
            PEPPOL_LAYERS,
            SAMPLES + "valid-credit-note.xml",
            SAMPLES + "invalid-invoice.xml");

    private PublishedRuleSets() {}

    /** Returns all of them. */
    public static List<RuleSet> all() {
        return List.of(
                EN_16931_INVOICE, EN_16931_CREDIT_NOTE, PEPPOL_BIS_3_INVOICE, PEPPOL_BIS_3_CREDIT_NOTE, PEPPOL_BIS_3);
    }

    private static RuleSet invoice(String id, List<RuleSet.Schematron> layers) {
        return new RuleSet(
                id,
                schemas("UBL-Invoice-2.1.xsd"),
                layers,
                SAMPLES + "valid-invoice.xml",
                SAMPLES + "invalid-invoice.xml");
    }

    private static RuleSet creditNote(String id, List<RuleSet.Schematron> layers) {
        return new RuleSet(
                id,
                schemas("UBL-CreditNote-2.1.xsd"),
                layers,
                SAMPLES + "valid-credit-note.xml",
                SAMPLES + "invalid-credit-note.xml");
    }

    private static List<String> schemas(String... documents) {
        List<String> schemas = new ArrayList<>(List.of(
                "schemas/CCTS_CCT_SchemaModule.xsd",
                "schemas/xmldsig-core-schema.xsd",
                "schemas/XAdES01903v132-201601.xsd",
                "schemas/XAdES01903v141-201601.xsd"));
        for (String document : documents) {
            schemas.add("external/schemas/ubl21/maindoc/" + document);
        }
        return schemas;
    }
}
