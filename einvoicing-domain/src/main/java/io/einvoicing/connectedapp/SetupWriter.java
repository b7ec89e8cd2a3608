package io.einvoicing.connectedapp;

import io.einvoicing.connectedapp.SetupDeployment.Outcome;
import io.einvoicing.connectedapp.SetupDeployment.Setting;
import io.einvoicing.connectedapp.port.ErpGateway;
import io.einvoicing.feature.ApplicationSetup;
import io.einvoicing.feature.ResponseType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings one connected application to the setups of a feature version, and tells what became of each setting. For one run. */
final class SetupWriter {
    private final ErpGateway gateway;
    private final ErpGateway.Connection connection;
    private Optional<String> cannotGoOn = Optional.empty();

    SetupWriter(ErpGateway gateway, ErpGateway.Connection connection) {
        this.gateway = gateway;
        this.connection = connection;
    }

    List<Setting> write(List<ApplicationSetup> setups) {
        List<Setting> settings = new ArrayList<>();
        for (ApplicationSetup setup : setups) {
            settings.addAll(cannotGoOn.map(problem -> allFailed(setup, problem)).orElseGet(() -> write(setup)));
        }
        return settings;
    }

    /** Returns every setting as not written. */
    static List<Setting> allFailed(ApplicationSetup setup, String problem) {
        return values(setup).entrySet().stream()
                .map(setting -> failed(setup, setting, Optional.empty(), problem))
                .toList();
    }

    private List<Setting> write(ApplicationSetup setup) {
        Optional<ErpGateway.Current> current;
        try {
            current = gateway.read(connection, setup.key());
        } catch (ErpException e) {
            return allFailed(setup, problem(e));
        }
        Map<String, String> before = current.map(found -> values(found.setup())).orElseGet(Map::of);
        Optional<String> problem = Optional.empty();
        if (!before.entrySet().containsAll(values(setup).entrySet())) {
            try {
                gateway.write(connection, merged(setup, current), current);
            } catch (ErpException e) {
                problem = Optional.of(problem(e));
            }
        }
        List<Setting> settings = new ArrayList<>();
        for (Map.Entry<String, String> setting : values(setup).entrySet()) {
            Optional<String> old = Optional.ofNullable(before.get(setting.getKey()));
            boolean equal = old.filter(setting.getValue()::equals).isPresent();
            if (problem.isPresent() && !equal) {
                settings.add(failed(setup, setting, old, problem.get()));
            } else {
                Outcome written = old.isEmpty() ? Outcome.CREATED : Outcome.CHANGED;
                settings.add(new Setting(
                        setup.key(),
                        setting.getKey(),
                        equal ? Outcome.UNCHANGED : written,
                        old,
                        Optional.of(setting.getValue()),
                        Optional.empty()));
            }
        }
        return settings;
    }

    private String problem(ErpException failure) {
        String problem = failure.finding().message() + ": " + failure.finding().remedy();
        if (failure.concernsAllCalls()) {
            cannotGoOn = Optional.of(problem);
        }
        return problem;
    }

    /** Response types of the application that the version does not name stay as they are. */
    private static ApplicationSetup merged(ApplicationSetup setup, Optional<ErpGateway.Current> current) {
        Map<String, ResponseType> types = new LinkedHashMap<>();
        current.ifPresent(found -> found.setup().responseTypes().forEach(type -> types.put(type.name(), type)));
        setup.responseTypes().forEach(type -> types.put(type.name(), type));
        return new ApplicationSetup(
                setup.tableName(), setup.documentContext(), setup.modelMapping(), List.copyOf(types.values()));
    }

    /** Returns each setting with its value as a text that tells all of it. */
    private static Map<String, String> values(ApplicationSetup setup) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("modelMapping", setup.modelMapping());
        for (ResponseType type : setup.responseTypes()) {
            values.put("responseTypes[" + type.name() + "]", describe(type));
        }
        return values;
    }

    private static String describe(ResponseType type) {
        List<String> parts = new ArrayList<>();
        type.submissionStatus().ifPresent(text -> parts.add("submission status \"" + text + "\""));
        type.dataEntity().ifPresent(text -> parts.add("data entity \"" + text + "\""));
        type.modelMapping().ifPresent(text -> parts.add("model mapping \"" + text + "\""));
        if (!type.description().isEmpty()) {
            parts.add("description \"" + type.description() + "\"");
        }
        return parts.isEmpty() ? "no further settings" : String.join(", ", parts);
    }

    private static Setting failed(
            ApplicationSetup setup, Map.Entry<String, String> setting, Optional<String> before, String problem) {
        return new Setting(
                setup.key(),
                setting.getKey(),
                Outcome.FAILED,
                before,
                Optional.of(setting.getValue()),
                Optional.of(problem));
    }
}
