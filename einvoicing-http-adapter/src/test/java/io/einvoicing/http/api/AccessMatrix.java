package io.einvoicing.http.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table of who may do what: one row for every operation, one column for every kind of caller. */
final class AccessMatrix {
    static final Path FILE = Path.of("src/test/resources/io/einvoicing/http/api/access-matrix.txt");

    /** Let through, whatever the operation itself answers then. */
    static final String OK = "ok";

    private static final int OPERATION_WIDTH = 84;
    private static final int CELL_WIDTH = 5;

    private final Map<String, Map<Who, String>> rows;

    private AccessMatrix(Map<String, Map<Who, String>> rows) {
        this.rows = rows;
    }

    /** Kinds of callers, in the order of the columns. */
    enum Who {
        NONE("none", "no token"),
        FORGED("forg", "a token that another issuer signed"),
        EXPIRED("exp", "a token that expired"),
        UNKNOWN("unkn", "all roles, of a tenant that nobody created"),
        OTHER("othr", "all roles, of another tenant"),
        ROLELESS("norl", "a user whom the environment lists with both permissions, without any role"),
        CONFIGURE("conf", "the same user with the role configure alone"),
        SUBMIT("subm", "the same user with the role submit alone"),
        USAGE("usag", "the same user with the role usage alone"),
        OPERATE("oper", "the same user with the role operate alone"),
        UNLISTED("unli", "all roles, but the environment does not list the user"),
        SUBMITTER("-dep", "all roles, listed with the permission to submit only"),
        DEPLOYER("-sub", "all roles, listed with the permission to deploy only"),
        APPLICATION("app", "an application that the environment lists, with all roles"),
        FOREIGN_APP("unap", "an application that the environment does not list, with all roles"),
        DISABLED("dis", "all roles, listed, through an ERP application whose activation was disabled");

        private final String title;
        private final String meaning;

        Who(String title, String meaning) {
            this.title = title;
            this.meaning = meaning;
        }
    }

    static AccessMatrix read() throws IOException {
        Map<String, Map<Who, String>> rows = new TreeMap<>();
        for (String line : Files.readAllLines(FILE)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                List<String> parts = Arrays.asList(line.strip().split(" +"));
                if (parts.size() != 2 + Who.values().length) {
                    throw new IllegalStateException(
                            "a row has a method, a path and " + Who.values().length + " answers, was: " + line);
                }
                Map<Who, String> cells = new EnumMap<>(Who.class);
                for (Who who : Who.values()) {
                    cells.put(who, parts.get(2 + who.ordinal()));
                }
                if (rows.put(parts.get(1) + " " + parts.get(0), cells) != null) {
                    throw new IllegalStateException("the operation has two rows: " + line);
                }
            }
        }
        return new AccessMatrix(rows);
    }

    static AccessMatrix of(Map<String, Map<Who, String>> rows) {
        return new AccessMatrix(new TreeMap<>(rows));
    }

    /** Returns the rows under "path METHOD". */
    Map<String, Map<Who, String>> rows() {
        return rows;
    }

    /** Returns a sentence about who is let through. */
    String describe(String operation) {
        Map<Who, String> cells = rows.getOrDefault(operation, Map.of());
        if (OK.equals(cells.get(Who.NONE))) {
            return "Needs no token.";
        }
        List<String> roles = Stream.of(Who.CONFIGURE, Who.SUBMIT, Who.USAGE, Who.OPERATE)
                .filter(who -> OK.equals(cells.get(who)))
                .map(who -> who.name().toLowerCase(Locale.ROOT))
                .toList();
        return roles.isEmpty()
                ? "Needs a token."
                : roles.size() == 4 ? "Needs any role." : "Needs the role " + String.join(" or ", roles) + ".";
    }

    /** Returns the line of a row. */
    static String line(String operation, Map<Who, String> cells) {
        String[] parts = operation.split(" ");
        StringBuilder line = new StringBuilder(pad(pad(parts[1], 7) + parts[0], OPERATION_WIDTH));
        for (Who who : Who.values()) {
            line.append(pad(cells.get(who), CELL_WIDTH));
        }
        return line.toString().stripTrailing();
    }

    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "# Who may do what: every operation of the API for every kind of caller. AccessMatrixTest asks the service.");
        lines.add(
                "# A status means refused with it; ok means let through, whatever the operation then answers (2xx, 409, 412,");
        lines.add("# 422). Sorted by path and method, one line each.");
        for (Who who : Who.values()) {
            lines.add("#   " + pad(who.title, CELL_WIDTH) + who.meaning);
        }
        lines.add("#");
        lines.add(pad("#", OPERATION_WIDTH)
                + Arrays.stream(Who.values())
                        .map(who -> pad(who.title, CELL_WIDTH))
                        .collect(Collectors.joining())
                        .stripTrailing());
        rows.forEach((operation, cells) -> lines.add(line(operation, cells)));
        return String.join("\n", lines) + "\n";
    }

    private static String pad(String text, int width) {
        return text.length() >= width ? text + " " : text + " ".repeat(width - text.length());
    }
}
