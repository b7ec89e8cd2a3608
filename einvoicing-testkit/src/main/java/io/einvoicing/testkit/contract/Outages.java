package io.einvoicing.testkit.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.kernel.StoreUnavailableException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Checks what ports do while their store is unreachable. */
final class Outages {
    private Outages() {}

    /** Passes if each call says that there was no answer, instead of giving one. */
    static void assertUnavailable(ThrowingCallable... calls) {
        for (int i = 0; i < calls.length; i++) {
            assertThatThrownBy(calls[i]).as("call " + (i + 1)).isInstanceOf(StoreUnavailableException.class);
        }
    }
}
