package io.einvoicing.kernel;

import java.util.function.Function;

/**
 * What an administrative use case answers: the new state, or the reasoned refusal.
 *
 * @param <T> the new state
 */
public sealed interface Result<T> {
    /** The operation took effect. */
    record Accepted<T>(T value) implements Result<T> {}

    /** Nothing was changed. */
    record Refused<T>(Refusal refusal) implements Result<T> {}

    static <T> Result<T> accepted(T value) {
        return new Accepted<>(value);
    }

    static <T> Result<T> refused(Refusal refusal) {
        return new Refused<>(refusal);
    }

    /** Answers both cases; a caller cannot forget the refusal. */
    default <R> R fold(Function<? super T, ? extends R> onAccepted, Function<? super Refusal, ? extends R> onRefused) {
        if (this instanceof Accepted<T> accepted) {
            return onAccepted.apply(accepted.value());
        }
        return onRefused.apply(((Refused<T>) this).refusal());
    }

    /**
     * Returns the new state, for callers to whom a refusal is a programming error.
     *
     * @throws IllegalStateException if the operation was refused; the message holds the refusal and all its findings
     */
    default T orThrow() {
        return fold(Function.identity(), refusal -> {
            throw new IllegalStateException(refusal.kind() + ": " + refusal.message() + " " + refusal.findings());
        });
    }
}
