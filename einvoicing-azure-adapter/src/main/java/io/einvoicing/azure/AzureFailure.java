package io.einvoicing.azure;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Tells of an Azure client's failure what may be told: status, error code and request id.
 *
 * <p>The client's own exceptions are never passed on as causes: their messages may hold parts of an answer or of an address,
 * and so a secret.
 */
final class AzureFailure {
    private AzureFailure() {}

    /** Returns one line such as {@code HTTP 403 AuthenticationFailed, request id 1f2e}. */
    static String describe(RuntimeException failure) {
        @Nullable
        HttpResponse response = failure instanceof HttpResponseException answered ? answered.getResponse() : null;
        if (response == null) {
            return "no usable answer (" + inWords(innermost(failure)) + ")";
        }
        return "HTTP " + response.getStatusCode()
                + header(response, HttpHeaderName.fromString("x-ms-error-code"), " ")
                + header(response, HttpHeaderName.X_MS_REQUEST_ID, ", request id ");
    }

    /** Returns the network's own failure, which names at most a host; nothing if an answer was the problem. */
    static @Nullable Throwable networkCause(RuntimeException failure) {
        Throwable cause = innermost(failure);
        boolean network = cause instanceof IOException || cause instanceof TimeoutException;
        return network && cause.getClass().getPackageName().startsWith("java") ? cause : null;
    }

    private static String inWords(Throwable cause) {
        return cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException
                ? "the host name is not known"
                : cause.getClass().getSimpleName();
    }

    private static Throwable innermost(Throwable failure) {
        Throwable innermost = failure;
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            innermost = cause;
        }
        return innermost;
    }

    private static String header(HttpResponse response, HttpHeaderName name, String before) {
        @Nullable String value = response.getHeaderValue(name);
        return value == null ? "" : before + value;
    }
}
