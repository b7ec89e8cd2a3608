/** Both adapters against an emulator, a protocol stub and, where its addresses are given, Azure itself. */
@NullMarked
package io.einvoicing.azure;

import org.jspecify.annotations.NullMarked;
