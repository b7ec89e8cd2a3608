package io.einvoicing.xml;

/**
 * Bounds what the parser accepts, so that a hostile document costs little.
 *
 * @param maxBytes the largest document in bytes
 * @param maxDepth the deepest nesting of elements
 * @since 0.1.0
 */
public record XmlLimits(int maxBytes, int maxDepth) {
    /** 20,000,000 bytes and 256 levels; a UBL invoice uses about 10 levels. */
    public static final XmlLimits DEFAULT = new XmlLimits(20_000_000, 256);

    /** Checks that both limits allow something. */
    public XmlLimits {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be >= 1, was " + maxBytes);
        }
        if (maxDepth < 1) {
            throw new IllegalArgumentException("maxDepth must be >= 1, was " + maxDepth);
        }
    }
}
