/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.mutation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Makes worlds in which a {@link Mutant} lives: class loaders with classes of their own for everything under {@code io.consenso}, one source
 * file of which was changed and compiled in memory. Tests and simulator run inside such a world as they are; the code that ships has no
 * switch for any of it.
 *
 * <p>Needs a JDK, not a bare run-time environment. May be shared by threads.
 */
public final class MutantLoader {
    private final List<Path> sourceRoots;
    private final Compilation compilation = new Compilation();

    private MutantLoader(List<Path> sourceRoots) {
        this.sourceRoots = sourceRoots;
    }

    /** For mutants of the sources below these directories, such as {@code src/main/java}. */
    public static MutantLoader of(Path... sourceRoots) {
        return new MutantLoader(List.of(sourceRoots));
    }

    /**
     * A world with that bug. Throws {@link IllegalStateException} when the mutant is stale or does not compile.
     *
     * @throws UncheckedIOException when the source cannot be read
     */
    public ClassLoader load(Mutant mutant) {
        return new World(compilation.compile(mutant.name(), mutant.className(), mutant.applyTo(source(mutant.file()))));
    }

    /** A world without a bug: for comparison. */
    public ClassLoader loadUnchanged() {
        return new World(Map.of());
    }

    private String source(String file) {
        Path path = sourceRoots.stream()
                .map(root -> root.resolve(file))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + file + " below " + sourceRoots));
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The namesake of a class in that world, made by its constructor without arguments, whatever its access. Only types of the JDK are the
     * same inside and outside, so text goes in and text comes out.
     */
    @SuppressWarnings("unchecked") // the namesake of a function of strings is one, too
    public static Function<String, String> namesake(ClassLoader world, Class<? extends Function<String, String>> type) {
        try {
            Constructor<?> constructor =
                    Class.forName(type.getName(), true, world).getDeclaredConstructor();
            constructor.setAccessible(true);
            return (Function<String, String>) constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no " + type.getName() + " in a mutated world", e);
        }
    }
}
