package com.contoso.hash;

import io.einvoicing.feature.ActionDescription;
import io.einvoicing.feature.ParameterDescription;
import io.einvoicing.flow.ActionContext;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.flow.ActionOutput;
import io.einvoicing.flow.RepeatableActionType;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/** Computes the hash of a file, for a QR code or the chain of invoices. */
public final class DocumentHashAction implements RepeatableActionType {
    private static final ActionDescription DESCRIPTION = new ActionDescription(
            "Contoso document hash",
            "Computes the hash of a file.",
            ActionDescription.Kind.REPEATABLE,
            List.of(
                    ParameterDescription.mandatory(
                            "Input file",
                            ParameterDescription.Type.FILE,
                            "Choose the file, such as the signed document."),
                    ParameterDescription.choice(
                            "Algorithm", "SHA-256", List.of("SHA-256", "SHA-512"), "Hash algorithm.")),
            List.of("Hash"));

    @Override
    public ActionDescription description() {
        return DESCRIPTION;
    }

    @Override
    public ActionOutcome execute(ActionContext context) {
        try {
            byte[] hash = MessageDigest.getInstance(context.text("Algorithm"))
                    .digest(context.file("Input file").bytes());
            return ActionOutcome.completed(
                    new ActionOutput.Value("Hash", Base64.getEncoder().encodeToString(hash)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has it", e);
        }
    }
}
