/** Resources, filters and JSON mapping behind {@link io.einvoicing.http.api.EinvoicingApi}. */
@NullMarked
package io.einvoicing.http.api.internal;

import org.jspecify.annotations.NullMarked;
