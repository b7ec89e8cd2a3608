package io.einvoicing.http.erp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.einvoicing.connectedapp.ErpException;
import io.einvoicing.connectedapp.ErpException.Problem;
import io.einvoicing.http.api.internal.ApiJson;
import io.einvoicing.http.call.OutboundResult;
import io.einvoicing.http.call.OutboundResult.Answered;
import java.io.IOException;
import java.util.Optional;

/** Tells apart why a call to the outside brought no answer that can be used. */
final class ErpFailures {
    static final ObjectMapper JSON = ApiJson.lenient();

    private ErpFailures() {}

    /** Returns the answer, whatever its status; without one it is the {@code outage}. */
    static Answered answered(OutboundResult result, String whom, Problem outage) {
        return result.fold(
                notSent -> {
                    throw new ErpException(
                            notSent.tlsFailed() ? Problem.NOT_TLS : outage,
                            whom + " was not reached: " + notSent.reason());
                },
                answer -> answer,
                noAnswer -> {
                    throw new ErpException(outage, whom + " gave no answer: " + noAnswer.reason());
                });
    }

    /** Returns the answer's JSON object; empty if it is anything else. */
    static Optional<JsonNode> object(Answered answer) {
        try {
            return Optional.ofNullable(JSON.readTree(answer.body().bytes())).filter(JsonNode::isObject);
        } catch (IOException e) {
            return Optional.empty(); // What is no JSON is no JSON object; the caller says so.
        }
    }
}
