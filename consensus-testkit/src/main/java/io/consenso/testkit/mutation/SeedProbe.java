/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.mutation;

import io.consenso.testkit.engine.TestedEngine;
import java.lang.reflect.Constructor;
import java.util.function.Function;

/** From the name of a {@link TestedEngine} and a seed, with a space between them, to what was found in one line, or nothing. */
abstract class SeedProbe implements Function<String, String> {
    static String question(Class<? extends TestedEngine<?>> engine, long seed) {
        return engine.getName() + " " + seed;
    }

    @Override
    public final String apply(String question) {
        int space = question.indexOf(' ');
        TestedEngine<?> engine = engine(question.substring(0, space));
        try {
            run(engine, Long.parseLong(question.substring(space + 1)));
            return "";
        } catch (RuntimeException | AssertionError e) {
            return Finding.of(e);
        }
    }

    /** Throws what it finds. */
    abstract <M> void run(TestedEngine<M> engine, long seed);

    private TestedEngine<?> engine(String name) {
        try {
            Constructor<?> constructor =
                    Class.forName(name, true, getClass().getClassLoader()).getDeclaredConstructor();
            constructor.setAccessible(true);
            return (TestedEngine<?>) constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no engine " + name, e);
        }
    }
}
