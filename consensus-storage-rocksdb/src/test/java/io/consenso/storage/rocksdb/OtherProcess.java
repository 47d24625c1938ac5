/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import io.consenso.PeerId;
import java.io.IOException;
import java.nio.file.Path;

/** A process of its own that opens a storage and says what came of it, or writes until it is killed. */
final class OtherProcess {
    private OtherProcess() {}

    static Process start(String what, Path directory) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherProcess.class.getName(),
                        what,
                        directory.toString())
                .redirectErrorStream(true)
                .start();
    }

    public static void main(String[] args) throws IOException {
        try (RocksStorage storage = RocksStorage.open(Path.of(args[1]), PeerId.of("a"))) {
            System.out.println("opened");
            long index = storage.log(Writes.GROUP).lastIndex();
            while (args[0].equals("write")) {
                Writes.write(storage, Writes.put(Writes.entries(index + 1, index + 4, 1)));
                index += 3;
                System.out.println("acknowledged " + index);
                if (index % 600 == 0) {
                    Writes.write(storage, Writes.compact(index - 100, 1));
                }
            }
        } catch (UnusableStorageException e) {
            System.out.println(e.getMessage());
        }
    }
}
