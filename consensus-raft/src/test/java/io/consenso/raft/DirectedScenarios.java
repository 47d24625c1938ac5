/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import java.util.Map;
import java.util.TreeMap;

/** For mutants that random runs catch too seldom, or whose breach harms progress alone: the test that must fail. */
final class DirectedScenarios {
    private static final Map<String, String> ENGINE = new TreeMap<>();
    private static final Map<String, String> RUNTIME = new TreeMap<>();

    static {
        ENGINE.put("own-vote-counted-before-durable", "RareScenarioTest#aCandidatesOwnVoteCountsOnlyWhenItIsDurable");
        ENGINE.put("pre-vote-in-spite-of-a-leader", "ScenarioTest#r05_aServerThatReturnsFromAPartitionDisruptsNobody");
        ENGINE.put("pre-vote-for-any-log", "RareScenarioTest#aWorseLogGetsNoPreVote");
        ENGINE.put("candidate-disrupts-a-leader", "ElectionTest#aFollowerThatHearsItsLeaderIgnoresCandidates");
        ENGINE.put("check-quorum-left-out", "ScenarioTest#r08_aLeaderThatIsHeardButHearsNobodyMakesWay");
        ENGINE.put("acknowledgement-of-an-earlier-term-counted", "ScenarioTest#r16_answersOfAnEarlierTermAreIgnored");
        ENGINE.put(
                "late-report-vouches-for-new-entries",
                "ReplicationTest#aLateWriteOfAnOverwrittenSuffixVouchesForNothing");
        ENGINE.put(
                "snapshot-keeps-a-conflicting-suffix",
                "SnapshotScenarioTest#r19_aNewerSnapshotReplacesAConflictingSuffix");
        ENGINE.put(
                "heartbeat-answer-of-an-earlier-term-counted",
                "RareScenarioTest#anAnswerOfAnEarlierTermConfirmsNoRead");
        ENGINE.put("commit-beyond-the-append", "ReplicationTest#theCommitIndexStopsAtTheEndOfTheMessage");
        ENGINE.put(
                "acknowledges-its-whole-log",
                "ScenarioTest#r18_anAppendWhosePrefixIsPresentDoesNotTruncateWhatFollows");
        ENGINE.put("answers-to-two-lives-mix", "ReadScenarioTest#r30_requestsOfTwoLivesOfAFollowerDoNotMix");
        ENGINE.put(
                "snapshot-drops-a-matching-suffix",
                "SnapshotScenarioTest#r19_aSnapshotWhoseLastEntryIsInTheLogKeepsTheSuffix");
        ENGINE.put(
                "snapshot-report-before-durable", "SnapshotScenarioTest#r19_aNewerSnapshotReplacesAConflictingSuffix");
        ENGINE.put(
                "log-not-reset-to-a-newer-snapshot-at-boot",
                "SnapshotScenarioTest#r19_atBootASnapshotThatConflictsWithTheLogReplacesIt");
        ENGINE.put(
                "earlier-snapshot-installed",
                "RareScenarioTest#anInstalledSnapshotBelowTheFloorOfTheLogChangesNothing");
    }

    static {
        RUNTIME.put(
                "failed-write-does-not-halt",
                "RaftReplicaFaultTest#s50_aFailedWriteOfTheLogHaltsTheReplicaAndIsNotTriedAgain");
        RUNTIME.put("log-lane-writes-in-reverse", "RareScenarioTest#writesThatShareAnFsyncTakeEffectInTheirOrder");
        RUNTIME.put(
                "older-snapshot-replaces-a-newer-one",
                "RaftReplicaSnapshotTest#aSnapshotTakenHereNeverReplacesANewerOneFetchedMeanwhile");
        RUNTIME.put(
                "lost-storage-not-recognised",
                "RaftReplicaFaultTest#s41_aReplicaThatComesBackWithAnEmptyDiskHaltsAndItsWordDoesNotCount");
        RUNTIME.put(
                "heard-by-whoever-bears-the-name",
                "RaftReplicaFaultTest#s41_whatWasOnItsWayToALostDiskDoesNotReachTheNewOne");
        RUNTIME.put(
                "unreadable-block-ordered",
                "RaftReplicaFaultTest#s68_aForwardedBlockThatCannotBeReadNeverReachesTheLog");
        RUNTIME.put(
                "unknown-outcome-reported-as-halted",
                "RaftReplicaCloseTest#whatWasNeverSentFailsAsHaltedAndWhatWasSentAsUnknown");
        RUNTIME.put(
                "replies-left-out-of-the-snapshot",
                "RaftReplicaProposalTest#r33_aCommandWhoseSessionComesBySnapshotIsAnsweredAndAppliedOnce");
        RUNTIME.put(
                "sent-again-after-its-session-was-lost",
                "RaftReplicaRegressionTest#aCommandWhoseSessionExpiredBehindASnapshotIsNotSentAgain");
        RUNTIME.put(
                "sent-again-after-its-session-expired",
                "RaftReplicaProposalTest#aCommandSentTwiceAroundTheExpiryOfItsSessionIsUnknownAndAppliedAtMostOnce");
        RUNTIME.put(
                "unknown-outcome-reported-as-refusal",
                "RaftReplicaProposalTest#r40_aCommandThatWasSentAndNotAnsweredInTimeIsUnknownAndAppliedAtMostOnce");
        RUNTIME.put(
                "restored-replies-shifted",
                "RaftReplicaProposalTest#r33_aCommandWhoseSessionComesBySnapshotIsAnsweredAndAppliedOnce");
        RUNTIME.put(
                "log-compacted-before-the-snapshot-is-durable",
                "RaftReplicaSnapshotTest#aSnapshotThatCannotBeWrittenLosesNothingAndIsTakenAgainLater");
        RUNTIME.put(
                "snapshot-piece-taken-twice",
                "RaftReplicaSnapshotTest#aTransferGoesOnWhereItWasAfterACrashOfTheReceiver");
        RUNTIME.put(
                "lost-piece-never-asked-for-again",
                "RaftReplicaSnapshotTest#aReplicaFarBehindCatchesUpBySnapshotInPiecesOverALossyLink");
        RUNTIME.put(
                "lost-command-never-sent-again",
                "RaftReplicaProposalTest#aForwardedCommandThatIsLostOnItsWayIsSentAgain");
        RUNTIME.put(
                "adopted-peer-keeps-its-acknowledgements",
                "RaftReplicaFaultTest#s41_aReplacedDiskRejoinsWhenItsOperatorSaysSo");
    }

    static {
        RUNTIME.put(
                "decision-made-where-applied",
                "RaftReplicaDecisionTest#theLeaderAloneDecidesOnceForEachCommandAndAllFollow");
        RUNTIME.put(
                "update-applied-to-another-state",
                "RaftReplicaPrimaryTest#anUpdateThatWasComputedWithoutOneThatPrecedesItIsPassedOverAndItsRequestExecutedAgain");
        RUNTIME.put(
                "expiry-is-no-change-of-the-state",
                "RaftReplicaPrimaryTest#updatesThatWereComputedBeforeASessionExpiredArePassedOver");
        RUNTIME.put(
                "last-change-left-out-of-the-snapshot",
                "RaftReplicaPrimaryTest#aBackupFarBehindCatchesUpBySnapshotAndMayBecomePrimary");
    }

    private DirectedScenarios() {}

    /** By mutant of the engine. */
    static Map<String, String> ofEngine() {
        return Map.copyOf(ENGINE);
    }

    /** By mutant of the runtime. */
    static Map<String, String> ofRuntime() {
        return Map.copyOf(RUNTIME);
    }
}
