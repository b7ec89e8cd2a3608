package io.einvoicing.activation;

/**
 * An ERP instance in the tenant's register: allowed while it is enabled.
 *
 * @param project the deployment project
 * @param enabled whether its application may submit; what exists stays readable when it may not
 */
public record Activation(DeploymentProject project, boolean enabled) {}
