package io.einvoicing.http.planted;

/** Breaks a rule on purpose. */
public final class AdapterThatUsesInternals {
    private AdapterThatUsesInternals() {}

    static String name() {
        return io.einvoicing.xml.internal.planted.Inside.class.getName();
    }
}
