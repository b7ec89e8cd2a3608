/** Who changed what and when: one record for every administrative change. */
@NullMarked
package io.einvoicing.audit;

import org.jspecify.annotations.NullMarked;
