package io.einvoicing.http.api.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.util.function.Supplier;

/** Says what a JSON value must be, in words for the sender; Jackson adds the path on the way up. */
final class InvalidJsonValueException extends JsonMappingException {
    private static final long serialVersionUID = 1L;

    InvalidJsonValueException(JsonParser json, String rule) {
        super(json, rule, json.currentTokenLocation());
    }

    /** Makes a domain value whose constructor may refuse it. */
    static <T> T checked(JsonParser json, Supplier<T> value) throws InvalidJsonValueException {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            InvalidJsonValueException refused = new InvalidJsonValueException(json, String.valueOf(e.getMessage()));
            refused.addSuppressed(e);
            throw refused;
        }
    }

    /** Makes a domain record whose constructor may refuse a member of the JSON object that was read. */
    static <T extends Record> T checked(JsonParser json, Class<T> type, Supplier<T> value)
            throws InvalidJsonValueException {
        try {
            return checked(json, value);
        } catch (InvalidJsonValueException e) {
            String member = MemberPath.in(e.getOriginalMessage(), type);
            if (!member.isEmpty()) {
                e.prependPath(type, member);
            }
            throw e;
        }
    }
}
