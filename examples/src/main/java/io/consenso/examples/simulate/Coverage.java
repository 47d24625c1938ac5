/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.simulate;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jacoco.core.analysis.Analyzer;
import org.jacoco.core.analysis.CoverageBuilder;
import org.jacoco.core.analysis.IBundleCoverage;
import org.jacoco.core.analysis.ICounter;
import org.jacoco.core.analysis.ICoverageNode;
import org.jacoco.core.data.ExecutionDataStore;
import org.jacoco.core.data.SessionInfoStore;
import org.jacoco.core.instr.Instrumenter;
import org.jacoco.core.runtime.LoggerRuntime;
import org.jacoco.core.runtime.RuntimeData;

/** How much of engine and runtime a body of code runs. The body runs in a world of its own, in which those classes count. */
final class Coverage {
    private static final List<String> MEASURED =
            List.of("io.consenso.raft.", "io.consenso.paxos.", "io.consenso.runtime.");

    /** They stand in the packages of what they check. */
    private static final Set<String> CHECKERS = Set.of(
            "RaftInvariants",
            "RaftQuorums",
            "AcceptorInvariants",
            "BallotOwners",
            "Candidacy",
            "PaxosInvariants",
            "PaxosQuorums",
            "PaxosReplica",
            "SlotLedger",
            "Told");

    private final LoggerRuntime runtime = new LoggerRuntime();
    private final Instrumenter instrumenter = new Instrumenter(runtime);

    /** Has {@code static int execute(String...)} of that class, found anew, do its work; tells what that did not reach; returns what it returned. */
    int measure(Class<?> program, String... arguments) throws Exception {
        RuntimeData data = new RuntimeData();
        runtime.startup(data);
        Method execute = new Counting().loadClass(program.getName()).getDeclaredMethod("execute", String[].class);
        execute.setAccessible(true);
        int result = (int) execute.invoke(null, (Object) arguments);
        ExecutionDataStore executed = new ExecutionDataStore();
        data.collect(executed, new SessionInfoStore(), false);
        runtime.shutdown();
        CoverageBuilder builder = new CoverageBuilder();
        Analyzer analyzer = new Analyzer(executed, builder);
        for (Map.Entry<String, byte[]> measured : measuredClasses().entrySet()) {
            analyzer.analyzeClass(measured.getValue(), measured.getKey());
        }
        print(builder.getBundle("simulation"));
        return result;
    }

    /** All of them, also those that nobody asked for. */
    private static Map<String, byte[]> measuredClasses() throws Exception {
        Map<String, byte[]> classes = new TreeMap<>();
        Path jar = Path.of(Coverage.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : Collections.list(file.entries())) {
                String name = entry.getName().replace(".class", "").replace('/', '.');
                if (entry.getName().endsWith(".class") && isMeasured(name)) {
                    classes.put(name, file.getInputStream(entry).readAllBytes());
                }
            }
        }
        return classes;
    }

    private static void print(IBundleCoverage bundle) {
        bundle.getPackages().forEach(measured -> {
            System.out.println(line(measured.getName().replace('/', '.'), measured));
            measured.getClasses().stream()
                    .filter(type -> type.getLineCounter().getMissedCount() > 0)
                    .forEach(type ->
                            System.out.println("  " + line(type.getName().replaceAll(".*/", ""), type)));
        });
    }

    private static String line(String name, ICoverageNode node) {
        return String.format(
                Locale.ROOT,
                "coverage of %s: %s of the lines, %s of the branches",
                name,
                share(node.getLineCounter()),
                share(node.getBranchCounter()));
    }

    private static String share(ICounter counter) {
        return counter.getTotalCount() == 0
                ? "all"
                : String.format(Locale.ROOT, "%.1f %%", 100 * counter.getCoveredRatio());
    }

    /** Without generated code and without what checks the engine. */
    private static boolean isMeasured(String name) {
        return MEASURED.stream().anyMatch(name::startsWith)
                && !name.contains(".proto.")
                && !CHECKERS.contains(name.replaceAll("^.*\\.|\\$.*$", ""));
    }

    /** Finds the library's classes anew, those that are measured with probes in them. */
    private final class Counting extends ClassLoader {
        Counting() {
            super(Coverage.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                if (known != null) {
                    return known;
                }
                return name.startsWith("io.consenso.") ? findClass(name) : super.loadClass(name, resolve);
            }
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            String file = name.replace('.', '/') + ".class";
            try (InputStream in = getResourceAsStream(file)) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                if (isMeasured(name)) {
                    bytes = instrumenter.instrument(bytes, name);
                }
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
