/** Tenants and the activation of the service for their ERP instances (Lifecycle Services). */
@NullMarked
package io.einvoicing.activation;

import org.jspecify.annotations.NullMarked;
