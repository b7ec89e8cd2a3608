package io.einvoicing.azure;

import com.azure.storage.blob.BlobUrlParts;
import io.einvoicing.document.Container;
import io.einvoicing.document.ContainerState.Permission;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a container's Blob SAS URL says about itself.
 *
 * @param address as {@link Container#address} gives it
 * @param isOfContainer whether it names one container and its token is for that
 * @param permissions letters of what the token permits; empty if its stored access policy says so
 * @see <a href="https://learn.microsoft.com/en-us/rest/api/storageservices/create-service-sas">Source: Create a service SAS</a>
 */
record SasUrl(String address, boolean isOfContainer, Optional<String> permissions, Optional<Instant> expiresAt) {
    /** Returns nothing if the secret holds no URL with a SAS. */
    static Optional<SasUrl> parse(Container container) {
        String text = container.url().reveal();
        try {
            Map<String, String> token = parameters(text);
            URI address = new URI(text.split("[?]", 2)[0]);
            if (address.getHost() == null || address.getScheme() == null || !token.containsKey("sig")) {
                return Optional.empty();
            }
            BlobUrlParts parts = BlobUrlParts.parse(address.toString());
            boolean namesContainer = !isBlank(parts.getBlobContainerName()) && isBlank(parts.getBlobName());
            return Optional.of(new SasUrl(
                    container.address(),
                    namesContainer && token.getOrDefault("sr", "c").equals("c"),
                    Optional.ofNullable(token.get("sp")),
                    Optional.ofNullable(token.get("se")).map(SasUrl::instant)));
        } catch (URISyntaxException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty(); // Its text may be a secret and is not passed on.
        }
    }

    private static Map<String, String> parameters(String url) {
        Map<String, String> parameters = new HashMap<>();
        if (url.indexOf('?') >= 0) {
            for (String parameter : url.substring(url.indexOf('?') + 1).split("&")) {
                String[] pair = parameter.split("=", 2);
                parameters.put(pair[0], pair.length == 2 ? URLDecoder.decode(pair[1], StandardCharsets.UTF_8) : "");
            }
        }
        return parameters;
    }

    /** Reads a time as a SAS may hold it: a day, minutes or seconds, in UTC. */
    private static Instant instant(String text) {
        return text.length() == 10
                ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                : OffsetDateTime.parse(text).toInstant();
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    boolean tellsPermissions() {
        return permissions.isPresent();
    }

    /** Returns what the service needs and the token says that it does not permit; whoever may write may create. */
    Set<Permission> missing() {
        Set<Permission> missing = EnumSet.noneOf(Permission.class);
        permissions.ifPresent(letters -> {
            if (letters.indexOf('r') < 0) {
                missing.add(Permission.READ);
            }
            if (letters.indexOf('c') < 0 && letters.indexOf('w') < 0) {
                missing.add(Permission.CREATE);
            }
            if (letters.indexOf('l') < 0) {
                missing.add(Permission.LIST);
            }
        });
        return missing;
    }
}
