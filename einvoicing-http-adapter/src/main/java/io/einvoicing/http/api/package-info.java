/** The REST API: its entry point, and the JSON of its requests, answers and problems. */
@NullMarked
package io.einvoicing.http.api;

import org.jspecify.annotations.NullMarked;
