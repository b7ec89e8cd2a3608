package io.einvoicing.kernel.planted;

/** Breaks a rule on purpose. */
public final class KernelInACycle {
    private KernelInACycle() {}

    static String name() {
        return io.einvoicing.vault.planted.VaultInACycle.class.getName();
    }
}
