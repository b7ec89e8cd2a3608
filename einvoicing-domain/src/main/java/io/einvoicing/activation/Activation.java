package io.einvoicing.activation;

/**
 * An ERP instance in the tenant's register of allowed applications.
 *
 * @param project the deployment project for which the service was enabled
 * @param enabled whether its application may submit; what exists stays readable when it may not
 */
public record Activation(DeploymentProject project, boolean enabled) {}
