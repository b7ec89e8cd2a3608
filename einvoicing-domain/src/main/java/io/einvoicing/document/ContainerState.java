package io.einvoicing.document;

import io.einvoicing.kernel.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an inspection of a customer's container found.
 *
 * @param address the container's address without its token; two storage secrets that name the same container have the same
 * @param expiresAt when access ends; empty if the address does not say, as with a stored access policy
 * @param missing what the service needs and the address does not permit
 * @param findings all that is wrong now, the missing permissions included, with the field {@link #FIELD}; whether access ends soon
 *     is for whoever knows the time
 * @param undeclared up to {@value #MAX_UNDECLARED} names at the container's top that are not the service's own
 */
public record ContainerState(
        String address,
        Optional<Instant> expiresAt,
        Set<Permission> missing,
        List<Finding> findings,
        List<String> undeclared) {
    /** Field of the findings. */
    public static final String FIELD = "storageSecret";

    /** Most undeclared names that are told. */
    public static final int MAX_UNDECLARED = 10;

    private static final Pattern OWN_FOLDER = Pattern.compile("\\d{4}/.*");

    public ContainerState {
        missing = Set.copyOf(missing);
        findings = List.copyOf(findings);
        undeclared = List.copyOf(undeclared);
    }

    /** What the service does in a container: it never overwrites and never deletes. */
    public enum Permission {
        READ,
        CREATE,
        LIST
    }

    /** Tells whether a name lies where the service keeps files: below a folder that is named after a year. */
    public static boolean isOwn(String name) {
        return OWN_FOLDER.matcher(name).matches();
    }
}
