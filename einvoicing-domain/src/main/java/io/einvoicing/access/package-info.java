/** Who calls: roles, users and applications as their access token names them. */
@NullMarked
package io.einvoicing.access;

import org.jspecify.annotations.NullMarked;
