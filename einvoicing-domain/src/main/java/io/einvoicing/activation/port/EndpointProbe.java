package io.einvoicing.activation.port;

import io.einvoicing.activation.EndpointDirectory;
import java.net.URI;
import java.time.Duration;

/** Asks a service endpoint which geographies it knows and which it serves. Thread-safe; changes nothing. */
@FunctionalInterface
public interface EndpointProbe {
    /** Asks the endpoint for its directory; never throws for what the endpoint does. */
    Answer ask(URI endpoint);

    /** What came back. */
    sealed interface Answer {
        /**
         * The endpoint is a service of this kind.
         *
         * @param directory what it says of itself
         * @param latency from the start of the request to the end of the answer
         */
        record Directory(EndpointDirectory directory, Duration latency) implements Answer {}

        /**
         * There was no answer of a service of this kind.
         *
         * @param problem what was wrong, for a person
         */
        record Failure(String problem) implements Answer {}
    }
}
