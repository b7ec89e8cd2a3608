/** Gap-free numbers that actions draw, such as the invoice counter that a tax authority demands. */
@NullMarked
package io.einvoicing.numbersequence;

import org.jspecify.annotations.NullMarked;
