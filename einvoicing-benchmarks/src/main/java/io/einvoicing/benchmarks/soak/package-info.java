/** Runs the service in several processes, breaks what it stands on, and reconciles what became of every document. */
@NullMarked
package io.einvoicing.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
