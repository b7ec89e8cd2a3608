package io.einvoicing.http.api.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.einvoicing.http.api.NewUsageBatch;
import io.einvoicing.http.api.Problem;
import io.einvoicing.http.api.ProblemType;
import io.einvoicing.kernel.Finding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads a batch of usage and goes on after a fault, so that the sender learns of all of them at once. */
final class UsageBatchReader extends JsonDeserializer<NewUsageBatch> {
    private static final int MAX_FINDINGS = 100;

    @Override
    public NewUsageBatch deserialize(JsonParser json, DeserializationContext context) throws IOException {
        if (!json.hasToken(JsonToken.START_OBJECT)) {
            throw new InvalidJsonValueException(json, "must be an object with the properties of the API's description");
        }
        Optional<UUID> reservation = Optional.empty();
        List<NewUsageBatch.Entry> entries = List.of();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            switch (name) {
                case "reservation" ->
                    reservation = value == JsonToken.VALUE_NULL ? Optional.empty() : Optional.of(id(json, context));
                case "entries" -> entries = entries(json, context);
                default ->
                    throw UnrecognizedPropertyException.from(
                            json, NewUsageBatch.class, name, List.of("entries", "reservation"));
            }
        }
        return new NewUsageBatch(reservation, entries);
    }

    private static UUID id(JsonParser json, DeserializationContext context) throws IOException {
        try {
            return context.readValue(json, UUID.class);
        } catch (JsonMappingException e) {
            e.prependPath(NewUsageBatch.class, "reservation");
            throw e;
        }
    }

    private static List<NewUsageBatch.Entry> entries(JsonParser json, DeserializationContext context)
            throws IOException {
        if (!json.hasToken(JsonToken.START_ARRAY)) {
            InvalidJsonValueException noList = new InvalidJsonValueException(json, "must be a list");
            noList.prependPath(NewUsageBatch.class, "entries");
            throw noList;
        }
        List<NewUsageBatch.Entry> entries = new ArrayList<>();
        List<Finding> faults = new ArrayList<>();
        for (int i = 0; json.nextToken() != JsonToken.END_ARRAY && faults.size() < MAX_FINDINGS; i++) {
            // The copy holds one whole entry, wherever in it reading stops.
            try (TokenBuffer copy = context.bufferAsCopyOfValue(json)) {
                entries.add(entry(copy.asParserOnFirstToken(), context));
            } catch (JsonMappingException e) {
                e.prependPath(entries, i);
                e.prependPath(NewUsageBatch.class, "entries");
                faults.add(JsonProblems.finding(e));
            }
        }
        if (!faults.isEmpty()) {
            Finding first = faults.get(0);
            throw new ProblemException(
                    Problem.of(ProblemType.INVALID_VALUE, "nothing was recorded: " + JsonProblems.told(first))
                            .withFindings(faults));
        }
        return entries;
    }

    private static NewUsageBatch.Entry entry(JsonParser json, DeserializationContext context) throws IOException {
        if (!json.hasToken(JsonToken.START_OBJECT)) {
            throw new InvalidJsonValueException(json, "must be an object with the properties of the API's description");
        }
        return context.readValue(json, NewUsageBatch.Entry.class);
    }
}
