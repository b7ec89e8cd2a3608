/** The reference service: wires every adapter and starts from the command line. */
@NullMarked
package io.einvoicing.service;

import org.jspecify.annotations.NullMarked;
