package io.einvoicing.service.demo;

import java.util.Optional;
import java.util.stream.Stream;

/** How the simulated authority treats an invoice whose buyer reference is {@code simulate:…}; any other is accepted. */
public enum SimulatedBehaviour {
    /** Accepts. */
    ACCEPT("accept"),
    /** Rejects with a schema error, HTTP status 400. */
    REJECT_SCHEMA("reject-schema"),
    /** Drops the connection twice without looking at the document, then accepts. */
    THIRD_ATTEMPT("third-attempt"),
    /** Accepts at once, but answers only after a while; whoever asks or repeats in between gets the answer. */
    LATE("late"),
    /** Never answers anything, not even whether it knows the document. */
    NEVER("never"),
    /** Always drops the connection without looking at the document. */
    DROP("drop"),
    /** Says that the document came before, under another key, and gives the original's receipt. */
    DUPLICATE("duplicate");

    private static final String PREFIX = "simulate:";

    private final String word;

    SimulatedBehaviour(String word) {
        this.word = word;
    }

    /** Returns what the buyer reference asks for; empty if it asks for something that is not simulated. */
    static Optional<SimulatedBehaviour> of(String buyerReference) {
        return buyerReference.startsWith(PREFIX)
                ? Stream.of(values())
                        .filter(each -> each.word.equals(buyerReference.substring(PREFIX.length())))
                        .findFirst()
                : Optional.of(ACCEPT);
    }
}
