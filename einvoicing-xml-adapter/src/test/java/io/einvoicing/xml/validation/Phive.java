package io.einvoicing.xml.validation;

import com.helger.diagnostics.error.IError;
import com.helger.diver.api.coord.DVRCoordinate;
import com.helger.io.resource.inmemory.ReadableResourceByteArray;
import com.helger.phive.api.execute.ValidationExecutionManager;
import com.helger.phive.api.executorset.IValidationExecutorSet;
import com.helger.phive.api.executorset.ValidationExecutorSetRegistry;
import com.helger.phive.api.result.ValidationResult;
import com.helger.phive.api.validity.EExtendedValidity;
import com.helger.phive.api.validity.IValidityDeterminator;
import com.helger.phive.en16931.EN16931Validation;
import com.helger.phive.peppol.PeppolValidation2026_05;
import com.helger.phive.xml.source.IValidationSourceXML;
import com.helger.phive.xml.source.ValidationSourceXML;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The reference: what phive says about a document with the same rule set. */
final class Phive {
    /** What a layer says if one of its expressions fails on the document. */
    static final String NOT_EVALUATED = "a rule could not be evaluated";

    private final ValidationExecutorSetRegistry<IValidationSourceXML> registry = new ValidationExecutorSetRegistry<>();

    Phive() {
        EN16931Validation.initEN16931(registry);
        PeppolValidation2026_05.init(registry);
    }

    /** Returns for each layer that ran its findings as "severity rule", sorted. */
    List<List<String>> findings(String ruleSetId, byte[] document) throws Exception {
        IValidationExecutorSet<IValidationSourceXML> ruleSet = registry.getOfID(DVRCoordinate.parseOrThrow(ruleSetId));
        List<List<String>> layers = new ArrayList<>();
        for (ValidationResult layer : ValidationExecutionManager.executeValidation(
                IValidityDeterminator.createDefault(),
                ruleSet,
                ValidationSourceXML.create(new ReadableResourceByteArray("document.xml", document)),
                Locale.US)) {
            if (layer.getValidity() == EExtendedValidity.SKIPPED) {
                continue;
            }
            List<String> findings = new ArrayList<>();
            for (IError error : layer.getErrorList()) {
                String rule = ruleOf(error);
                // A pattern that fails to match for an error is only a warning of the stylesheet's processor.
                if (!rule.equals("Transformation warning")) {
                    findings.add((error.isError() ? "ERROR " : "WARNING ") + rule);
                }
            }
            findings.sort(null);
            layers.add(findings.contains("ERROR Transformation fatal error") ? List.of(NOT_EVALUATED) : findings);
        }
        return layers;
    }

    private static String ruleOf(IError error) {
        if (error.getErrorID() != null) {
            return error.getErrorID();
        }
        String text = String.valueOf(error.getErrorText(Locale.US));
        return text.startsWith("[SAX] cvc-") ? text.substring("[SAX] ".length(), text.indexOf(':')) : text;
    }
}
