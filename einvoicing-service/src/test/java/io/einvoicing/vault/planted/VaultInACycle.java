package io.einvoicing.vault.planted;

/** Breaks a rule on purpose. */
public final class VaultInACycle {
    private VaultInACycle() {}

    static String name() {
        return io.einvoicing.kernel.planted.KernelInACycle.class.getName();
    }
}
