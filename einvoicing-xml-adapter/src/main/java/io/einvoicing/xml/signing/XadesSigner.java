package io.einvoicing.xml.signing;

import io.einvoicing.vault.VaultCertificate;
import io.einvoicing.vault.VaultPrivateKey;
import io.einvoicing.vault.VaultProvider;
import io.einvoicing.xml.XmlParser;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.xml.XMLConstants;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dom.DOMStructure;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLObject;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfo;
import javax.xml.crypto.dsig.keyinfo.KeyInfoFactory;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMResult;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.sax.SAXTransformerFactory;
import javax.xml.transform.sax.TransformerHandler;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Puts an enveloped XAdES signature of baseline level B into an XML document.
 *
 * <p>Signed are the whole document and, as signed properties, the signing time, the digest of the signing certificate and the
 * document's media type. The key is used through {@link io.einvoicing.vault.SigningKey}: what reaches the vault is the canonical SignedInfo, a few
 * hundred bytes. Comments and CDATA marks of the input do not survive. Thread-safe.
 *
 * @see <a href="https://www.etsi.org/deliver/etsi_en/319100_319199/31913201/">Source: ETSI EN 319 132-1</a>
 * @since 0.1.0
 */
public final class XadesSigner {
    private static final String XADES = "http://uri.etsi.org/01903/v1.3.2#";
    private static final String SIGNED_PROPERTIES = "http://uri.etsi.org/01903#SignedProperties";
    private static final String SIGNATURE_PROVIDER = "org.jcp.xml.dsig.internal.dom.SignatureProvider";

    private final XmlParser parser;
    private final SAXTransformerFactory trees = (SAXTransformerFactory) TransformerFactory.newDefaultInstance();

    /** Creates a signer that reads documents with the parser. */
    public XadesSigner(XmlParser parser) {
        this.parser = parser;
    }

    /**
     * Signs a document.
     *
     * @param signingTime the claimed time, kept to the second
     * @return the signed document in UTF-8
     * @throws io.einvoicing.xml.XmlRefusedException if the document is no acceptable XML
     * @throws IllegalArgumentException if the certificate has no private key or no RSA key, or the place does not fit the document
     * @throws io.einvoicing.vault.VaultUnavailableException if the vault that holds the key gave no answer
     */
    public byte[] sign(byte[] document, VaultCertificate certificate, Instant signingTime, SignatureSettings settings) {
        VaultPrivateKey key = rsaKey(certificate);
        Document tree = tree(document);
        Element place = settings.place().in(tree);
        try {
            new Signature(tree, certificate.chain(), signingTime, settings).create(place, key);
        } catch (GeneralSecurityException | MarshalException | XMLSignatureException e) {
            throw new IllegalStateException("the JDK cannot create the signature", e);
        }
        return bytes(tree);
    }

    private static VaultPrivateKey rsaKey(VaultCertificate certificate) {
        X509Certificate signer = certificate.certificate();
        if (!(signer.getPublicKey() instanceof RSAPublicKey)) {
            throw new IllegalArgumentException("the certificate of " + signer.getSubjectX500Principal()
                    + " must have an RSA key, has " + signer.getPublicKey().getAlgorithm());
        }
        return VaultPrivateKey.of(certificate);
    }

    private Document tree(byte[] document) {
        try {
            TransformerHandler handler = trees.newTransformerHandler();
            DOMResult tree = new DOMResult();
            handler.setResult(tree);
            parser.read(document, handler);
            return (Document) tree.getNode();
        } catch (TransformerException e) {
            throw new IllegalStateException("the JDK cannot build trees", e);
        }
    }

    private byte[] bytes(Document tree) {
        try {
            tree.setXmlStandalone(true); // otherwise the declaration says standalone="no"
            Transformer writer = trees.newTransformer();
            writer.setOutputProperty(OutputKeys.ENCODING, "UTF-8");
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(16_384);
            writer.transform(new DOMSource(tree), new StreamResult(bytes));
            return bytes.toByteArray();
        } catch (TransformerException e) {
            throw new IllegalStateException("the JDK cannot write trees", e);
        }
    }

    /** One signature in the making. */
    private static final class Signature {
        private final Document tree;
        private final List<X509Certificate> chain;
        private final Instant signingTime;
        private final SignatureSettings settings;
        private final XMLSignatureFactory factory = XMLSignatureFactory.getInstance("DOM");
        private final String id = "signature-" + UUID.randomUUID();

        Signature(Document tree, List<X509Certificate> chain, Instant signingTime, SignatureSettings settings) {
            this.tree = tree;
            this.chain = chain;
            this.signingTime = signingTime;
            this.settings = settings;
        }

        void create(Element place, VaultPrivateKey key)
                throws GeneralSecurityException, MarshalException, XMLSignatureException {
            Element signedProperties = signedProperties();
            Element qualifyingProperties = xades("QualifyingProperties", signedProperties);
            // As an attribute, because canonicalization sees no other declaration.
            qualifyingProperties.setAttributeNS(XMLConstants.XMLNS_ATTRIBUTE_NS_URI, "xmlns:xades", XADES);
            qualifyingProperties.setAttribute("Target", "#" + id);
            XMLObject object = factory.newXMLObject(List.of(new DOMStructure(qualifyingProperties)), null, null, null);

            DOMSignContext context = new DOMSignContext(key, place);
            context.setProperty(SIGNATURE_PROVIDER, VaultProvider.INSTANCE);
            context.setDefaultNamespacePrefix("ds");
            context.setIdAttributeNS(signedProperties, null, "Id");
            factory.newXMLSignature(signedInfo(), keyInfo(), List.of(object), id, id + "-value")
                    .sign(context);
        }

        private SignedInfo signedInfo() throws GeneralSecurityException {
            DigestMethod digest = factory.newDigestMethod(settings.digest().uri(), null);
            Transform canonical =
                    factory.newTransform(settings.canonicalization().uri(), (TransformParameterSpec) null);
            Transform withoutSignature = factory.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null);
            Reference document =
                    factory.newReference("", digest, List.of(withoutSignature, canonical), null, id + "-document");
            Reference properties =
                    factory.newReference("#" + id + "-properties", digest, List.of(canonical), SIGNED_PROPERTIES, null);
            CanonicalizationMethod canonicalization = factory.newCanonicalizationMethod(
                    settings.canonicalization().uri(), (C14NMethodParameterSpec) null);
            return factory.newSignedInfo(
                    canonicalization,
                    factory.newSignatureMethod(settings.method().uri(), null),
                    List.of(document, properties));
        }

        private KeyInfo keyInfo() {
            KeyInfoFactory keys = factory.getKeyInfoFactory();
            return keys.newKeyInfo(List.of(keys.newX509Data(chain)));
        }

        private Element signedProperties() throws GeneralSecurityException {
            Element digestMethod = tree.createElementNS(XMLSignature.XMLNS, "ds:DigestMethod");
            digestMethod.setAttribute("Algorithm", settings.digest().uri());
            Element digestValue = tree.createElementNS(XMLSignature.XMLNS, "ds:DigestValue");
            byte[] digest = MessageDigest.getInstance(settings.digest().parameter())
                    .digest(chain.get(0).getEncoded());
            digestValue.setTextContent(Base64.getEncoder().encodeToString(digest));
            Element certificate =
                    xades("SigningCertificateV2", xades("Cert", xades("CertDigest", digestMethod, digestValue)));
            Element time = xades("SigningTime");
            time.setTextContent(signingTime.truncatedTo(ChronoUnit.SECONDS).toString());
            Element mediaType = xades("MimeType");
            mediaType.setTextContent("text/xml");
            Element format = xades("DataObjectFormat", mediaType);
            format.setAttribute("ObjectReference", "#" + id + "-document");

            Element properties = xades(
                    "SignedProperties",
                    xades("SignedSignatureProperties", time, certificate),
                    xades("SignedDataObjectProperties", format));
            properties.setAttribute("Id", id + "-properties");
            return properties;
        }

        private Element xades(String name, Element... children) {
            Element element = tree.createElementNS(XADES, "xades:" + name);
            for (Element child : children) {
                element.appendChild(child);
            }
            return element;
        }
    }
}
