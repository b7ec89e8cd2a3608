package io.einvoicing.xml.validation.internal;

import java.util.BitSet;

/** A condition on the names that a document uses: a monotonous formula over "this name occurs". */
sealed interface NameCondition {
    /** Holds for every document. */
    NameCondition ALWAYS = new Constant(true);

    /** Holds for no document. */
    NameCondition NEVER = new Constant(false);

    /** Returns whether it holds for a document that uses the names of these numbers. */
    boolean holds(BitSet names);

    /** Holds if a document uses the name of this number. */
    static NameCondition occurs(int name) {
        return new Occurs(name);
    }

    /** Holds if both hold. */
    static NameCondition both(NameCondition first, NameCondition second) {
        if (first == NEVER || second == NEVER) {
            return NEVER;
        }
        if (first == ALWAYS) {
            return second;
        }
        return second == ALWAYS ? first : new Both(first, second);
    }

    /** Holds if at least one holds. */
    static NameCondition either(NameCondition first, NameCondition second) {
        if (first == ALWAYS || second == ALWAYS) {
            return ALWAYS;
        }
        if (first == NEVER) {
            return second;
        }
        return second == NEVER ? first : new Either(first, second);
    }

    /** A condition without names. */
    record Constant(boolean value) implements NameCondition {
        @Override
        public boolean holds(BitSet names) {
            return value;
        }
    }

    /** The occurrence of a name. */
    record Occurs(int name) implements NameCondition {
        @Override
        public boolean holds(BitSet names) {
            return names.get(name);
        }
    }

    /** A conjunction. */
    record Both(NameCondition first, NameCondition second) implements NameCondition {
        @Override
        public boolean holds(BitSet names) {
            return first.holds(names) && second.holds(names);
        }
    }

    /** A disjunction. */
    record Either(NameCondition first, NameCondition second) implements NameCondition {
        @Override
        public boolean holds(BitSet names) {
            return first.holds(names) || second.holds(names);
        }
    }
}
