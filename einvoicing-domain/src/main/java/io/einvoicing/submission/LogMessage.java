package io.einvoicing.submission;

/**
 * One message in the submission log.
 *
 * @param severity how bad it is
 * @param code rule id, error code of the web service, or our own; may be empty
 * @param text for people; cut to 4,000 characters
 * @param location where in the document; may be empty
 */
public record LogMessage(Severity severity, String code, String text, String location) {
    private static final int MAX_LENGTH = 4_000;

    /** How bad a message is. */
    public enum Severity {
        INFO,
        WARNING,
        ERROR
    }

    public LogMessage {
        text = text.length() <= MAX_LENGTH ? text : cut(text) + "…";
    }

    private static String cut(String text) {
        int end = MAX_LENGTH - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
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
