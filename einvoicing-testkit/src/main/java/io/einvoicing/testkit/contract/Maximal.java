package io.einvoicing.testkit.contract;

import static io.einvoicing.testkit.data.TestData.NOW;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.document.StoredFile;
import io.einvoicing.environment.EnvironmentApplication;
import io.einvoicing.environment.EnvironmentSettings;
import io.einvoicing.environment.EnvironmentUser;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ApplicabilityRule;
import io.einvoicing.feature.ApplicabilityRule.Comparison;
import io.einvoicing.feature.ApplicationSetup;
import io.einvoicing.feature.DataType;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.FeatureParameter;
import io.einvoicing.feature.FeatureSetup;
import io.einvoicing.feature.FieldValue;
import io.einvoicing.feature.FormatConfiguration;
import io.einvoicing.feature.Operator;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.feature.ResponseType;
import io.einvoicing.feature.RetryPolicy;
import io.einvoicing.feature.Variable;
import io.einvoicing.submission.ActionRun;
import io.einvoicing.submission.FlowState;
import io.einvoicing.submission.Intent;
import io.einvoicing.submission.LogMessage;
import io.einvoicing.submission.OutputValue;
import io.einvoicing.submission.Retries;
import io.einvoicing.vault.CertificateChain;
import io.einvoicing.vault.KeyVaultReference;
import io.einvoicing.vault.VaultObject;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Values that use every kind of part there is, so that a store that loses or bends one is found out by a round trip. */
final class Maximal {
    /** Text that a wrong encoding, escaping or case mapping destroys. */
    static final String TEXT = "İıŞşĞğ Ελληνικά ß “quoted” \\ back 'slash' %_$1 \n\t line 🧾🇹🇷 𝔘nicode";

    private static final UUID ID = UUID.fromString("f81d4fae-7dec-41d0-a765-00a0c91e6bf6");

    private Maximal() {}

    static EnvironmentSettings settings() {
        return new EnvironmentSettings(
                TEXT,
                List.of(
                        new KeyVaultReference(
                                "Ana kasa 🔐",
                                TEXT,
                                URI.create("https://contoso.vault.azure.net/"),
                                List.of(
                                        new VaultObject("storage-sas", TEXT, VaultObject.Type.SECRET),
                                        new VaultObject("signing-2026", "", VaultObject.Type.CERTIFICATE),
                                        new VaultObject("root-CA", "", VaultObject.Type.CERTIFICATE))),
                        new KeyVaultReference("Δεύτερο", "", URI.create("file:///vault/a=b&c=%20d"), List.of())),
                Optional.of("storage-sas"),
                List.of(
                        new EnvironmentUser(principal(1), "ada@contoso.example", true, false),
                        new EnvironmentUser(principal(2), "öykü@örnek.example", false, true),
                        new EnvironmentUser(principal(3), "nobody@contoso.example", false, false)),
                List.of(
                        new EnvironmentApplication("Gece aktarımı", principal(4)),
                        new EnvironmentApplication("Ζεύς", principal(5))),
                List.of(
                        new CertificateChain("Mali mühür", TEXT, List.of("root-CA", "signing-2026")),
                        new CertificateChain("Kısa", "", List.of("signing-2026"))));
    }

    static FeatureContent featureContent() {
        List<FeatureSetup> setups = new ArrayList<>();
        for (FeatureSetup.Type type : FeatureSetup.Type.values()) {
            setups.add(new FeatureSetup("Setup " + type, type, applicability(), variables(), actions())
                    .orderedBy("Şirket")
                    .channelActions(actions()));
        }
        setups.add(new FeatureSetup(
                "Leer",
                FeatureSetup.Type.PROCESSING_PIPELINE,
                new ApplicabilityRule.All(List.of()),
                List.of(),
                List.of()));
        return new FeatureContent(
                TEXT,
                List.of(new FeatureParameter("Uç nokta", TEXT, TEXT), new FeatureParameter("Leer", "", "")),
                setups,
                List.of(
                        new FormatConfiguration(
                                "Fatura → UBL", 7, TEXT, "<xsl:stylesheet>" + TEXT + "</xsl:stylesheet>"),
                        new FormatConfiguration("Large", "x".repeat(200_000))),
                List.of(
                        new ApplicationSetup(
                                "CustInvoiceJour",
                                "Müşteri faturası",
                                "Satış → UBL",
                                List.of(
                                        new ResponseType(
                                                "ResponseData",
                                                TEXT,
                                                Optional.of("Pending"),
                                                Optional.of("Δεδομένα"),
                                                Optional.of("Yanıt")),
                                        new ResponseType(
                                                "Response", "", Optional.empty(), Optional.empty(), Optional.empty()))),
                        new ApplicationSetup("ProjInvoiceJour", "Project invoice", "m", List.of())));
    }

    /** Returns a rule in which every operator and every type of value occurs, nested, with an AND and an OR without parts. */
    static ApplicabilityRule applicability() {
        List<ApplicabilityRule> text = new ArrayList<>();
        for (Operator operator : Operator.values()) {
            text.add(new Comparison("Alan " + operator, operator, FieldValue.of(TEXT)));
        }
        return ApplicabilityRule.all(
                new ApplicabilityRule.Any(text),
                ApplicabilityRule.any(
                        ApplicabilityRule.all(
                                new Comparison(
                                        "Amount", Operator.GREATER_OR_EQUAL, number("12345678901234567890.0123")),
                                new Comparison("Rate", Operator.LESS, number("-0.00000000000000000001")),
                                new Comparison("Large", Operator.NOT_EQUAL, number("1E+30"))),
                        new Comparison("Reverse charge", Operator.EQUAL, new FieldValue.Bool(true)),
                        new Comparison("Export", Operator.NOT_EQUAL, new FieldValue.Bool(false)),
                        new Comparison("Date", Operator.LESS_OR_EQUAL, new FieldValue.Date(LocalDate.of(2024, 2, 29))),
                        new Comparison("Record", Operator.EQUAL, new FieldValue.Uuid(ID)),
                        new ApplicabilityRule.Any(List.of()),
                        new ApplicabilityRule.All(List.of())));
    }

    /** Returns a field of every type. */
    static Map<String, FieldValue> context() {
        return Map.of(
                "Metin",
                FieldValue.of(TEXT),
                "Empty",
                FieldValue.of(""),
                "Amount",
                number("12345678901234567890.0123"),
                "Large",
                number("1E+30"),
                "Yes",
                new FieldValue.Bool(true),
                "No",
                new FieldValue.Bool(false),
                "Date",
                new FieldValue.Date(LocalDate.of(2024, 2, 29)),
                "Record",
                new FieldValue.Uuid(ID));
    }

    /** Returns progress with runs of every status and outputs of both kinds, an open intent and retries. */
    static FlowState flow() {
        List<ActionRun> runs = new ArrayList<>();
        for (ActionRun.Status status : ActionRun.Status.values()) {
            int position = runs.size() + 1;
            runs.add(new ActionRun(
                    position,
                    "Adım " + position,
                    "Call REST web service",
                    status,
                    7,
                    NOW.plusMillis(position),
                    NOW.plusMillis(position + 10),
                    Map.of(
                            "Δόκιμο αρχείο",
                            new OutputValue.File(file("2026/11/23/" + ID + "/01-adım/a7-out-" + position + ".xml")),
                            "Value",
                            new OutputValue.Text(TEXT)),
                    List.of(
                            new LogMessage(LogMessage.Severity.ERROR, "BR-CO-15", TEXT, "/Invoice/cbc:ID[1]"),
                            LogMessage.warning("", "w"),
                            LogMessage.info("I", ""))));
        }
        runs.add(new ActionRun(
                2, "Bare", "Transform document", ActionRun.Status.COMPLETED, 8, NOW, NOW, Map.of(), List.of()));
        return new FlowState(
                3,
                runs,
                Optional.of(new Intent(3, file("request.json"), "key-" + ID, NOW.plusMillis(5))),
                Optional.of(new Retries(3, 2, NOW.plusMillis(6))));
    }

    static StoredFile file(String name) {
        return new StoredFile(name, "application/xml; charset=UTF-8", 19_999_999_999L, "0123456789abcdef".repeat(4));
    }

    private static List<Variable> variables() {
        List<Variable> variables = new ArrayList<>();
        variables.add(constant(DataType.BOOLEAN, "true"));
        variables.add(constant(DataType.DATE, "2026-11-23"));
        variables.add(constant(DataType.NUMBER, "-1.50"));
        variables.add(constant(DataType.UUID, ID.toString()));
        variables.add(constant(DataType.STRING, TEXT));
        variables.add(new Variable(
                "Gönderen", TEXT, Variable.Kind.FROM_CLIENT, DataType.STRING, Optional.of(""), Optional.empty()));
        variables.add(new Variable(
                "Optional", "", Variable.Kind.FROM_CLIENT, DataType.NUMBER, Optional.empty(), Optional.empty()));
        variables.add(new Variable(
                "Result",
                "",
                Variable.Kind.TO_CLIENT,
                DataType.FILE,
                Optional.empty(),
                Optional.of(new ParameterValue.FromAction("Dönüştür", "Çıktı"))));
        return variables;
    }

    private static List<Action> actions() {
        return List.of(
                Action.of(
                                "Dönüştür",
                                "Transform document",
                                Map.of(
                                        "Literal",
                                        ParameterValue.literal(TEXT),
                                        "Empty",
                                        ParameterValue.literal(""),
                                        "Variable",
                                        ParameterValue.variable(Variable.BUSINESS_DOCUMENT)))
                        .exportingResults(),
                new Action(
                        "Gönder 📤",
                        "Call REST web service",
                        Map.of("Request", ParameterValue.output("Dönüştür", "Çıktı")),
                        Optional.of(new RetryPolicy(
                                Optional.of("Dönüştür"),
                                10_000,
                                Duration.ofMillis(1_500),
                                Duration.ofNanos(1),
                                Duration.ofDays(365),
                                Optional.of(Duration.ofHours(49)))),
                        false),
                Action.of("Simple retry", "Call SOAP web service", Map.of())
                        .withRetry(RetryPolicy.of(1, Duration.ofSeconds(10))));
    }

    private static Variable constant(DataType type, String value) {
        return new Variable("Constant " + type, "", Variable.Kind.CONSTANT, type, Optional.of(value), Optional.empty());
    }

    private static FieldValue number(String text) {
        return new FieldValue.Number(new BigDecimal(text));
    }

    private static PrincipalId principal(int number) {
        return new PrincipalId(new UUID(ID.getMostSignificantBits(), number));
    }
}
