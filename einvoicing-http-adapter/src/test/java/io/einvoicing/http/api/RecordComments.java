package io.einvoicing.http.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the Javadoc of a record says, read from its source: so the description of the API and that of the Java types are one text.
 *
 * @param sentence its first sentence
 * @param components what each component is
 */
record RecordComments(String sentence, Map<String, String> components) {
    private static final Pattern TAG = Pattern.compile("@param (\\w+) (.*?)(?= @\\w+ |$)");

    /** Returns the comments of a record of this project. */
    static Optional<RecordComments> of(Class<?> type) {
        return source(type).flatMap(source -> {
            Matcher comment = Pattern.compile(
                            "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@\\w+(?:\\([^)]*\\))?\\s*)*"
                                    + "(?:public |private |static )*record " + type.getSimpleName() + "\\b",
                            Pattern.DOTALL)
                    .matcher(source);
            return comment.find() ? Optional.of(parse(comment.group(1))) : Optional.empty();
        });
    }

    private static RecordComments parse(String comment) {
        String text = comment.replaceAll("(?m)^\\s*\\* ?", " ")
                .replaceAll("\\{@(?:code|link|value) +#?([^}]*)}", "$1")
                .replaceAll("<[^>]+>", " ")
                .replaceAll("\\s+", " ")
                .strip();
        Map<String, String> components = new LinkedHashMap<>();
        Matcher tag = TAG.matcher(text);
        while (tag.find()) {
            components.put(tag.group(1), tag.group(2).strip());
        }
        String main = text.replaceAll("@\\w+ .*", "").strip();
        return new RecordComments(main.replaceAll("(?<=[.:]) .*", ""), components);
    }

    private static Optional<String> source(Class<?> type) {
        Class<?> top = type;
        while (top.getEnclosingClass() != null) {
            top = top.getEnclosingClass();
        }
        String path = "src/main/java/" + top.getName().replace('.', '/') + ".java";
        return Stream.of("einvoicing-http-adapter", "einvoicing-domain", "einvoicing-usage")
                .map(module -> Path.of("..", module, path))
                .filter(Files::exists)
                .map(RecordComments::read)
                .findFirst();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
