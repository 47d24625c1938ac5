/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.mutex;

import io.consenso.coordination.mutex.proto.CentralFrame;
import io.consenso.coordination.mutex.proto.CentralGranted;
import io.consenso.coordination.mutex.proto.CentralHolding;
import io.consenso.coordination.mutex.proto.CentralQueued;
import io.consenso.coordination.mutex.proto.CentralRecover;
import io.consenso.coordination.mutex.proto.CentralRelease;
import io.consenso.coordination.mutex.proto.CentralReport;
import io.consenso.coordination.mutex.proto.CentralRequest;
import io.consenso.coordination.wire.ProtoCodec;
import io.consenso.spi.MalformedFrameException;

/** {@link CentralMessage} as Protocol Buffers. */
final class CentralCodec {
    static final ProtoCodec<CentralMessage, CentralFrame> CODEC =
            new ProtoCodec<>(CentralCodec::write, CentralFrame.parser(), CentralCodec::read);

    private CentralCodec() {}

    static String describe(CentralMessage message) {
        if (message instanceof CentralMessage.Request request) {
            return "Request " + request.resource();
        } else if (message instanceof CentralMessage.Queued queued) {
            return "Queued ahead=" + queued.ahead();
        } else if (message instanceof CentralMessage.Granted granted) {
            return "Grant " + granted.resource() + " token=" + FencingToken.text(granted.token());
        } else if (message instanceof CentralMessage.Release release) {
            return "Release " + release.resource();
        } else if (message instanceof CentralMessage.Report report) {
            return "Report holds=" + report.holdings().size();
        }
        return "Recover";
    }

    private static CentralFrame write(CentralMessage message) {
        CentralFrame.Builder frame = CentralFrame.newBuilder();
        if (message instanceof CentralMessage.Request request) {
            frame.setRequest(CentralRequest.newBuilder()
                    .setRequest(request.request())
                    .setResource(request.resource())
                    .setTokenSeen(request.tokenSeen()));
        } else if (message instanceof CentralMessage.Queued queued) {
            frame.setQueued(CentralQueued.newBuilder()
                    .setRequest(queued.request())
                    .setAhead(queued.ahead())
                    .setRecovering(queued.isRecovering())
                    .setTokenSeen(queued.tokenSeen()));
        } else if (message instanceof CentralMessage.Granted granted) {
            frame.setGranted(CentralGranted.newBuilder()
                    .setRequest(granted.request())
                    .setResource(granted.resource())
                    .setToken(granted.token()));
        } else if (message instanceof CentralMessage.Release release) {
            frame.setRelease(
                    CentralRelease.newBuilder().setRequest(release.request()).setResource(release.resource()));
        } else if (message instanceof CentralMessage.Recover recover) {
            frame.setRecover(CentralRecover.newBuilder().setInquiry(recover.inquiry()));
        } else if (message instanceof CentralMessage.Report report) {
            frame.setReport(write(report));
        } else {
            throw new IllegalArgumentException("no such message: " + message);
        }
        return frame.build();
    }

    private static CentralReport write(CentralMessage.Report report) {
        CentralReport.Builder proto =
                CentralReport.newBuilder().setInquiry(report.inquiry()).setTokenMin(report.tokenMin());
        for (CentralMessage.Holding holding : report.holdings()) {
            proto.addHoldings(CentralHolding.newBuilder()
                    .setRequest(holding.request())
                    .setResource(holding.resource())
                    .setToken(holding.token())
                    .setRemainingNanos(holding.remainingNanos()));
        }
        return proto.build();
    }

    private static CentralMessage read(CentralFrame frame) throws MalformedFrameException {
        return switch (frame.getBodyCase()) {
            case REQUEST -> {
                CentralRequest request = frame.getRequest();
                yield new CentralMessage.Request(
                        request.getRequest(), Wire.resource(request.getResource()), Wire.count(request.getTokenSeen()));
            }
            case QUEUED -> {
                CentralQueued queued = frame.getQueued();
                yield new CentralMessage.Queued(
                        queued.getRequest(),
                        queued.getAhead(),
                        queued.getRecovering(),
                        Wire.count(queued.getTokenSeen()));
            }
            case GRANTED -> {
                CentralGranted granted = frame.getGranted();
                yield new CentralMessage.Granted(
                        granted.getRequest(), Wire.resource(granted.getResource()), Wire.count(granted.getToken()));
            }
            case RELEASE -> {
                CentralRelease release = frame.getRelease();
                yield new CentralMessage.Release(release.getRequest(), Wire.resource(release.getResource()));
            }
            case RECOVER -> new CentralMessage.Recover(frame.getRecover().getInquiry());
            case REPORT -> {
                CentralReport report = frame.getReport();
                yield new CentralMessage.Report(
                        report.getInquiry(),
                        Wire.count(report.getTokenMin()),
                        report.getHoldingsList().stream()
                                .map(CentralCodec::read)
                                .toList());
            }
            default -> throw new MalformedFrameException("neither request nor answer");
        };
    }

    private static CentralMessage.Holding read(CentralHolding proto) {
        return new CentralMessage.Holding(
                proto.getRequest(),
                Wire.resource(proto.getResource()),
                Wire.count(proto.getToken()),
                Wire.count(proto.getRemainingNanos()));
    }
}
