package io.einvoicing.testkit.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;

/** Assertions on what administrative use cases answer. */
final class Results {
    private Results() {}

    /** Passes if the operation was refused for that kind of reason, and returns the refusal. */
    static Refusal refused(Result<?> result, Refusal.Kind kind) {
        assertThat(result).isInstanceOf(Result.Refused.class);
        Refusal refusal = ((Result.Refused<?>) result).refusal();
        assertThat(refusal.kind()).as(refusal.message()).isEqualTo(kind);
        return refusal;
    }
}
