package io.einvoicing.benchmarks.soak;

import io.einvoicing.service.EinvoicingApplication;
import io.einvoicing.service.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** One process of the reference service, which takes orders about its surroundings over its input and ends when that closes. */
public final class SoakNode {
    private SoakNode() {}

    /** Starts the service as its command line does. */
    public static void main(String[] arguments) throws Exception {
        NodeSurroundings surroundings = new NodeSurroundings();
        Thread orders = new Thread(() -> obey(surroundings), "soak-orders");
        orders.setDaemon(true);
        orders.start();
        new EinvoicingApplication(new Settings(System.getenv()), surroundings.surroundings()).run(arguments);
    }

    private static void obey(NodeSurroundings surroundings) {
        try (BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String order = input.readLine(); order != null; order = input.readLine()) {
                surroundings.obey(order);
            }
        } catch (IOException e) {
            System.err.println("the orders broke off: " + e);
        }
        Runtime.getRuntime().halt(1); // The driver is gone.
    }
}
