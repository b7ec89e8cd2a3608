package io.einvoicing.http.pages;

import io.einvoicing.access.Role;
import io.einvoicing.http.api.ApiServer;
import java.net.URI;

/** The pages of the administration on loopback over the real API and in-memory adapters. */
final class AdministrationServer implements AutoCloseable {
    final ApiServer api = new ApiServer();

    /** Returns the address of a page with a token of those roles, all if there are none. */
    URI page(String address, Role... roles) {
        return api.uri(address + "#token=" + api.token(roles));
    }

    @Override
    public void close() {
        api.close();
    }

    /** Serves the pages for who works on them, with one environment that is published. */
    public static void main(String[] arguments) {
        AdministrationServer server = new AdministrationServer();
        server.api.publish();
        System.out.println(server.page("/environments/"));
    }
}
