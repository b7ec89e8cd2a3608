package io.einvoicing.kernel;

import com.google.common.base.Splitter;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * One spelling for all addresses that lead to the same place, so that they can be compared: no user, query and fragment; scheme and
 * server in lower case, without final dots and the port that the scheme implies; escapes decoded, empty folders, {@code .} and
 * {@code ..} taken out of the path.
 */
public final class CanonicalAddress {
    private CanonicalAddress() {}

    /**
     * Returns the address of a server, whatever the path; that of a folder or anything else without a server, as {@link #of} does.
     *
     * @throws IllegalArgumentException if it is no absolute address; the message does not repeat it
     */
    public static String ofServer(URI address) {
        String authority = address.getAuthority();
        return authority == null ? of(address.toString()) : scheme(address) + "://" + server(address, authority) + "/";
    }

    /**
     * Returns an address with its path.
     *
     * @throws IllegalArgumentException if it is no absolute address; the message does not repeat it
     */
    public static String of(String text) {
        URI address = parse(text.split("[?#]", 2)[0]);
        if (address.isOpaque()) {
            return address.toString();
        }
        String authority = address.getAuthority();
        return authority == null
                ? scheme(address) + "://" + path(address)
                // Names of containers and of what lies on servers of ours differ in more than case.
                : scheme(address) + "://" + server(address, authority) + lowerCase(path(address));
    }

    private static URI parse(String text) {
        try {
            URI address = new URI(text);
            if (address.isAbsolute()) {
                return address;
            }
        } catch (URISyntaxException e) {
            // Told below: the JDK's message repeats the address, which may hold a secret.
        }
        throw new IllegalArgumentException("must be an absolute address");
    }

    private static String scheme(URI address) {
        return lowerCase(address.getScheme());
    }

    private static String server(URI address, String authority) {
        String server = lowerCase(authority.substring(authority.lastIndexOf('@') + 1));
        String port = "https".equals(scheme(address)) ? ":443" : "http".equals(scheme(address)) ? ":80" : "";
        if (!port.isEmpty() && server.endsWith(port)) {
            server = server.substring(0, server.length() - port.length());
        }
        return server.replaceFirst("[.]+(?=:\\d*$|$)", "").replaceFirst(":$", "");
    }

    private static String path(URI address) {
        Deque<String> folders = new ArrayDeque<>();
        for (String name : Splitter.on('/').omitEmptyStrings().split(address.getPath())) {
            if (name.equals("..")) {
                folders.pollLast();
            } else if (!name.equals(".")) {
                folders.addLast(name);
            }
        }
        return "/" + String.join("/", folders);
    }

    private static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
