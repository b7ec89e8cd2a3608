package io.einvoicing.xml.internal.planted;

/** Breaks a rule on purpose. */
public final class Inside {
    private Inside() {}
}
