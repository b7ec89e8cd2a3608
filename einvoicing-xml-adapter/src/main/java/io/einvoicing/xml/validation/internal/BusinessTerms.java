package io.einvoicing.xml.validation.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Knows which business terms of EN 16931 a rule is about: those that its text names, or else those of a table. */
public final class BusinessTerms {
    private static final Pattern TERM = Pattern.compile("\\bB[TG]-\\d+(?:-\\d+)?\\b");

    private final Properties table = new Properties();

    /** Reads the table. */
    public BusinessTerms() {
        try (InputStream in =
                BusinessTerms.class.getResourceAsStream("/io/einvoicing/xml/validation/business-terms.properties")) {
            if (in == null) {
                throw new IllegalStateException("business-terms.properties is missing beside the validator");
            }
            table.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read business-terms.properties", e);
        }
    }

    /** Returns the terms in the order of the text, without repetition; may be empty. */
    public List<String> of(String ruleId, String text) {
        Set<String> terms = new LinkedHashSet<>();
        Matcher matcher = TERM.matcher(text);
        while (matcher.find()) {
            terms.add(matcher.group());
        }
        String known = table.getProperty(ruleId);
        return terms.isEmpty() && known != null ? List.of(known.split(" ")) : List.copyOf(terms);
    }

    /** Returns the rules of the table. */
    Set<String> rulesOfTable() {
        return table.stringPropertyNames();
    }
}
