package io.einvoicing.benchmarks;

import java.nio.charset.StandardCharsets;

/** A valid Peppol invoice of any number of lines: two VAT rates, and quantities, prices and names that differ. */
final class BenchmarkInvoice {
    private static final String HEAD = """
            <?xml version="1.0" encoding="UTF-8"?>
            <Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
                xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
                xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
              <cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0</cbc:CustomizationID>
              <cbc:ProfileID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0</cbc:ProfileID>
              <cbc:ID>BENCHMARK-1</cbc:ID>
              <cbc:IssueDate>2026-01-15</cbc:IssueDate>
              <cbc:DueDate>2026-02-15</cbc:DueDate>
              <cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
              <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
              <cbc:BuyerReference>PO-1</cbc:BuyerReference>
              <cac:AccountingSupplierParty>
                <cac:Party>
                  <cbc:EndpointID schemeID="0088">7300010000001</cbc:EndpointID>
                  <cac:PartyName><cbc:Name>Seller</cbc:Name></cac:PartyName>
                  <cac:PostalAddress>
                    <cbc:StreetName>Main street 1</cbc:StreetName>
                    <cbc:CityName>Springfield</cbc:CityName>
                    <cbc:PostalZone>12345</cbc:PostalZone>
                    <cac:Country><cbc:IdentificationCode>FR</cbc:IdentificationCode></cac:Country>
                  </cac:PostalAddress>
                  <cac:PartyTaxScheme>
                    <cbc:CompanyID>FR12345678901</cbc:CompanyID>
                    <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
                  </cac:PartyTaxScheme>
                  <cac:PartyLegalEntity><cbc:RegistrationName>Seller</cbc:RegistrationName></cac:PartyLegalEntity>
                </cac:Party>
              </cac:AccountingSupplierParty>
              <cac:AccountingCustomerParty>
                <cac:Party>
                  <cbc:EndpointID schemeID="0088">5798000000001</cbc:EndpointID>
                  <cac:PartyName><cbc:Name>Buyer</cbc:Name></cac:PartyName>
                  <cac:PostalAddress>
                    <cbc:StreetName>Main street 1</cbc:StreetName>
                    <cbc:CityName>Springfield</cbc:CityName>
                    <cbc:PostalZone>12345</cbc:PostalZone>
                    <cac:Country><cbc:IdentificationCode>FI</cbc:IdentificationCode></cac:Country>
                  </cac:PostalAddress>
                  <cac:PartyTaxScheme>
                    <cbc:CompanyID>FI12345678</cbc:CompanyID>
                    <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
                  </cac:PartyTaxScheme>
                  <cac:PartyLegalEntity><cbc:RegistrationName>Buyer</cbc:RegistrationName></cac:PartyLegalEntity>
                </cac:Party>
              </cac:AccountingCustomerParty>
              <cac:PaymentMeans>
                <cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>
                <cac:PayeeFinancialAccount><cbc:ID>FR7630006000011234567890189</cbc:ID></cac:PayeeFinancialAccount>
              </cac:PaymentMeans>
            """;
    private static final String SUBTOTAL = """
                <cac:TaxSubtotal>
                  <cbc:TaxableAmount currencyID="EUR">%s</cbc:TaxableAmount>
                  <cbc:TaxAmount currencyID="EUR">%s</cbc:TaxAmount>
                  <cac:TaxCategory>
                    <cbc:ID>S</cbc:ID><cbc:Percent>%d</cbc:Percent>
                    <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
                  </cac:TaxCategory>
                </cac:TaxSubtotal>
            """;
    private static final String TOTALS = """
              <cac:LegalMonetaryTotal>
                <cbc:LineExtensionAmount currencyID="EUR">%1$s</cbc:LineExtensionAmount>
                <cbc:TaxExclusiveAmount currencyID="EUR">%1$s</cbc:TaxExclusiveAmount>
                <cbc:TaxInclusiveAmount currencyID="EUR">%2$s</cbc:TaxInclusiveAmount>
                <cbc:PayableAmount currencyID="EUR">%2$s</cbc:PayableAmount>
              </cac:LegalMonetaryTotal>
            """;
    private static final String LINE = """
              <cac:InvoiceLine>
                <cbc:ID>%1$d</cbc:ID>
                <cbc:InvoicedQuantity unitCode="C62">%2$d</cbc:InvoicedQuantity>
                <cbc:LineExtensionAmount currencyID="EUR">%3$s</cbc:LineExtensionAmount>
                <cac:Item>
                  <cbc:Description>Description of item %1$d</cbc:Description>
                  <cbc:Name>Item %1$d</cbc:Name>
                  <cac:SellersItemIdentification><cbc:ID>S-%1$d</cbc:ID></cac:SellersItemIdentification>
                  <cac:ClassifiedTaxCategory>
                    <cbc:ID>S</cbc:ID><cbc:Percent>%4$d</cbc:Percent>
                    <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
                  </cac:ClassifiedTaxCategory>
                </cac:Item>
                <cac:Price><cbc:PriceAmount currencyID="EUR">%5$s</cbc:PriceAmount></cac:Price>
              </cac:InvoiceLine>
            """;
    private static final int[] RATES = {20, 10};

    private BenchmarkInvoice() {}

    /** Returns the invoice in UTF-8. */
    static byte[] withLines(int lines) {
        StringBuilder lineText = new StringBuilder();
        long[] cents = new long[RATES.length];
        for (int i = 0; i < lines; i++) {
            int quantity = 1 + i % 7;
            long price = 1_000 + 10 * (i % 97);
            cents[i % RATES.length] += quantity * price;
            lineText.append(
                    LINE.formatted(i + 1, quantity, amount(quantity * price), RATES[i % RATES.length], amount(price)));
        }
        long net = 0;
        long vat = 0;
        StringBuilder subtotals = new StringBuilder();
        for (int i = 0; i < RATES.length; i++) {
            net += cents[i];
            vat += cents[i] * RATES[i] / 100;
            subtotals.append(SUBTOTAL.formatted(amount(cents[i]), amount(cents[i] * RATES[i] / 100), RATES[i]));
        }
        String taxTotal = "  <cac:TaxTotal>\n    <cbc:TaxAmount currencyID=\"EUR\">" + amount(vat)
                + "</cbc:TaxAmount>\n" + subtotals + "  </cac:TaxTotal>\n";
        String invoice = HEAD + taxTotal + TOTALS.formatted(amount(net), amount(net + vat)) + lineText + "</Invoice>\n";
        return invoice.getBytes(StandardCharsets.UTF_8);
    }

    /** All amounts are multiples of ten cents, so that ten and twenty percent of them are whole cents. */
    private static String amount(long cents) {
        return cents / 100 + "." + (cents % 100 < 10 ? "0" : "") + cents % 100;
    }
}
