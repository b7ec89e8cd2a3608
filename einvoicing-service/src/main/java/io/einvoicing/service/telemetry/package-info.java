/** What operators see of the service: metrics and traces. */
@NullMarked
package io.einvoicing.service.telemetry;

import org.jspecify.annotations.NullMarked;
