package io.einvoicing.vault;

import io.einvoicing.kernel.Require;
import java.util.regex.Pattern;

/**
 * Declares one object of a key vault that the environment may use; a reference, never the value.
 *
 * @param name the object's own name in the vault: letters, digits and hyphens, 1 to 127 characters
 * @param description for people
 * @param type what the reference stands for; a public {@code .cer} file is kept in a vault secret and declared as CERTIFICATE
 */
public record VaultObject(String name, String description, Type type) {
    private static final Pattern NAME = Pattern.compile("[0-9A-Za-z-]{1,127}");

    public VaultObject {
        checkName("name", name);
        Require.text("description", description, Require.TEXT_LENGTH);
    }

    /** What a vault object holds. */
    public enum Type {
        SECRET,
        CERTIFICATE
    }

    /** Tells whether Key Vault would take the text for an object's name. */
    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /**
     * Checks a vault object's name.
     *
     * @throws IllegalArgumentException if Key Vault would refuse the name
     * @see <a href="https://learn.microsoft.com/en-us/azure/key-vault/general/about-keys-secrets-certificates#vault-name-and-object-name">
     *     Source: Key Vault object names</a>
     */
    public static void checkName(String field, String name) {
        Require.name(field, name);
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    field + " must be 1 to 127 letters, digits or hyphens as in Key Vault, was \"" + name + "\"");
        }
    }
}
