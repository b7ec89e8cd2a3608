package io.einvoicing.xml.validation.internal;

import java.util.BitSet;
import net.sf.saxon.tree.tiny.TinyTree;
import net.sf.saxon.type.Type;
import net.sf.saxon.z.IntHashMap;
import org.jspecify.annotations.Nullable;

/** Numbers the names of elements and attributes that rules mention, and finds which of them a document uses. */
final class Vocabulary {
    static final int NAME_BITS = 0xfffff; // the rest of Saxon's name code is the prefix

    private final IntHashMap<Integer> elements = new IntHashMap<>();
    private final IntHashMap<Integer> attributes = new IntHashMap<>();
    private int size;

    /** Returns the number of an element's name, a new one if it has none yet. */
    int element(int fingerprint) {
        return number(elements, fingerprint);
    }

    /** Returns the number of an attribute's name, a new one if it has none yet. */
    int attribute(int fingerprint) {
        return number(attributes, fingerprint);
    }

    private int number(IntHashMap<Integer> names, int fingerprint) {
        Integer known = names.get(fingerprint);
        if (known != null) {
            return known;
        }
        names.put(fingerprint, size);
        return size++;
    }

    /** Returns the numbers of the names that a document uses. */
    BitSet namesIn(TinyTree tree) {
        BitSet names = new BitSet(size);
        int[] elementNames = tree.getNameCodeArray();
        byte[] kinds = tree.getNodeKindArray();
        for (int i = 0; i < tree.getNumberOfNodes(); i++) {
            if ((kinds[i] & 0x0f) == Type.ELEMENT) {
                set(names, elements.get(elementNames[i] & NAME_BITS));
            }
        }
        int[] attributeNames = tree.getAttributeNameCodeArray();
        for (int i = 0; i < tree.getNumberOfAttributes(); i++) {
            set(names, attributes.get(attributeNames[i] & NAME_BITS));
        }
        return names;
    }

    private static void set(BitSet names, @Nullable Integer number) {
        if (number != null) {
            names.set(number);
        }
    }
}
