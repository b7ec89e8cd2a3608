/** ERP instances that the service configures: their part of a feature is written there. */
@NullMarked
package io.einvoicing.connectedapp;

import org.jspecify.annotations.NullMarked;
