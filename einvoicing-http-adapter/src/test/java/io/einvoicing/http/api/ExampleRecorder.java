package io.einvoicing.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes examples out of what tests really send and get: the first request that succeeds and its answer are written to
 * {@link ApiExamples#FOLDER} for each operation that has none there yet. Works only with {@code -Dopenapi.examples=write}.
 */
final class ExampleRecorder implements ContainerRequestFilter, ContainerResponseFilter, WriterInterceptor {
    private static final String REQUEST = "example.request";
    private static final String NAME = "example.name";
    private static final int MOST_BYTES = 20_000;

    private final ObjectMapper json = new ObjectMapper();

    @Context
    @SuppressWarnings("NullAway.Init") // set by the server
    private ResourceInfo resource;

    static boolean isWanted() {
        return "write".equals(System.getProperty("openapi.examples"));
    }

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        byte[] body = request.getEntityStream().readAllBytes();
        request.setEntityStream(new ByteArrayInputStream(body));
        request.setProperty(REQUEST, body);
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) throws IOException {
        if (resource.getResourceMethod() == null || response.getStatus() >= 300) {
            return;
        }
        Operation operation = resource.getResourceMethod().getAnnotation(Operation.class);
        if (operation == null) {
            return;
        }
        if (request.getProperty(REQUEST) instanceof byte[] body && body.length > 0) {
            write(operation.operationId() + ".request", MediaType.APPLICATION_JSON, body);
        }
        request.setProperty(NAME, operation.operationId() + "." + response.getStatus());
    }

    @Override
    public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
        Object name = context.getProperty(NAME);
        OutputStream out = context.getOutputStream();
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        context.setOutputStream(copy);
        context.proceed();
        out.write(copy.toByteArray());
        if (name != null) {
            write(name.toString(), context.getMediaType().toString(), copy.toByteArray());
        }
    }

    private void write(String name, String mediaType, byte[] content) throws IOException {
        boolean isJson = mediaType.startsWith(MediaType.APPLICATION_JSON);
        Path file = ApiExamples.FOLDER.resolve(name + (isJson ? ".json" : ".txt"));
        if (Files.exists(file) || content.length > MOST_BYTES || !isJson && !mediaType.startsWith("text/")) {
            return;
        }
        String text = new String(content, StandardCharsets.UTF_8);
        if (isJson) {
            JsonNode tree = json.readTree(text);
            if (isEmptyPage(tree)) {
                return;
            }
            text = json.writerWithDefaultPrettyPrinter().writeValueAsString(tree);
        }
        Files.createDirectories(ApiExamples.FOLDER);
        Files.writeString(file, text.strip() + "\n");
    }

    /** An example shows something. */
    private static boolean isEmptyPage(JsonNode tree) {
        return tree.size() == 1
                && tree.path("items").isArray()
                && tree.path("items").isEmpty();
    }
}
