/** Service environments: drafts, publication and the snapshots that the run side reads. */
@NullMarked
package io.einvoicing.environment;

import org.jspecify.annotations.NullMarked;
