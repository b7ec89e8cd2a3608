package io.einvoicing.submission;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * Names of a submission's files inside the customer's container.
 *
 * <p>Layout: {@code YYYY/MM/DD/SUBMISSION/PP-action/aN-output-HASH.ext}, where the date is the UTC day of acceptance, PP the place of
 * the action in the pipeline (00 for the input), N the attempt and HASH the first 16 digits of the content's SHA-256.
 */
public final class FileNames {
    private FileNames() {}

    static String input(SubmissionId id, Instant acceptedAt, String mediaType, String sha256) {
        return of(id, acceptedAt, 0, "input", 1, "document", mediaType, sha256);
    }

    /** Returns the name of a file that an action produced. */
    public static String of(
            SubmissionId id,
            Instant acceptedAt,
            int position,
            String action,
            int attempt,
            String output,
            String mediaType,
            String sha256) {
        LocalDate day = LocalDate.ofInstant(acceptedAt, ZoneOffset.UTC);
        StringBuilder name = new StringBuilder(160);
        name.append(day.getYear()).append('/');
        twoDigits(name, day.getMonthValue()).append('/');
        twoDigits(name, day.getDayOfMonth()).append('/');
        name.append(id.value()).append('/');
        twoDigits(name, position).append('-');
        slug(name, action).append("/a").append(attempt).append('-');
        slug(name, output).append('-');
        return name.append(sha256, 0, 16)
                .append('.')
                .append(extension(mediaType))
                .toString();
    }

    private static StringBuilder twoDigits(StringBuilder text, int number) {
        return number < 10 ? text.append('0').append(number) : text.append(number);
    }

    private static StringBuilder slug(StringBuilder name, String text) {
        int length = Math.min(text.length(), 40);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            boolean plain = c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
            name.append(plain ? c : c >= 'A' && c <= 'Z' ? (char) (c + 32) : '-');
        }
        return name;
    }

    private static String extension(String mediaType) {
        String essence = mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return essence.endsWith("json")
                ? "json"
                : essence.endsWith("xml")
                        ? "xml"
                        : essence.startsWith("text/") ? "txt" : essence.endsWith("zip") ? "zip" : "bin";
    }
}
