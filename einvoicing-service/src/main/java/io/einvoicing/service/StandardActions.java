package io.einvoicing.service;

import io.einvoicing.flow.ActionType;
import io.einvoicing.flow.AssembleBatchAction;
import io.einvoicing.flow.NextNumberAction;
import io.einvoicing.flow.StoreFileAction;
import io.einvoicing.flow.port.ResponseParser;
import io.einvoicing.http.call.CallRestWebServiceAction;
import io.einvoicing.http.call.CallSoapWebServiceAction;
import io.einvoicing.http.call.OutboundHttp;
import io.einvoicing.http.call.WaitForResponseAction;
import io.einvoicing.http.notification.EmailSender;
import io.einvoicing.http.notification.SendEmailAction;
import io.einvoicing.http.signing.SignJsonDocumentAction;
import io.einvoicing.xml.XmlParser;
import io.einvoicing.xml.qr.GenerateQrCodeAction;
import io.einvoicing.xml.response.ProcessResponseAction;
import io.einvoicing.xml.response.XsltResponseParser;
import io.einvoicing.xml.signing.SignDocumentAction;
import io.einvoicing.xml.signing.XadesSigner;
import io.einvoicing.xml.transform.TransformDocumentAction;
import io.einvoicing.xml.transform.TransformEngine;
import io.einvoicing.xml.validation.DocumentValidator;
import io.einvoicing.xml.validation.ValidateDocumentAction;
import java.util.List;
import java.util.Optional;

/** The action types that come with the service; docs/actions.md describes them. */
final class StandardActions {
    private StandardActions() {}

    static List<ActionType> of(
            XmlParser parser,
            TransformEngine transforms,
            DocumentValidator validator,
            OutboundHttp http,
            Optional<EmailSender> mail) {
        ResponseParser responses = new XsltResponseParser(transforms, parser);
        return List.of(
                new TransformDocumentAction(transforms),
                new ValidateDocumentAction(validator),
                new SignDocumentAction(new XadesSigner(parser)),
                new SignJsonDocumentAction(),
                new NextNumberAction(),
                new AssembleBatchAction(),
                new CallRestWebServiceAction(http, responses),
                new CallSoapWebServiceAction(http, responses),
                new WaitForResponseAction(http, responses),
                new ProcessResponseAction(responses, transforms),
                new GenerateQrCodeAction(),
                new StoreFileAction(),
                new SendEmailAction(mail));
    }
}
