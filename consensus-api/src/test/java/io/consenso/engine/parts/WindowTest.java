/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.engine.parts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WindowTest {
    private final Window window = new Window();

    @Test
    void countsWhatIsNotSettled() {
        window.add(3, 100);
        window.add(5, 10);
        window.add(5, 1);
        assertThat(window.count()).isEqualTo(3);
        assertThat(window.bytes()).isEqualTo(111);
    }

    @Test
    void settlesUpToTheIndex() {
        window.add(3, 100);
        window.add(5, 10);
        window.add(6, 1);
        window.releaseTo(4);
        assertThat(window.bytes()).isEqualTo(11);
        window.releaseTo(5);
        assertThat(window.bytes()).isEqualTo(1);
        window.releaseTo(2);
        assertThat(window.count()).isEqualTo(1);
        window.releaseTo(9);
        assertThat(window.count()).isZero();
        assertThat(window.bytes()).isZero();
    }

    @Test
    void growsWithoutLosingItsOrderWhereverItsHeadIs() {
        for (int head = 0; head < 16; head++) {
            Window turned = new Window();
            for (int i = 1; i <= head; i++) {
                turned.add(i, 1);
            }
            turned.releaseTo(head);
            for (int i = 1; i <= 40; i++) {
                turned.add(head + i, i);
            }
            for (int i = 1; i <= 40; i++) {
                turned.releaseTo(head + i);
                assertThat(turned.count()).isEqualTo(40 - i);
                assertThat(turned.bytes()).isEqualTo(820 - i * (i + 1) / 2);
            }
        }
    }

    @Test
    void forgetsEverything() {
        window.add(3, 100);
        window.clear();
        assertThat(window.count()).isZero();
        assertThat(window.bytes()).isZero();
        window.add(1, 2);
        assertThat(window.bytes()).isEqualTo(2);
    }
}
