package io.einvoicing.numbersequence;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.kernel.Require;
import io.einvoicing.kernel.TenantId;
import java.util.Optional;

/**
 * A series of whole numbers without gaps, of an environment or of one feature in it. Immutable; every edit returns the next revision
 * and takes effect at once, without publication. A draw is no edit.
 *
 * <p>Its state is what was drawn: the values {@code first} to {@code first + drawn - 1}, each by exactly one submission.
 *
 * @param tenant owner
 * @param id the sequence
 * @param environment where it is drawn from
 * @param feature the only feature that draws from it; empty = all features
 * @param name unique in the environment and feature; actions refer to it
 * @param description for people
 * @param inUse whether values can be drawn
 * @param first the value of the first draw, 0 to {@value #MAX_FIRST}
 * @param drawn how many values were drawn
 * @param revision 1 at creation, one more at every edit
 * @see <a href="https://learn.microsoft.com/en-us/dynamics365/finance/localizations/global/e-invoicing-service-environments">
 *     Source: Service environments, number sequences: edits take effect automatically</a>
 */
public record NumberSequence(
        TenantId tenant,
        NumberSequenceId id,
        EnvironmentId environment,
        Optional<FeatureId> feature,
        String name,
        String description,
        boolean inUse,
        long first,
        long drawn,
        long revision) {
    /** The highest first value; so a sequence never runs out, and every value fits where numbers have 16 digits. */
    public static final long MAX_FIRST = 999_999_999_999_999L;

    public NumberSequence {
        Require.name("name", name);
        Require.text("description", description, Require.TEXT_LENGTH);
        requireFirst("first", first);
        if (drawn < 0) {
            throw new IllegalArgumentException("number of drawn values must be >= 0, was " + drawn);
        }
    }

    /** Returns the value if it can be that of the first draw. */
    public static long requireFirst(String field, long value) {
        if (value < 0 || value > MAX_FIRST) {
            throw new IllegalArgumentException(field + " must be 0 to " + MAX_FIRST + ", was " + value);
        }
        return value;
    }

    /** Returns the value of the next draw. */
    public long next() {
        return Math.addExact(first, drawn);
    }

    /** Returns this sequence edited; its first value can change before the first draw only. */
    NumberSequence edit(String newName, String newDescription, boolean newInUse, long newFirst) {
        if (drawn > 0 && newFirst != first) {
            throw new IllegalStateException("number sequence \"" + name + "\" has drawn " + drawn
                    + " values; another first value would leave a gap or repeat one");
        }
        return new NumberSequence(
                tenant, id, environment, feature, newName, newDescription, newInUse, newFirst, drawn, revision + 1);
    }
}
