package io.einvoicing.http.call;

import java.util.stream.Stream;

/**
 * A version of TLS that is still safe to speak.
 *
 * @since 0.1.0
 */
public enum TlsVersion {
    TLS_1_2("TLS 1.2"),
    TLS_1_3("TLS 1.3");

    private final String text;

    TlsVersion(String text) {
        this.text = text;
    }

    /** Returns the version as people write it. */
    public String text() {
        return text;
    }

    static TlsVersion parse(String text) {
        return Stream.of(values())
                .filter(version -> version.text.equals(text))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("\"" + text + "\" is no version of TLS that is spoken"));
    }
}
