/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.examples.lock.GuardedFile.Line;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardedFileTest {
    @TempDir
    private Path directory;

    @Test
    void aTokenLowerThanOneThatWasSeenIsRefused() throws IOException {
        GuardedFile file = new GuardedFile(directory.resolve("file"));
        assertThat(file.lines()).isEmpty();
        assertThat(file.append(3, "a")).isTrue();
        assertThat(file.append(3, "a")).isTrue();
        assertThat(file.append(7, "b")).isTrue();
        assertThat(new GuardedFile(directory.resolve("file")).append(3, "a")).isFalse();
        assertThat(file.lines()).containsExactly(new Line(3, "a"), new Line(3, "a"), new Line(7, "b"));
        assertThat(file.isFree()).isTrue();
    }

    @Test
    void theDemoSeesTwoWriters() {
        assertThatCode(() -> LockDemo.requireOneWriter(List.of(new Line(1, "a"), new Line(1, "a"), new Line(2, "b"))))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> LockDemo.requireOneWriter(List.of(new Line(2, "b"), new Line(1, "a"))))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> LockDemo.requireOneWriter(List.of(new Line(1, "a"), new Line(1, "b"))))
                .isInstanceOf(IllegalStateException.class);
    }
}
