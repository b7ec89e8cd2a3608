package io.einvoicing.environment;

import io.einvoicing.vault.VaultObject;

/**
 * An object of the environment's key vault, or a certificate chain, that a deployed feature names.
 *
 * @param feature name of the feature
 * @param version number of the deployed version
 * @param setup name of the feature setup
 * @param action name of the action in it
 * @param parameter name of the action's parameter
 * @param type what the parameter takes; a certificate chain may stand for a certificate
 * @param name what the parameter names
 */
public record ObjectUse(
        String feature,
        int version,
        String setup,
        String action,
        String parameter,
        VaultObject.Type type,
        String name) {}
