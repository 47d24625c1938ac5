/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.engine;

import io.consenso.PeerId;

/**
 * A message on its way.
 *
 * @param from who sent it
 * @param to who gets it, if it is not lost
 * @param message as the codec restored it
 * @param <M> the engines' messages
 */
public record Letter<M>(PeerId from, PeerId to, M message) {}
