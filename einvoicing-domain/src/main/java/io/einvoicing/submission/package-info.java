/** Submissions: a business document on its way through the flow of one feature setup. */
@NullMarked
package io.einvoicing.submission;

import org.jspecify.annotations.NullMarked;
