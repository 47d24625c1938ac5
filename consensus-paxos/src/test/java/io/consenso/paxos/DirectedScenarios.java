/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import java.util.Map;
import java.util.TreeMap;

/** For mutants that random runs catch too seldom, or whose breach harms progress alone: the test that must fail. */
final class DirectedScenarios {
    private static final Map<String, String> SCENARIOS = new TreeMap<>();

    static {
        SCENARIOS.put("ballot-of-another-obeyed", "PhaseTwoScenarioTest#p25_whoDoesNotOwnABallotIsNotObeyed");
        SCENARIOS.put("life-not-drawn", "PaxosRareScenarioTest#aReplicaThatLostItsStorageIssuesOtherBallots");
        SCENARIOS.put(
                "quorums-that-need-not-meet", "FlexibleQuorumTest#quorumsThatNeedNotShareAVoterAreRefusedAtTheStart");
        SCENARIOS.put(
                "promise-with-lost-votes-counted", "RotScenarioTest#p29_aLeaderWaitsInASlotForAQuorumThatCanTell");
        SCENARIOS.put(
                "promise-of-a-lost-storage-kept",
                "PaxosRareScenarioTest#aLeaderAsksForPromisesAgainWhenAPeerHasLostItsStorage");
        SCENARIOS.put(
                "commands-before-the-take-over",
                "PaxosRareScenarioTest#commandsWaitForTheTakeOverThoughThereIsRoomForThem");
        SCENARIOS.put("late-promise-raises-no-floor", "PhaseOneScenarioTest#p16_aLatePromiseRaisesTheFloorOfALeader");
        SCENARIOS.put("gap-left-open", "PhaseOneScenarioTest#p08_aNewLeaderClosesTheGapsBetweenVotesWithNoOps");
        SCENARIOS.put("beyond-alpha", "PhaseTwoScenarioTest#aLeaderProposesNoFurtherThanAlphaBeyondWhatIsChosen");
        SCENARIOS.put(
                "votes-of-two-ballots-told-as-one",
                "PhaseTwoScenarioTest#p25_aVoteGoesToWhoProposedItAndNotToWhoeverLeadsNow");
        SCENARIOS.put("vote-below-the-floor", "LearnerScenarioTest#p13_whatASnapshotCoversIsNotWrittenAgain");
        SCENARIOS.put("votes-of-observers-counted", "PhaseTwoScenarioTest#p04_theVoteOfOneWhoIsNoVoterIsNotCounted");
        SCENARIOS.put(
                "votes-of-another-ballot-counted", "PhaseTwoScenarioTest#p03_votesOfDifferentBallotsAreNotAddedUp");
        SCENARIOS.put(
                "watermark-for-any-ballot", "LearnerScenarioTest#p05_aWatermarkSaysNothingAboutARecordOfAnotherBallot");
        SCENARIOS.put(
                "same-without-comparing-ballots", "LearnerScenarioTest#p05_whereBallotsAgreeTheValueNeedNotTravel");
        SCENARIOS.put(
                "same-whatever-it-holds-now", "LearnerScenarioTest#p05_wordThatARecordWasChosenIsOfTheBallotItHadThen");
        SCENARIOS.put("votes-told-as-chosen", "PaxosRareScenarioTest#aVoteIsNotToldAsChosen");
        SCENARIOS.put("learned-record-is-no-promise", "LearnerScenarioTest#p12_aLearnedRecordIsAPromiseToo");
        SCENARIOS.put(
                "leads-on-after-learning-that-it-lost",
                "LearnerScenarioTest#p15_aLeaderWhoseProposalLostIsDeposedBeforeItSaysAnything");
        SCENARIOS.put(
                "leads-on-after-a-snapshot",
                "PaxosRareScenarioTest#aLeaderStepsDownBecauseOfASnapshotThoughItIsOfALowerBallot");
        SCENARIOS.put(
                "heartbeat-answered-before-durable",
                "PhaseOneScenarioTest#p30_aPromiseThatIsNeverReportedDurableIsNeverGiven");
        SCENARIOS.put("record-is-no-promise-at-restart", "PaxosRareScenarioTest#aRecordIsAPromiseAfterARestart");
        SCENARIOS.put(
                "watermark-trusted-over-a-hole",
                "LearnerScenarioTest#p28_aStoredWatermarkCountsAsFarAsRecordsReachWithoutAHole");
        SCENARIOS.put(
                "votes-kept-below-a-snapshot-at-restart",
                "LearnerScenarioTest#p28_aSnapshotAheadOfTheLogAtStartReplacesWhatIsBelowItOnly");
        SCENARIOS.put("snapshot-is-no-promise", "LearnerScenarioTest#p13_aSnapshotOfAHigherBallotIsAPromise");
        SCENARIOS.put(
                "earlier-snapshot-installed", "LearnerScenarioTest#p13_aSnapshotOlderThanWhatIsKnownChangesNothing");
        SCENARIOS.put(
                "compaction-beyond-the-snapshot",
                "LearnerScenarioTest#p27_theLogIsCompactedAsFarAsAllowedAndNeverBeyondTheSnapshot");
        SCENARIOS.put("answers-to-two-lives-mix", "PaxosRareScenarioTest#answersToReadsOfTwoLivesOfAFollowerDoNotMix");
        SCENARIOS.put("quorum-reads-of-two-lives-mix", "PaxosRareScenarioTest#answersToQuorumReadsOfTwoLivesDoNotMix");
        SCENARIOS.put("quorum-read-overlooks-its-own-votes", "ReadScenarioTest#p20_aQuorumReadCountsItsOwnVoteAsSeen");
        SCENARIOS.put(
                "read-confirmed-under-another-ballot", "ReadScenarioTest#p21_answersUnderAnEarlierBallotConfirmNoRead");
        SCENARIOS.put("promise-omits-lost-votes", "RotScenarioTest#p29_aVoteThatCannotBeReadIsToldAsSuchAndNotLeftOut");
        SCENARIOS.put(
                "poll-granted-in-spite-of-a-leader",
                "PartitionScenarioTest#p23_aReplicaThatReturnsFromAPartitionDisruptsNobody");
        SCENARIOS.put(
                "refused-polls-counted", "PartitionScenarioTest#p23_aReplicaThatReturnsFromAPartitionDisruptsNobody");
        SCENARIOS.put("leader-check-left-out", "PartitionScenarioTest#p23_aLeaderThatIsHeardButHearsNobodyMakesWay");
        SCENARIOS.put(
                "refusals-ignored", "PhaseOneScenarioTest#p36_aLeaderProposesUnderAHigherBallotOnlyAfterANewPhaseOne");
        SCENARIOS.put(
                "refusals-of-another-ballot-heeded", "PhaseTwoScenarioTest#p25_aRefusalOfAnEarlierBallotDeposesNobody");
        SCENARIOS.put(
                "duel-without-end", "PhaseTwoScenarioTest#p22_aLeaderThatIsRefusedAgainAtOnceGivesWayAndDoesNotDuel");
        SCENARIOS.put(
                "duel-without-back-off",
                "PhaseTwoScenarioTest#p22_aCandidateThatIsRefusedAgainAndAgainWaitsLongerEachTime");
        SCENARIOS.put(
                "round-seen-forgotten",
                "PartitionScenarioTest#p24_whoReturnsWithAnInflatedBallotIsTakenBackInByTheLeader");
        SCENARIOS.put(
                "same-peer-asked-for-ever",
                "LearnerScenarioTest#p35_catchingUpTurnsToAnotherWhenWhoWasAskedSaysNothing");
        SCENARIOS.put(
                "late-votes-never-settled", "PhaseOneScenarioTest#p08_aLeaderClosesAGapThatAHeartbeatReplyTellsOf");
    }

    private DirectedScenarios() {}

    static Map<String, String> byMutant() {
        return Map.copyOf(SCENARIOS);
    }
}
