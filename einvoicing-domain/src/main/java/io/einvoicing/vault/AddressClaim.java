package io.einvoicing.vault;

import com.google.common.base.Splitter;
import io.einvoicing.kernel.Require;
import io.einvoicing.kernel.TenantId;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * Says that a key vault or a container belongs to a tenant. The service's principal reads the vaults of all tenants; without
 * claims one tenant could name another's vault and use what is in it.
 *
 * @param address of a vault as {@link #vaultAddress} writes it, or of a container without its token
 * @param since when the tenant first used it
 */
public record AddressClaim(TenantId tenant, String address, Instant since) {
    public AddressClaim {
        Require.line("address", address, Require.TEXT_LENGTH);
    }

    /**
     * Returns the one spelling of a vault's address: a server holds one vault, whatever the case of its name, the port of the scheme
     * and the path; a folder is one vault, whatever the way to it.
     */
    public static String vaultAddress(URI vault) {
        if (vault.getHost() == null) {
            return vault.getPath() == null
                    ? vault.toString()
                    : lowerCase(vault.getScheme()) + "://" + folder(vault.getPath());
        }
        String scheme = lowerCase(vault.getScheme());
        boolean isStandardPort = vault.getPort() == -1 || "https".equals(scheme) && vault.getPort() == 443;
        String host = lowerCase(vault.getHost()).replaceFirst("[.]+$", "");
        return scheme + "://" + host + (isStandardPort ? "" : ":" + vault.getPort()) + "/";
    }

    private static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static String folder(String path) {
        Deque<String> folders = new ArrayDeque<>();
        for (String name : Splitter.on('/').omitEmptyStrings().split(path)) {
            if (name.equals("..")) {
                folders.pollLast();
            } else if (!name.equals(".")) {
                folders.addLast(name);
            }
        }
        return "/" + String.join("/", folders);
    }
}
