/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Leader election: {@link io.consenso.coordination.election.Election} is what all of its algorithms offer.
 */
@NullMarked
package io.consenso.coordination.election;

import org.jspecify.annotations.NullMarked;
