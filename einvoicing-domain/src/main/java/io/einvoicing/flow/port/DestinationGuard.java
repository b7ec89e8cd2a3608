package io.einvoicing.flow.port;

import io.einvoicing.kernel.TenantId;
import java.time.Instant;

/**
 * Decides when a call to a host may start, so that one host never has more calls than it bears and is left alone while it does not
 * answer. Thread-safe, and answers at once: work that has to wait holds no thread.
 */
@FunctionalInterface
public interface DestinationGuard {
    /** Lets every call start. */
    DestinationGuard NONE = (tenant, host) -> (Admission.Granted) answered -> {};

    /**
     * Asks whether a call may start now. Whoever is granted it must tell how it ended.
     *
     * @param host what the action type calls its destination, such as {@code api.example:443}
     */
    Admission admit(TenantId tenant, String host);

    /** Whether a call may start. */
    sealed interface Admission {
        /** It may start now. */
        @FunctionalInterface
        non-sealed interface Granted extends Admission {
            /** The call is over; told exactly once. */
            void ended(Result result);
        }

        /** It has to wait; nothing is wrong with it. */
        record Later(Instant at, String reason) implements Admission {}
    }

    /** How a call ended, as far as it says something about the host. */
    enum Result {
        /** The host answered, whatever it said. */
        ANSWERED,
        /** The host gave no answer. */
        NOT_ANSWERED,
        /** No call was made. */
        NOT_CALLED
    }
}
