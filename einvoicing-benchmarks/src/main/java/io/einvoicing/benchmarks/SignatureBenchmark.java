package io.einvoicing.benchmarks;

import io.einvoicing.testkit.data.TestCertificate;
import io.einvoicing.testkit.data.TestCertificates;
import io.einvoicing.vault.SigningKey;
import io.einvoicing.vault.VaultCertificate;
import io.einvoicing.xml.XmlEngine;
import io.einvoicing.xml.XmlLimits;
import io.einvoicing.xml.XmlParser;
import io.einvoicing.xml.signing.SignatureSettings;
import io.einvoicing.xml.signing.XadesSigner;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Measures XAdES signatures of an invoice, RSA-2048 with SHA-256, one thread, warm.
 *
 * <p>Prints one JSON object as its last line: {@code msPerSignature} by the wall clock, {@code cpuMsPerSignature} by the thread's
 * CPU time, and {@code rsaMs}, the wall-clock share of the RSA operation alone.
 */
public final class SignatureBenchmark {
    private static final int LINES = 10;
    private static final int WARM_UP = 1_000;
    private static final int SIGNATURES = 1_000;
    private static final String INVOICE = """
            <?xml version="1.0" encoding="UTF-8"?>
            <Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
                xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
                xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
              <cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>
              <cbc:ID>2026-1001</cbc:ID>
              <cbc:IssueDate>2026-11-23</cbc:IssueDate>
              <cac:AccountingSupplierParty><cac:Party>
                <cac:PartyName><cbc:Name>De Korenmolen Kantoorartikelen</cbc:Name></cac:PartyName>
              </cac:Party></cac:AccountingSupplierParty>
              <cac:LegalMonetaryTotal>
                <cbc:PayableAmount currencyID="EUR">941.38</cbc:PayableAmount>
              </cac:LegalMonetaryTotal>%s
            </Invoice>
            """;
    private static final String LINE = """

              <cac:InvoiceLine>
                <cbc:ID>%1$d</cbc:ID>
                <cbc:InvoicedQuantity unitCode="H87">%1$d</cbc:InvoicedQuantity>
                <cbc:LineExtensionAmount currencyID="EUR">%1$d.00</cbc:LineExtensionAmount>
                <cac:Item>
                  <cbc:Name>Binder %1$d</cbc:Name>
                  <cac:ClassifiedTaxCategory>
                    <cbc:ID>S</cbc:ID>
                    <cbc:Percent>21</cbc:Percent>
                    <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
                  </cac:ClassifiedTaxCategory>
                </cac:Item>
                <cac:Price><cbc:PriceAmount currencyID="EUR">1.00</cbc:PriceAmount></cac:Price>
              </cac:InvoiceLine>""";
    private static final Instant TIME = Instant.parse("2026-11-23T10:15:30Z");

    private SignatureBenchmark() {}

    /** Runs the benchmark. */
    public static void main(String[] arguments) {
        TestCertificate certificate =
                TestCertificates.aCertificate().subject("CN=Benchmark").build();
        long[] inKey = {0};
        SigningKey key = (algorithm, data) -> {
            long start = System.nanoTime();
            byte[] value = rsa(certificate.key(), algorithm, data);
            inKey[0] += System.nanoTime() - start;
            return value;
        };
        VaultCertificate inVault = new VaultCertificate(certificate.chain(), Optional.of(key));
        XadesSigner signer = new XadesSigner(new XmlParser(XmlEngine.create(), XmlLimits.DEFAULT));
        byte[] invoice = invoice();

        int bytes = run(signer, invoice, inVault, WARM_UP);
        inKey[0] = 0;
        long cpu = cpu();
        long start = System.nanoTime();
        run(signer, invoice, inVault, SIGNATURES);
        double wall = millis(System.nanoTime() - start);
        System.out.printf("%d signatures of a %d-line invoice, %d bytes signed%n", SIGNATURES, LINES, bytes);
        System.out.printf(
                Locale.ROOT,
                "{\"msPerSignature\":%.3f,\"cpuMsPerSignature\":%.3f,\"rsaMs\":%.3f}%n",
                wall,
                millis(cpu() - cpu),
                millis(inKey[0]));
    }

    private static int run(XadesSigner signer, byte[] invoice, VaultCertificate certificate, int times) {
        int bytes = 0;
        for (int i = 0; i < times; i++) {
            bytes = signer.sign(invoice, certificate, TIME, SignatureSettings.DEFAULT).length;
        }
        return bytes;
    }

    private static double millis(long nanos) {
        return nanos / 1e6 / SIGNATURES;
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static byte[] invoice() {
        String lines = IntStream.rangeClosed(1, LINES).mapToObj(LINE::formatted).collect(Collectors.joining());
        return INVOICE.formatted(lines).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] rsa(PrivateKey key, String algorithm, byte[] data) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(data);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK cannot sign", e);
        }
    }
}
