/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/** The transport over Netty: start at {@link io.consenso.transport.netty.NettyTransport}. */
@NullMarked
package io.consenso.transport.netty;

import org.jspecify.annotations.NullMarked;
