/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.mutation;

import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;

/** One directed scenario, a test that exists anyway, named {@code package.Class#method}: from its name to how it failed, or nothing. */
final class ScenarioProbe implements Function<String, String> {
    @Override
    public String apply(String scenario) {
        int separator = scenario.indexOf('#');
        try {
            Class<?> type = Class.forName(
                    scenario.substring(0, separator), true, getClass().getClassLoader());
            return run(type, method(type, scenario.substring(separator + 1)));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no scenario " + scenario, e);
        }
    }

    private static String run(Class<?> type, Method method) throws ReflectiveOperationException {
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        Object test = constructor.newInstance();
        try {
            method.setAccessible(true);
            method.invoke(test);
            return "";
        } catch (InvocationTargetException e) {
            return Finding.of(Objects.requireNonNullElse(e.getCause(), e));
        } finally {
            for (Method after : annotated(type, AfterEach.class)) {
                after.setAccessible(true);
                after.invoke(test);
            }
        }
    }

    private static Method method(Class<?> type, String name) throws NoSuchMethodException {
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            for (Method method : at.getDeclaredMethods()) {
                if (method.getName().equals(name) && method.getParameterCount() == 0) {
                    return method;
                }
            }
        }
        throw new NoSuchMethodException(type + " has no " + name);
    }

    private static List<Method> annotated(Class<?> type, Class<? extends Annotation> annotation) {
        List<Method> found = new ArrayList<>();
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            for (Method method : at.getDeclaredMethods()) {
                if (method.isAnnotationPresent(annotation)) {
                    found.add(method);
                }
            }
        }
        return found;
    }
}
