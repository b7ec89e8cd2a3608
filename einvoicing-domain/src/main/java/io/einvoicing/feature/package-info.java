/** Features: versions, setups, applicability rules, actions as configured and deployments. */
@NullMarked
package io.einvoicing.feature;

import org.jspecify.annotations.NullMarked;
