package io.einvoicing.activation;

import java.util.regex.Pattern;

/**
 * Data-centre geography in which a tenant's service runs; a service can be configured with more than the four that are built in.
 *
 * @param id upper-case letters, digits and underscores, such as {@code UNITED_KINGDOM}
 * @see <a href="https://learn.microsoft.com/en-us/dynamics365/finance/localizations/e-invoicing-administration-components">
 *     Source: Electronic invoicing administration components, service endpoint, dated 2021-04-29</a>
 */
public record Geography(String id) {
    private static final Pattern FORM = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");

    public static final Geography UNITED_STATES = new Geography("UNITED_STATES");
    public static final Geography EUROPE = new Geography("EUROPE");
    public static final Geography UNITED_KINGDOM = new Geography("UNITED_KINGDOM");
    public static final Geography ASIA = new Geography("ASIA");

    public Geography {
        if (!FORM.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "geography must be 1 to 64 upper-case letters, digits and underscores such as UNITED_KINGDOM");
        }
    }

    @Override
    public String toString() {
        return id;
    }
}
