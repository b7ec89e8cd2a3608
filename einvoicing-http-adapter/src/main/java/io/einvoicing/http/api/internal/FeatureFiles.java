package io.einvoicing.http.api.internal;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.einvoicing.feature.FeatureTransfer;
import io.einvoicing.http.api.FeatureFile;
import io.einvoicing.http.api.Problem;
import io.einvoicing.http.api.ProblemType;
import io.einvoicing.kernel.Finding;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Writes and reads features as files. */
final class FeatureFiles {
    private static final String FEATURE = "feature";

    private final ObjectMapper json;

    FeatureFiles(ObjectMapper json) {
        this.json = json;
    }

    FeatureFile write(FeatureTransfer.Exported feature) {
        try {
            JsonNode tree = json.readTree(json.writeValueAsBytes(feature));
            return new FeatureFile(FeatureFile.FORMAT, FeatureFile.FORMAT_VERSION, hash(tree), tree);
        } catch (IOException e) {
            throw new IllegalStateException("a feature can be written as JSON and read back", e);
        }
    }

    /** Returns the feature in a file, or ends the request if the file is not exactly what was written. */
    FeatureTransfer.Exported read(FeatureFile file) throws IOException {
        boolean format = file.format().equals(FeatureFile.FORMAT);
        if (!format || file.formatVersion() != FeatureFile.FORMAT_VERSION) {
            throw invalid(
                    format ? "formatVersion" : "format",
                    "format must be \"" + FeatureFile.FORMAT + "\" with formatVersion " + FeatureFile.FORMAT_VERSION
                            + ", was \"" + file.format() + "\" with " + file.formatVersion(),
                    "export the feature from a release that writes this format");
        }
        if (!file.feature().isObject()) {
            throw invalid(FEATURE, "feature must be a JSON object", "import the file as it was exported");
        }
        String actual = hash(file.feature());
        if (!file.contentHash().equals(actual)) {
            throw invalid(
                    "contentHash",
                    "contentHash must be that of the feature in the file, was \"" + file.contentHash()
                            + "\" instead of \"" + actual + "\"",
                    "import the file as it was exported: this one is damaged or was changed by hand");
        }
        try {
            return json.readerFor(FeatureTransfer.Exported.class).readValue(file.feature());
        } catch (JsonMappingException e) {
            e.prependPath(file, FEATURE);
            throw JsonProblems.of(e);
        } catch (IOException e) {
            throw JsonProblems.of(e);
        }
    }

    private static ProblemException invalid(String field, String message, String remedy) {
        return new ProblemException(Problem.of(ProblemType.INVALID_CONTENT, message + "; " + remedy)
                .withFindings(List.of(Finding.error(field, message, remedy))));
    }

    private String hash(JsonNode feature) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return "sha256:" + HexFormat.of().formatHex(sha256.digest(ApiJson.canonical(json, feature)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
