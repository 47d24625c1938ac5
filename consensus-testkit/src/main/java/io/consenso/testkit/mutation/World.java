/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.mutation;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** Has its own copy of every class of the project, made of the same class files but for those given; all else it shares with its parent. */
final class World extends ClassLoader {
    private static final String OWN = "io.consenso.";

    private final Map<String, byte[]> changed;

    World(Map<String, byte[]> changed) {
        super(World.class.getClassLoader());
        this.changed = changed;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OWN)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = changed.containsKey(name) ? changed.get(name) : unchanged(name);
        return defineClass(name, bytes, 0, bytes.length);
    }

    /** Class files can be read as resources whatever their module says. */
    private byte[] unchanged(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
