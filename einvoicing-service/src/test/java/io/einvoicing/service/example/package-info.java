/** Code that the README shows, compiled and run. */
@NullMarked
package io.einvoicing.service.example;

import org.jspecify.annotations.NullMarked;
