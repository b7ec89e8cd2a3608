package io.einvoicing.service;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process in good order when it is told to (SIGTERM, Ctrl+C): it says that it is not ready and takes no more work, what runs is
 * finished, then the requests that are under way, then the database is left. The exit code is 0 if all of that went well, else 1.
 */
public final class GracefulStop {
    private static final Logger LOG = LoggerFactory.getLogger(GracefulStop.class);

    private final Server server;
    private final ServiceAssembly assembly;
    private final Duration notice;
    private final Runnable logging;

    private GracefulStop(Server server, ServiceAssembly assembly, Duration notice, Runnable logging) {
        this.server = server;
        this.assembly = assembly;
        this.notice = notice;
        this.logging = logging;
    }

    /**
     * Has this process end so, from now on until the server stops otherwise.
     *
     * @param notice how long requests are answered after readiness was taken back, so that a load balancer can notice
     * @param logging writes out what was logged
     */
    public static void arrange(Server server, ServiceAssembly assembly, Duration notice, Runnable logging) {
        // Jetty would stop the server at once, and with it the answer that this node is not ready.
        server.setStopAtShutdown(false);
        Thread hook =
                new Thread(() -> new GracefulStop(server, assembly, notice, logging).endProcess(), "einvoicing-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        server.addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStopping(LifeCycle stopping) {
                if (Thread.currentThread() != hook) {
                    Runtime.getRuntime().removeShutdownHook(hook);
                }
            }
        });
    }

    /** Halts at the end, for the exit code of a process that a signal ends cannot be set otherwise. */
    private void endProcess() {
        boolean well = stop();
        logging.run();
        Runtime.getRuntime().halt(well ? 0 : 1);
    }

    private boolean stop() {
        try {
            LOG.info("Stopping: no more work is taken, {} submissions are in hand", assembly.running());
            assembly.startDraining();
            TimeUnit.NANOSECONDS.sleep(notice.toNanos());
            assembly.finishWork();
            server.stop(); // finishes requests, then stops the assembly
            LOG.info("Stopped");
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (Exception e) {
            LOG.error("What runs does not stop in good order", e);
            return false;
        }
    }
}
