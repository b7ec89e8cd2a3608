package io.einvoicing.benchmarks;

import io.einvoicing.jdbc.ConnectionPool;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.flowable.bpmn.model.BpmnModel;
import org.flowable.bpmn.model.EndEvent;
import org.flowable.bpmn.model.ImplementationType;
import org.flowable.bpmn.model.Process;
import org.flowable.bpmn.model.SequenceFlow;
import org.flowable.bpmn.model.ServiceTask;
import org.flowable.bpmn.model.StartEvent;
import org.flowable.common.engine.impl.history.HistoryLevel;
import org.flowable.engine.ProcessEngine;
import org.flowable.engine.RuntimeService;
import org.flowable.engine.delegate.JavaDelegate;
import org.flowable.engine.impl.cfg.StandaloneProcessEngineConfiguration;

/**
 * The same six steps as a process of Flowable, each an asynchronous service task; the last one counts the document under a unique key.
 *
 * <p>Tuned in its favour: no history, no engines beside the process engine, trivial steps that leave no variable, tasks that are not exclusive (which saves locking the
 * instance), a queue that holds the whole backlog, one database connection for each thread. A user would keep at least some history,
 * and would be slower.
 */
record FlowableFlows(FlowsClient client, int threads) implements FlowsSide {
    private static final String PROCESS = "flow";
    private static final String DOCUMENT = "document";
    private static final int STEPS = 6;
    private static final int CALL = 4;

    @Override
    public String name() {
        return "Flowable, asynchronous service tasks";
    }

    @Override
    public double run(String database, int flows) throws Exception {
        try (ConnectionPool pool = ConnectionPool.open(database, "postgres", "", threads + 4, Duration.ofMinutes(5))) {
            return run(pool.dataSource(), CountedDocuments.in(pool.dataSource()), flows);
        }
    }

    private double run(DataSource dataSource, CountedDocuments counted, int flows) throws Exception {
        CountDownLatch done = new CountDownLatch(flows);
        Map<Object, Object> delegates = Map.of(
                "trivial", (JavaDelegate) execution -> {},
                "call", (JavaDelegate) execution -> client.call(String.valueOf(execution.getVariable(DOCUMENT))),
                "count",
                        (JavaDelegate) execution -> {
                            counted.count(String.valueOf(execution.getVariable(DOCUMENT)));
                            done.countDown();
                        });
        ProcessEngine engine = engine(dataSource, delegates, flows);
        try {
            engine.getRepositoryService()
                    .createDeployment()
                    .addBpmnModel(PROCESS + ".bpmn20.xml", model())
                    .deploy();
            RuntimeService runtime = engine.getRuntimeService();
            for (int i = 0; i < flows; i++) {
                runtime.startProcessInstanceByKey(PROCESS, Map.of(DOCUMENT, "FTI-" + i));
            }
            counted.execute("vacuum (analyze)");
            long start = System.nanoTime();
            engine.getProcessEngineConfiguration().getAsyncExecutor().start();
            if (!done.await(15, TimeUnit.MINUTES)) {
                throw new IllegalStateException(done.getCount() + " flows did not end");
            }
            // The last steps were executed, but their transactions may not have ended.
            while (runtime.createProcessInstanceQuery().count() > 0) {
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
            return flows / ((System.nanoTime() - start) / 1e9);
        } finally {
            engine.close();
        }
    }

    /** Returns an engine whose executor of asynchronous tasks is not started yet. */
    private ProcessEngine engine(DataSource dataSource, Map<Object, Object> delegates, int flows) {
        StandaloneProcessEngineConfiguration configuration = new StandaloneProcessEngineConfiguration();
        configuration
                .setDisableIdmEngine(true)
                .setDisableEventRegistry(true)
                .setAsyncExecutorCorePoolSize(threads)
                .setAsyncExecutorMaxPoolSize(threads)
                .setAsyncExecutorThreadPoolQueueSize(flows)
                .setAsyncExecutorActivate(false)
                .setDataSource(dataSource)
                .setDatabaseType("postgres")
                .setDatabaseSchemaUpdate("true")
                .setHistoryLevel(HistoryLevel.NONE)
                .setBeans(delegates);
        configuration.getAsyncExecutorConfiguration().setMaxAsyncJobsDuePerAcquisition(threads * 4);
        configuration.getAsyncExecutorConfiguration().setDefaultAsyncJobAcquireWaitTime(Duration.ofMillis(10));
        return configuration.buildProcessEngine();
    }

    private static BpmnModel model() {
        Process process = new Process();
        process.setId(PROCESS);
        StartEvent start = new StartEvent();
        start.setId("start");
        process.addFlowElement(start);
        String before = start.getId();
        for (int step : IntStream.rangeClosed(1, STEPS).toArray()) {
            ServiceTask task = new ServiceTask();
            task.setId("step" + step);
            task.setImplementationType(ImplementationType.IMPLEMENTATION_TYPE_DELEGATEEXPRESSION);
            task.setImplementation("${" + (step == CALL ? "call" : step == STEPS ? "count" : "trivial") + "}");
            task.setAsynchronous(true);
            task.setExclusive(false);
            process.addFlowElement(task);
            process.addFlowElement(new SequenceFlow(before, task.getId()));
            before = task.getId();
        }
        EndEvent end = new EndEvent();
        end.setId("end");
        process.addFlowElement(end);
        process.addFlowElement(new SequenceFlow(before, end.getId()));
        BpmnModel model = new BpmnModel();
        model.addProcess(process);
        return model;
    }
}
