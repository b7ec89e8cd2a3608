package io.einvoicing.http.api.internal;

import io.einvoicing.http.export.Table;
import io.einvoicing.http.export.TableFormat;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A table as a file to download. It is whole before its first byte is sent, in the server's folder for temporary files: what fails on
 * the way is answered with a problem, never with half a file.
 */
final class TemporaryFile {
    private TemporaryFile() {}

    /** Answers with the table under the name, to which the format's extension is added. */
    static Response download(String name, TableFormat format, Table content) {
        try {
            return Response.ok(whole(format, content), format.mediaType())
                    .header(
                            HttpHeaders.CONTENT_DISPOSITION,
                            "attachment; filename=\"" + name + "." + format.extension() + "\"")
                    .header("X-Content-Type-Options", "nosniff")
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException("the folder for temporary files takes no export", e);
        }
    }

    /** Returns the written file, which is gone once the stream is closed. */
    private static InputStream whole(TableFormat format, Table content) throws IOException {
        Path file = Files.createTempFile("einvoicing-export-", "." + format.extension());
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                format.write(content, out);
            }
            return Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }
}
