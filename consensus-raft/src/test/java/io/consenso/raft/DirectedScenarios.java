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
    private static final Map<String, String> BY_MUTANT = new TreeMap<>();

    static {
        put("own-vote-counted-before-durable", "RareScenarioTest#aCandidatesOwnVoteCountsOnlyWhenItIsDurable");
        put("pre-vote-in-spite-of-a-leader", "ScenarioTest#r05_aServerThatReturnsFromAPartitionDisruptsNobody");
        put("pre-vote-for-any-log", "RareScenarioTest#aWorseLogGetsNoPreVote");
        put("candidate-disrupts-a-leader", "ElectionTest#aFollowerThatHearsItsLeaderIgnoresCandidates");
        put("check-quorum-left-out", "ScenarioTest#r08_aLeaderThatIsHeardButHearsNobodyMakesWay");
        put("acknowledgement-of-an-earlier-term-counted", "ScenarioTest#r16_answersOfAnEarlierTermAreIgnored");
        put("late-report-vouches-for-new-entries", "ReplicationTest#aLateWriteOfAnOverwrittenSuffixVouchesForNothing");
        put("snapshot-keeps-a-conflicting-suffix", "SnapshotScenarioTest#r19_aNewerSnapshotReplacesAConflictingSuffix");
        put("heartbeat-answer-of-an-earlier-term-counted", "RareScenarioTest#anAnswerOfAnEarlierTermConfirmsNoRead");
        put("commit-beyond-the-append", "ReplicationTest#theCommitIndexStopsAtTheEndOfTheMessage");
        put("acknowledges-its-whole-log", "ScenarioTest#r18_anAppendWhosePrefixIsPresentDoesNotTruncateWhatFollows");
        put("answers-to-two-lives-mix", "ReadScenarioTest#r30_requestsOfTwoLivesOfAFollowerDoNotMix");
        put(
                "snapshot-drops-a-matching-suffix",
                "SnapshotScenarioTest#r19_aSnapshotWhoseLastEntryIsInTheLogKeepsTheSuffix");
        put("snapshot-report-before-durable", "SnapshotScenarioTest#r19_aNewerSnapshotReplacesAConflictingSuffix");
        put(
                "log-not-reset-to-a-newer-snapshot-at-boot",
                "SnapshotScenarioTest#r19_atBootASnapshotThatConflictsWithTheLogReplacesIt");
        put("earlier-snapshot-installed", "RareScenarioTest#anInstalledSnapshotBelowTheFloorOfTheLogChangesNothing");
        put("log-lane-writes-in-reverse", "RareScenarioTest#writesThatShareAnFsyncTakeEffectInTheirOrder");
        put(
                "older-snapshot-replaces-a-newer-one",
                "RaftReplicaSnapshotTest#aSnapshotTakenHereNeverReplacesANewerOneFetchedMeanwhile");
        put(
                "lost-storage-not-recognised",
                "RaftReplicaFaultTest#s41_aReplicaThatComesBackWithAnEmptyDiskHaltsAndItsWordDoesNotCount");
        put(
                "heard-by-whoever-bears-the-name",
                "RaftReplicaFaultTest#s41_whatWasOnItsWayToALostDiskDoesNotReachTheNewOne");
        put("unreadable-block-ordered", "RaftReplicaFaultTest#s68_aForwardedBlockThatCannotBeReadNeverReachesTheLog");
        put(
                "unknown-outcome-reported-as-halted",
                "RaftReplicaCloseTest#whatWasNeverSentFailsAsHaltedAndWhatWasSentAsUnknown");
        put(
                "replies-left-out-of-the-snapshot",
                "RaftReplicaProposalTest#r33_aCommandWhoseSessionComesBySnapshotIsAnsweredAndAppliedOnce");
        put(
                "sent-again-after-its-session-was-lost",
                "ReplicaRegressionTest#aCommandWhoseSessionExpiredBehindASnapshotIsNotSentAgain");
        put(
                "sent-again-after-its-session-expired",
                "RaftReplicaProposalTest#aCommandSentTwiceAroundTheExpiryOfItsSessionIsUnknownAndAppliedAtMostOnce");
        put(
                "unknown-outcome-reported-as-refusal",
                "RaftReplicaProposalTest#r40_aCommandThatWasSentAndNotAnsweredInTimeIsUnknownAndAppliedAtMostOnce");
        put(
                "restored-replies-shifted",
                "RaftReplicaProposalTest#r33_aCommandWhoseSessionComesBySnapshotIsAnsweredAndAppliedOnce");
        put(
                "log-compacted-before-the-snapshot-is-durable",
                "RaftReplicaSnapshotTest#aSnapshotThatCannotBeWrittenLosesNothingAndIsTakenAgainLater");
        put("snapshot-piece-taken-twice", "RaftReplicaSnapshotTest#aTransferGoesOnWhereItWasAfterACrashOfTheReceiver");
        put(
                "lost-piece-never-asked-for-again",
                "RaftReplicaSnapshotTest#aReplicaFarBehindCatchesUpBySnapshotInPiecesOverALossyLink");
        put(
                "lost-command-never-sent-again",
                "RaftReplicaProposalTest#r28_overloadIsRefusedWithBoundedMemoryAndPassesByItself");
        put(
                "adopted-peer-keeps-its-acknowledgements",
                "RaftReplicaFaultTest#s41_aReplacedDiskRejoinsWhenItsOperatorSaysSo");
    }

    private DirectedScenarios() {}

    private static void put(String mutant, String scenario) {
        BY_MUTANT.put(mutant, scenario);
    }

    static Map<String, String> byMutant() {
        return Map.copyOf(BY_MUTANT);
    }
}
