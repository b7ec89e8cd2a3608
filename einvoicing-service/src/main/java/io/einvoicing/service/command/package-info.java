/** Commands of the command line. */
@NullMarked
package io.einvoicing.service.command;

import org.jspecify.annotations.NullMarked;
