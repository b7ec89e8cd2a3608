package io.einvoicing.xml.validation.internal;

import io.einvoicing.xml.validation.ValidationReport;
import io.einvoicing.xml.validation.ValidationReport.Layer;
import io.einvoicing.xml.validation.Violation;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes a report as a small XML file for people and programs. */
public final class ReportWriter {
    private static final XMLOutputFactory WRITERS = XMLOutputFactory.newDefaultFactory();

    private ReportWriter() {}

    /** Returns the report in UTF-8. */
    public static byte[] write(ValidationReport report) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            XMLStreamWriter xml = WRITERS.createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
            xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
            xml.writeCharacters("\n");
            xml.writeStartElement("validationReport");
            xml.writeAttribute("ruleSet", report.ruleSetId());
            xml.writeAttribute("outcome", name(report.outcome()));
            for (Layer layer : report.layers()) {
                xml.writeCharacters("\n  ");
                xml.writeStartElement("layer");
                xml.writeAttribute("name", layer.name());
                xml.writeAttribute("outcome", name(layer.outcome()));
                for (Violation violation : layer.violations()) {
                    write(violation, xml);
                }
                xml.writeEndElement();
            }
            xml.writeCharacters("\n");
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a report cannot be written to memory", e);
        }
        return out.toByteArray();
    }

    private static void write(Violation violation, XMLStreamWriter xml) throws XMLStreamException {
        xml.writeCharacters("\n    ");
        xml.writeStartElement("violation");
        xml.writeAttribute("rule", violation.ruleId());
        xml.writeAttribute("severity", name(violation.severity()));
        if (!violation.location().isEmpty()) {
            xml.writeAttribute("location", violation.location());
        }
        if (violation.line() > 0) {
            xml.writeAttribute("line", Integer.toString(violation.line()));
        }
        if (!violation.businessTerms().isEmpty()) {
            xml.writeAttribute("businessTerms", String.join(" ", violation.businessTerms()));
        }
        xml.writeCharacters(violation.text());
        xml.writeEndElement();
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
