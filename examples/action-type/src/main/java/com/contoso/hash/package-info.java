/** A vendor's own action type. */
@NullMarked
package com.contoso.hash;

import org.jspecify.annotations.NullMarked;
