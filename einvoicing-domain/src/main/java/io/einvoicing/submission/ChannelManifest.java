package io.einvoicing.submission;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.document.StoredFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * Lists the documents that a run of an export channel sends; the run's input, as one line for each document: submission, entry,
 * digest, size, media type and stored file, parted by tabs.
 *
 * @param members in the order in which they are sent, at least one
 */
public record ChannelManifest(List<Member> members) {
    public ChannelManifest {
        members = List.copyOf(members);
        if (members.isEmpty()) {
            throw new IllegalArgumentException("a run has at least one document");
        }
    }

    /**
     * A document that waits for its channel.
     *
     * @param submission the submission that generated it
     * @param entry file name that no other document of the run has
     * @param file its result in the customer's container
     */
    public record Member(SubmissionId submission, String entry, StoredFile file) {}

    DocumentContent content() {
        StringBuilder text = new StringBuilder();
        for (Member member : members) {
            StoredFile file = member.file();
            text.append(String.join(
                            "\t",
                            member.submission().toString(),
                            member.entry(),
                            file.sha256(),
                            Long.toString(file.size()),
                            file.mediaType().replaceAll("\\p{Cntrl}", " "),
                            file.name()))
                    .append('\n');
        }
        return new DocumentContent("text/tab-separated-values", text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads what {@link #content} wrote.
     *
     * @throws IllegalStateException if it is something else
     */
    public static ChannelManifest parse(DocumentContent content) {
        try {
            return new ChannelManifest(new String(content.bytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(ChannelManifest::member)
                    .toList());
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("the list of the run's documents was altered in the customer's storage", e);
        }
    }

    private static Member member(String line) {
        String[] parts = line.split("\t", -1);
        if (parts.length != 6) {
            throw new IllegalArgumentException("a line has six parts, this one " + parts.length);
        }
        return new Member(
                new SubmissionId(UUID.fromString(parts[0])),
                parts[1],
                new StoredFile(parts[5], parts[4], Long.parseLong(parts[3]), parts[2]));
    }
}
