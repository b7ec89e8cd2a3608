/** Laws of feature contents and deployments. */
@NullMarked
package io.einvoicing.testkit.feature;

import org.jspecify.annotations.NullMarked;
