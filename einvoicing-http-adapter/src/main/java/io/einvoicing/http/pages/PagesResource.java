package io.einvoicing.http.pages;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Serves the pages and the files that they load, without a token: a page itself shows nothing, and asks for the token with which it
 * calls the API.
 *
 * <p>Every page is a folder with an {@code index.html}. Addresses inside the pages are relative, so that they work wherever a server
 * mounts the components.
 */
@Path("/")
public final class PagesResource {
    /** The folders of pages, separated by "|". */
    private static final String PAGES =
            "usage|submissions|environments|vaults|features|applications|activation|audit|api-docs";

    private static final String HOME = "usage/";
    private static final String LIBRARIES = "webjars/";

    /** Scripts, styles and data from this server only, and nothing inline. */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; "
            + "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types lit-html";

    private static final String REVALIDATED = "no-cache";
    /** The address of a library's file names its version. */
    private static final String KEPT_FOR_A_YEAR = "public, max-age=31536000, immutable";

    private final Map<String, PageFile> files = new ConcurrentHashMap<>();

    /** Leads to the page to begin with. */
    @GET
    public Response home(@Context UriInfo uri) {
        return Response.temporaryRedirect(uri.getBaseUriBuilder().path(HOME).build())
                .build();
    }

    /** Serves a page. */
    @GET
    @Path("{page: " + PAGES + "}")
    public Response page(@PathParam("page") String page, @Context UriInfo uri, @Context Request request) {
        if (uri.getPath().endsWith("/")) {
            return answer(page + "/index.html", request, REVALIDATED).orElseThrow(NotFoundException::new);
        }
        // Relative addresses in the page count from its folder.
        return Response.temporaryRedirect(uri.getRequestUriBuilder().path("/").build())
                .build();
    }

    /** Serves what the pages load. */
    @GET
    @Path("{path: (?:" + PAGES + "|ui|webjars)/.+}")
    public Response file(
            @PathParam("path") String path,
            @Context HttpHeaders headers,
            @Context UriInfo uri,
            @Context Request request) {
        return answer(path, request, path.startsWith(LIBRARIES) ? KEPT_FOR_A_YEAR : REVALIDATED)
                .orElseGet(() -> missing(headers, uri));
    }

    /** Says to a person in a page that there is none at the address, and to a program in a problem. */
    @GET
    @Path("{path: (?!api/).+}")
    public Response missing(@Context HttpHeaders headers, @Context UriInfo uri) {
        if (!headers.getAcceptableMediaTypes().contains(MediaType.TEXT_HTML_TYPE)) {
            throw new NotFoundException();
        }
        PageFile page = find("ui/not-found.html").orElseThrow(NotFoundException::new);
        // The one page that is shown at any depth, so that its addresses cannot be relative.
        String html = new String(page.content(), StandardCharsets.UTF_8)
                .replace("{base}", uri.getBaseUri().getRawPath());
        return secured(Response.status(Response.Status.NOT_FOUND)
                        .type(page.type())
                        .entity(html))
                .build();
    }

    private Optional<Response> answer(String path, Request request, String caching) {
        return find(path)
                .map(file -> secured(Optional.ofNullable(request.evaluatePreconditions(file.tag()))
                                .orElseGet(() -> Response.ok(file.content(), file.type())))
                        .tag(file.tag())
                        .header(HttpHeaders.CACHE_CONTROL, caching)
                        .build());
    }

    private static Response.ResponseBuilder secured(Response.ResponseBuilder answer) {
        return answer.header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Opener-Policy", "same-origin");
    }

    private Optional<PageFile> find(String path) {
        PageFile known = files.get(path);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<PageFile> read = PageFile.read(path);
        read.ifPresent(file -> files.put(path, file));
        return read;
    }
}
