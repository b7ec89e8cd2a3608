package io.einvoicing.http.pages;

import com.google.common.hash.Hashing;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A file of the pages.
 *
 * @param type its media type
 * @param tag changes with every byte
 * @param content its bytes, never changed
 */
record PageFile(MediaType type, EntityTag tag, byte[] content) {
    /** Segments begin with a letter or digit and have single dots only: a path leads to no other folder. */
    private static final Pattern PATH = Pattern.compile("(?:[a-z0-9]+(?:[.-][a-z0-9]+)*/)*[a-z0-9]+(?:[.-][a-z0-9]+)*");

    private static final Map<String, MediaType> TYPES = Map.of(
            "html", utf8("text", "html"),
            "css", utf8("text", "css"),
            "js", utf8("text", "javascript"),
            "svg", utf8("image", "svg+xml"),
            "woff2", new MediaType("font", "woff2"));

    /** Reads a file below this package's folder; empty if there is none that a page may have. */
    static Optional<PageFile> read(String path) {
        MediaType type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        if (type == null || !PATH.matcher(path).matches()) {
            return Optional.empty();
        }
        try (InputStream file = PageFile.class.getResourceAsStream(path)) {
            return Optional.ofNullable(file == null ? null : of(type, file.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PageFile of(MediaType type, byte[] content) {
        String hash = Hashing.sha256().hashBytes(content).toString();
        return new PageFile(type, new EntityTag(hash.substring(0, 32)), content);
    }

    private static MediaType utf8(String type, String subtype) {
        return new MediaType(type, subtype, "utf-8");
    }
}
