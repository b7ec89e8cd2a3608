package io.einvoicing.feature;

/**
 * A number sequence that a deployed feature names.
 *
 * @param feature the feature
 * @param version "version N of feature NAME", for people
 * @param action "action A of setup S", for people
 * @param sequence name of the number sequence
 */
public record SequenceUse(FeatureId feature, String version, String action, String sequence) {}
