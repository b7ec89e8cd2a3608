package io.einvoicing.kernel;

import java.util.function.Supplier;

/** Tries changes again that lost against others at the same time. */
public final class Retry {
    /** Of so many changes at once each takes effect: in every round one of them wins. */
    private static final int ATTEMPTS = 50;

    private Retry() {}

    /**
     * Runs a change whose caller named no revision, and runs it anew while it is refused as STALE, up to {@value #ATTEMPTS} times.
     *
     * @param change reads what it changes, each time
     * @return the last answer; STALE if others won every time
     */
    public static <T> Result<T> whileStale(Supplier<Result<T>> change) {
        Result<T> answer = change.get();
        for (int attempt = 2; attempt <= ATTEMPTS && isStale(answer); attempt++) {
            answer = change.get();
        }
        return answer;
    }

    private static boolean isStale(Result<?> answer) {
        return answer.fold(accepted -> false, refusal -> refusal.kind() == Refusal.Kind.STALE);
    }
}
