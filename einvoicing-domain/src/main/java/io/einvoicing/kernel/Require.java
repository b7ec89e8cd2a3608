package io.einvoicing.kernel;

import java.net.URI;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Checks of constructor arguments: each throws {@link IllegalArgumentException} whose message begins with the field and tells the
 * value's fault. The field is the path of the member in the value that is made, such as {@code users[2].email}, by which an adapter
 * can say where in a request the fault is.
 */
public final class Require {
    /** Longest name that any named thing may bear, in characters. */
    public static final int NAME_LENGTH = 128;

    /** Longest description or message text, in characters. */
    public static final int TEXT_LENGTH = 4_000;

    private static final int MAX_PORT = 65_535;
    private static final int DOMAIN_LENGTH = 253;
    private static final Pattern DOMAIN =
            Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]");

    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    /** Spaces, joiners, fillers and selectors of variants: each may stand in a text, but shows nothing by itself. */
    private static final Pattern BLANK = Pattern.compile(
            "[\\s\\p{Z}\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180D\\u200C\\u200D\\u2800\\u3164\\uFE00-\\uFE0F\\uFFA0]*");

    /** A name whose last label is a number, which is read as an IPv4 address: decimal, octal or hexadecimal. */
    private static final Pattern NUMBERED_HOST = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0[xX][0-9a-fA-F]*)\\.?");

    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern DOTTED_QUAD = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");

    private Require() {}

    /** Returns the name if it is a {@link #line} of at most 128 characters. */
    public static String name(String field, String value) {
        return line(field, value, NAME_LENGTH);
    }

    /**
     * Returns the single line of text if it shows as what it is and fits: it is not blank, has no outer spaces, no control
     * characters and none that shows nothing, reorders what shows or means nothing, but the joiners of scripts and emoji.
     */
    public static String line(String field, String value, int maxLength) {
        if (BLANK.matcher(value).matches()) {
            throw new IllegalArgumentException(field + " must not be empty");
        }
        if (!value.strip().equals(value)) {
            throw new IllegalArgumentException(field + " must not begin or end with a space");
        }
        for (int i = 0; i < value.length(); i++) {
            if (Character.isISOControl(value.charAt(i))) {
                throw new IllegalArgumentException(field + " must not contain control characters");
            }
        }
        text(field, value, maxLength);
        value.codePoints().filter(Require::isMisleading).findFirst().ifPresent(character -> {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%s must not contain the character U+%04X", field, character));
        });
        return value;
    }

    private static boolean isMisleading(int character) {
        return switch (Character.getType(character)) {
            case Character.FORMAT -> character != ZERO_WIDTH_NON_JOINER && character != ZERO_WIDTH_JOINER;
            case Character.UNASSIGNED, Character.PRIVATE_USE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> false;
        };
    }

    /** Returns the text, which may be empty, if it fits and every store can keep it: no U+0000, no half of a surrogate pair. */
    public static String text(String field, String value, int maxLength) {
        if (value.length() > maxLength) {
            throw new IllegalArgumentException(
                    field + " must have at most " + maxLength + " characters, has " + value.length());
        }
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(field + " must not contain the character U+0000");
        }
        return wellFormed(field, value);
    }

    /** Returns the text if it has no half of a surrogate pair, which becomes a question mark in UTF-8: two texts would be one. */
    public static String wellFormed(String field, String value) {
        for (int i = 0; i < value.length(); i++) {
            if (Character.isSurrogate(value.charAt(i))) {
                if (!(i + 1 < value.length() && Character.isSurrogatePair(value.charAt(i), value.charAt(i + 1)))) {
                    throw new IllegalArgumentException(field + " must not contain half of a surrogate pair");
                }
                i++;
            }
        }
        return value;
    }

    /** Returns the UUID that the text holds. */
    public static UUID uuid(String field, String text) {
        try {
            if (text.length() == 36) {
                return UUID.fromString(text);
            }
        } catch (IllegalArgumentException e) {
            // Told below, with the field's name.
        }
        throw new IllegalArgumentException(field
                + " must be a UUID such as 3f2b0c9e-5f0a-4d3c-9a51-0c7c8f1e2d3a, was \"" + abbreviate(text) + "\"");
    }

    /**
     * Returns an internet domain as domains are compared, in lower case.
     *
     * @throws IllegalArgumentException if the text is none
     */
    public static String domain(String field, String text) {
        String domain = text.toLowerCase(Locale.ROOT);
        if (domain.length() > DOMAIN_LENGTH || !DOMAIN.matcher(domain).matches()) {
            throw new IllegalArgumentException(
                    field + " must be an internet domain such as contoso.com (international names in their xn-- form)");
        }
        return domain;
    }

    /** Returns the absolute address that the text holds. The message never repeats it, for it may hold a password or a token. */
    public static URI uri(String field, String text) {
        try {
            URI address = URI.create(text);
            if (address.isAbsolute()) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // Told below, without the address that the cause repeats.
        }
        throw noAddress(field);
    }

    /**
     * Returns an address that is kept and shown as it is, so it holds no secret: no user, password, query or fragment. One of the web
     * is a {@link #webAddress}. The message never repeats the address.
     */
    public static URI address(String field, URI value, int maxLength) {
        if (isWeb(value)) {
            return webAddress(field, value, maxLength);
        }
        line(field, value.toString(), maxLength);
        if (!value.isAbsolute() || value.isOpaque()) {
            throw noAddress(field);
        }
        return alone(field, value);
    }

    /** Returns an address of the web that is kept and shown as it is: {@code https} or {@code http}, host, port and path alone. */
    public static URI webAddress(String field, URI value, int maxLength) {
        return callableAddress(field, alone(field, value), maxLength);
    }

    /** Returns an address of the web with all that a call to it needs, so it may have a query. The message never repeats it. */
    public static URI callableAddress(String field, URI value, int maxLength) {
        line(field, value.toString(), maxLength);
        if (!isWeb(value) || value.getHost() == null) {
            throw noAddress(field);
        }
        if (value.getHost().indexOf('%') >= 0) {
            throw new IllegalArgumentException(field + " must not name a network interface");
        }
        if (isDisguised(value.getHost())) {
            throw new IllegalArgumentException(
                    field + " must name a host, or an IPv4 address as four decimal numbers without leading zeros");
        }
        if (value.getPort() == 0 || value.getPort() > MAX_PORT) {
            throw new IllegalArgumentException(
                    field + " must have a port of 1 to " + MAX_PORT + " if any, was " + value.getPort());
        }
        if (value.getRawUserInfo() != null || value.getRawFragment() != null) {
            throw new IllegalArgumentException(field + " must have neither user name nor fragment");
        }
        return value;
    }

    /**
     * Tells whether the host is an IPv4 address in another form than four decimal numbers without leading zeros. Programs differ in
     * the address that they take it for: {@code 0177.0.0.1} is one of the internet for some, and this machine for others.
     */
    public static boolean isDisguised(String host) {
        return NUMBERED_HOST.matcher(host).matches()
                && !DOTTED_QUAD.matcher(host).matches();
    }

    private static boolean isWeb(URI value) {
        return "https".equalsIgnoreCase(value.getScheme()) || "http".equalsIgnoreCase(value.getScheme());
    }

    private static URI alone(String field, URI value) {
        // An authority that is no host and port is not taken apart, but may hold a password nevertheless.
        boolean user = String.valueOf(value.getRawAuthority()).indexOf('@') >= 0;
        if (user || value.getRawQuery() != null || value.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    field + " must be an address alone, without user, password, query and fragment");
        }
        return value;
    }

    private static IllegalArgumentException noAddress(String field) {
        return new IllegalArgumentException(field + " must be an address such as https://contoso.example/");
    }

    /** Passes if the list has at most so many elements. */
    public static void atMost(String field, int most, Collection<?> elements) {
        if (elements.size() > most) {
            throw new IllegalArgumentException(field + " must be at most " + most + ", were " + elements.size());
        }
    }

    /** Passes if no two elements of the list are equal; the second of a pair is named. */
    public static void distinct(String list, List<?> elements) {
        distinct(list, "", elements, element -> element);
    }

    /** Passes if no two elements of the list have the same key, which is their member; the second of a pair is named. */
    public static <T> void distinct(String list, String member, List<T> elements, Function<T, ?> key) {
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < elements.size(); i++) {
            Object value = key.apply(elements.get(i));
            if (!seen.add(value)) {
                String field = list + "[" + i + "]" + (member.isEmpty() ? "" : "." + member);
                throw new IllegalArgumentException(field + " must be unique, \"" + value + "\" is there twice");
            }
        }
    }

    private static String abbreviate(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
