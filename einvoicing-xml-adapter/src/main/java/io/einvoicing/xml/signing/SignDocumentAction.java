package io.einvoicing.xml.signing;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ActionDescription;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.ParameterDescription;
import io.einvoicing.feature.ParameterDescription.Type;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.flow.ActionContext;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.flow.ActionOutput;
import io.einvoicing.flow.RepeatableActionType;
import io.einvoicing.kernel.Finding;
import io.einvoicing.submission.LogMessage;
import io.einvoicing.vault.VaultCertificate;
import io.einvoicing.xml.XmlRefusedException;
import io.einvoicing.xml.signing.SignatureSettings.Canonicalization;
import io.einvoicing.xml.signing.SignatureSettings.Digest;
import io.einvoicing.xml.signing.SignatureSettings.Method;
import java.util.List;

/**
 * The action "Sign document": puts an enveloped XAdES baseline B signature into an XML file.
 *
 * @since 0.1.0
 */
public final class SignDocumentAction implements RepeatableActionType {
    /** The name of the action type. */
    public static final String TYPE = "Sign document";

    /** The file to sign. */
    public static final String INPUT = "Input file";

    /** Certificate or chain that signs. */
    public static final String CERTIFICATE = "Certificate name";

    /** Signature algorithm. */
    public static final String SIGNATURE_METHOD = "Signature method";

    /** Digest algorithm. */
    public static final String DIGEST_METHOD = "Digest method";

    /** Canonical form. */
    public static final String CANONICALIZATION_METHOD = "Canonicalization method";

    /** Where the signature goes. */
    public static final String PLACE = "Element to insert signature";

    /** The signed file. */
    public static final String OUTPUT = "Signed file";

    private static final ActionDescription DESCRIPTION = new ActionDescription(
            TYPE,
            "Puts an enveloped XAdES baseline B signature into an XML file.",
            ActionDescription.Kind.REPEATABLE,
            List.of(
                    ParameterDescription.mandatory(
                            INPUT, Type.FILE, "The XML file to sign; its whole content is signed."),
                    ParameterDescription.mandatory(
                            CERTIFICATE,
                            Type.CERTIFICATE,
                            "Certificate with an RSA key, or the chain of certificates whose last one signs."),
                    ParameterDescription.choice(
                            SIGNATURE_METHOD,
                            Method.RSA_SHA256.parameter(),
                            SignatureSettings.names(Method.class),
                            "Signature algorithm."),
                    ParameterDescription.choice(
                            DIGEST_METHOD,
                            Digest.SHA256.parameter(),
                            SignatureSettings.names(Digest.class),
                            "Digest of the content and of the certificate."),
                    ParameterDescription.choice(
                            CANONICALIZATION_METHOD,
                            Canonicalization.EXCLUSIVE.parameter(),
                            SignatureSettings.names(Canonicalization.class),
                            "Form into which the content is brought before its digest is taken."),
                    ParameterDescription.optional(
                            PLACE,
                            Type.TEXT,
                            "Element names below the root joined by /, or . for the root; blank = UBL's extensions, else the root.")),
            List.of(OUTPUT));

    private final XadesSigner signer;

    /** Creates the action type. */
    public SignDocumentAction(XadesSigner signer) {
        this.signer = signer;
    }

    @Override
    public ActionDescription description() {
        return DESCRIPTION;
    }

    @Override
    public List<Finding> check(Action action, FeatureContent content) {
        if (action.parameters().get(PLACE) instanceof ParameterValue.Literal literal) {
            try {
                new SignaturePlace(literal.text());
            } catch (IllegalArgumentException e) {
                return List.of(Finding.error(
                        "actions[" + action.name() + "]." + PLACE,
                        String.valueOf(e.getMessage()),
                        "write the names of the elements below the root, or leave it blank"));
            }
        }
        return List.of();
    }

    @Override
    public ActionOutcome execute(ActionContext context) {
        SignatureSettings settings = new SignatureSettings(
                SignatureSettings.named(Method.class, context.text(SIGNATURE_METHOD)),
                SignatureSettings.named(Digest.class, context.text(DIGEST_METHOD)),
                SignatureSettings.named(Canonicalization.class, context.text(CANONICALIZATION_METHOD)),
                new SignaturePlace(context.optionalText(PLACE).orElse("")));
        DocumentContent input = context.file(INPUT);
        VaultCertificate certificate = context.certificate(CERTIFICATE);
        try {
            byte[] signed = signer.sign(input.bytes(), certificate, context.now(), settings);
            return ActionOutcome.completed(
                    new ActionOutput.File(OUTPUT, new DocumentContent("application/xml", signed)));
        } catch (XmlRefusedException e) {
            String reason = String.valueOf(e.getMessage());
            return ActionOutcome.failed(reason, LogMessage.error(e.reason().name(), reason));
        } catch (IllegalArgumentException e) {
            return ActionOutcome.failed(String.valueOf(e.getMessage()));
        }
    }
}
