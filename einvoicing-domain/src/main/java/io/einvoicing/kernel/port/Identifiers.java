package io.einvoicing.kernel.port;

import java.util.UUID;

/** Gives fresh identifiers; a port so that tests repeat exactly. Thread-safe. */
@FunctionalInterface
public interface Identifiers {
    /** Returns an identifier never returned before; time-ordered ones keep database indexes compact. */
    UUID next();
}
