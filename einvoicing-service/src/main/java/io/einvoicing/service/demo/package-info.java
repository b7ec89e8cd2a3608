/** The demonstration: sample documents, and a tax authority that is played on loopback. */
@NullMarked
package io.einvoicing.service.demo;

import org.jspecify.annotations.NullMarked;
