package io.einvoicing.submission;

import io.einvoicing.notification.Notification;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Tells whoever subscribed how a submission ended, or that it needs a person. */
public final class StatusNotification {
    /** Type of the notification of a submission that COMPLETED. */
    public static final String COMPLETED = "submission.completed";

    /** Type of the notification of a submission that FAILED, or was given up. */
    public static final String FAILED = "submission.failed";

    /** Type of the notification of a submission that was CANCELED. */
    public static final String CANCELED = "submission.canceled";

    /** Type of the notification of a submission that goes on only after a person did something. */
    public static final String NEEDS_PERSON = "submission.waits-for-decision";

    /** All types. */
    public static final List<String> TYPES = List.of(COMPLETED, FAILED, CANCELED, NEEDS_PERSON);

    /** Begins the name of each value that is a result. */
    public static final String RESULT = "result_";

    private static final int MAX_RESULTS = 30;
    private static final int MAX_NAME = 50;

    private StatusNotification() {}

    /**
     * Returns the notification of a submission's state; empty if nobody is told of it. The same state gives the same notification,
     * again and again.
     *
     * @param at instant at which it came into the state
     */
    public static Optional<Notification> of(Submission submission, Instant at) {
        return type(submission.status(), submission.pendingReason(), submission.dueAt())
                .map(type -> of(submission, type, at));
    }

    /** Returns the type of the notification of a state; empty if nobody is told of it. */
    public static Optional<String> type(
            SubmissionStatus status, Optional<PendingReason> reason, Optional<Instant> dueAt) {
        return switch (status) {
            case COMPLETED -> Optional.of(COMPLETED);
            case FAILED -> Optional.of(FAILED);
            case CANCELED -> Optional.of(CANCELED);
            case PENDING ->
                dueAt.isEmpty()
                                && reason.filter(PendingReason.WAITING_FOR_CHANNEL::equals)
                                        .isEmpty()
                        ? Optional.of(NEEDS_PERSON)
                        : Optional.empty();
            case SCHEDULED, EXECUTING -> Optional.empty();
        };
    }

    private static Notification of(Submission submission, String type, Instant at) {
        BusinessDocumentKey document = submission.order().document();
        String state = submission.id() + "/" + submission.attempt() + "/" + type;
        TreeMap<String, String> data = new TreeMap<>();
        data.put("submission", submission.id().toString());
        data.put("environment", submission.order().environment().toString());
        data.put("kind", submission.order().kind().name());
        data.put("erpApplication", document.erpApplication());
        data.put("legalEntity", document.legalEntity());
        data.put("documentContext", document.documentContext());
        data.put("sourceRecord", document.sourceRecord());
        data.put("status", submission.status().name());
        data.put("at", at.toString());
        submission.order().parent().ifPresent(parent -> data.put("parent", parent.toString()));
        submission.pendingReason().ifPresent(reason -> data.put("pendingReason", reason.name()));
        submission.invoiceStatus().ifPresent(status -> data.put("invoiceStatus", status.code()));
        if (!submission.failure().isBlank()) {
            data.put("failure", cut(submission.failure(), Notification.VALUE_LENGTH));
        }
        addResults(submission, data);
        String subject = cut(
                document.documentContext() + " " + document.sourceRecord() + " of " + document.legalEntity() + ": "
                        + words(type),
                Notification.SUBJECT_LENGTH);
        StringBuilder text = new StringBuilder("The submission ")
                .append(submission.id())
                .append(" of ")
                .append(document)
                .append(' ')
                .append(words(type))
                .append('.');
        submission
                .invoiceStatus()
                .ifPresent(status -> text.append("\nThe authority says: ").append(status.code()));
        if (!submission.failure().isBlank()) {
            text.append('\n').append(cut(submission.failure(), Notification.VALUE_LENGTH));
        }
        return new Notification(
                submission.tenant(),
                UUID.nameUUIDFromBytes(state.getBytes(StandardCharsets.UTF_8)),
                type,
                at,
                subject,
                text.toString(),
                data);
    }

    /** Adds the results that a notification can hold; the submission has all of them. */
    private static void addResults(Submission submission, TreeMap<String, String> data) {
        int added = 0;
        boolean leftOut = false;
        for (Map.Entry<String, String> result : new TreeMap<>(submission.results()).entrySet()) {
            boolean fits = result.getKey().matches("[A-Za-z0-9_-]{1," + MAX_NAME + "}")
                    && !result.getValue().isBlank()
                    && result.getValue().length() <= Notification.VALUE_LENGTH
                    && result.getValue().equals(oneLine(result.getValue()))
                    && added < MAX_RESULTS;
            if (fits) {
                data.put(RESULT + result.getKey(), result.getValue());
                added++;
            } else {
                leftOut = true;
            }
        }
        if (leftOut) {
            data.put("resultsLeftOut", "true");
        }
    }

    private static String words(String type) {
        return switch (type) {
            case COMPLETED -> "is completed";
            case FAILED -> "has failed";
            case CANCELED -> "was canceled";
            default -> "waits for a person";
        };
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Cs}]+", " ").strip();
    }

    private static String cut(String text, int longest) {
        String line = oneLine(text);
        if (line.length() <= longest) {
            return line;
        }
        int end = longest - 1;
        return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
