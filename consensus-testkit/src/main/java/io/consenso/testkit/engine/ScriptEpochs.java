/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.engine;

import java.util.OptionalLong;

/** How scripts write an epoch, where the number itself would tell a reader nothing. */
public interface ScriptEpochs {
    /** As the number that it is. */
    ScriptEpochs NUMBERS = new ScriptEpochs() {
        @Override
        public String write(long epoch) {
            return Long.toString(epoch);
        }

        @Override
        public OptionalLong read(String text) {
            return text.matches("\\d+") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
        }
    };

    /** The epoch as one word. */
    String write(long epoch);

    /** What {@link #write} wrote; empty if the text is no epoch. */
    OptionalLong read(String text);
}
