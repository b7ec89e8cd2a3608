package io.einvoicing.submission;

/**
 * One message in the submission log.
 *
 * @param severity how bad it is
 * @param code rule id, error code of the web service, or our own; may be empty
 * @param text for people
 * @param location where in the document; may be empty
 */
public record LogMessage(Severity severity, String code, String text, String location) {
    /** How bad a message is. */
    public enum Severity {
        INFO,
        WARNING,
        ERROR
    }

    public LogMessage {
        text = text.length() <= 4_000 ? text : text.substring(0, 3_999) + "…";
    }

    public static LogMessage info(String code, String text) {
        return new LogMessage(Severity.INFO, code, text, "");
    }

    public static LogMessage warning(String code, String text) {
        return new LogMessage(Severity.WARNING, code, text, "");
    }

    public static LogMessage error(String code, String text) {
        return new LogMessage(Severity.ERROR, code, text, "");
    }
}
