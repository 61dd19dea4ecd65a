// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.audit;

import com.fasterxml.jackson.annotation.JsonValue;

/** What must hold, the gravest first, each with what to do where it does not. */
public enum Rule {
  /** Two windows of one worker ID have timestamps in common. */
  OVERLAP(
      "Overlap",
      "IDs of the two pods may be equal: delete both pods, keep the WorkerId as it is, look for who"
          + " wrote it in the API server's audit log, and see that kubectl kezuri check finds the"
          + " CRD's rules"),
  /** A pod may issue with a number that is another's by the ledger. */
  TAKEN(
      "Taken",
      "IDs of the two pods may be equal until then: delete this pod at once; its successor gets a"
          + " worker ID of its own"),
  /** A pod was told of more than its window. */
  LEASE_AHEAD(
      "LeaseAhead",
      "delete the pod: it may issue beyond its window. Only the operator writes this annotation:"
          + " see that kubectl kezuri check finds the policy kezuri-lease"),
  /** A pod has a lease that the ledger does not know. */
  UNKNOWN_LEASE(
      "UnknownLease",
      "delete the pod at a time that suits: its IDs stop when the lease ends, and its successor gets"
          + " a worker ID of its own"),
  /** An annotation names another pod. */
  COPIED_LEASE(
      "CopiedLease",
      "delete the pod, and take the annotation out of the manifest that it was made from"),
  /** A lease cannot be read. */
  UNREADABLE_LEASE(
      "UnreadableLease",
      "none while the operator runs: it writes the lease again. Only the operator may write it: see"
          + " that kubectl kezuri check finds the policy kezuri-lease"),
  /** A lease and its WorkerId disagree on what never changes. */
  OTHER_LEASE("OtherLease", "delete the pod; its successor gets a lease as the ledger has it"),
  /** The pod was not told yet of what the ledger says. */
  LEASE_BEHIND("LeaseBehind", ""),
  /** The two annotations disagree. */
  WORKER_ID_ANNOTATION(
      "WorkerIdAnnotation",
      "delete the pod: its application may use the wrong number. Only the operator writes these"
          + " annotations: see that kubectl kezuri check finds the policy kezuri-lease"),
  /** A living pod that nothing holds back has no worker ID. */
  UNSERVED("Unserved", "kubectl kezuri why says what keeps it from its worker ID"),
  /** Several windows name one pod. */
  TWO_WINDOWS(
      "TwoWindows", "delete the pod: the numbers are free again when their windows have run out"),
  /** The holder is a pod of another generator. */
  FOREIGN_HOLDER(
      "ForeignHolder", "delete the pod; its successor gets a worker ID of its own generator"),
  /** The window names the pod otherwise than the pod does. */
  HOLDER_NAME("HolderName", "delete the pod; its successor gets a window with the right name"),
  /** A window is over, and its pod lives. */
  NOT_RENEWED(
      "NotRenewed",
      "the pod issues no IDs until the operator renews: kubectl kezuri status says what holds it"
          + " back, kubectl kezuri check whether it runs"),
  /** A window is over, and its pod is gone. */
  NOT_RELEASED(
      "NotReleased",
      "the number is lost to others until the operator releases it: kubectl kezuri status says what"
          + " holds it back, kubectl kezuri check whether it runs"),
  /** The holder is gone without a last word. */
  RESTING("Resting", ""),
  /** A new window could start inside an old one. */
  FLOOR_BELOW_END(
      "FloorBelowEnd",
      "kubectl kezuri fence raises it: no new window may start there; look for who wrote it in the"
          + " API server's audit log"),
  /** A fence did not get to this number. */
  FLOOR_BELOW_FENCE(
      "FloorBelowFence", "kubectl kezuri fence again: it goes on where it was cut off"),
  /** A number rests for longer than any lease. */
  FLOOR_FAR_AHEAD(
      "FloorFarAhead",
      "the number is lost until then, for a floor never goes back; was the operator's clock wrong?"
          + " Widen spec.workerIds.last if pods wait"),
  /** A window is in the future. */
  WINDOW_FAR_AHEAD(
      "WindowFarAhead",
      "compare the clocks of the operator's node, the API server and this machine; delete the pod"
          + " if its window should start now"),
  /** Past windows are not in the order of time. */
  HISTORY_ORDER(
      "HistoryOrder",
      "kubectl kezuri whois may name the wrong pod for this number; look for who wrote it in the API"
          + " server's audit log, and see that kubectl kezuri check finds the CRD's rules"),
  /** More past windows than the CRD allows. */
  HISTORY_LENGTH(
      "HistoryLength",
      "the API server refuses each release of this number; see that kubectl kezuri check finds the"
          + " CRD's rules"),
  /** More past windows than the generator wants. */
  HISTORY_LONGER("HistoryLonger", ""),
  /** The object stands for another number than its name says. */
  NAME("Name", "see that kubectl kezuri check finds the CRD's rules, which refuse such an object"),
  /** A value that cannot be. */
  UNREADABLE(
      "Unreadable",
      "see that kubectl kezuri check finds the CRD's rules, which refuse such a value; the operator"
          + " cannot work with this generator before it is gone"),
  /** The number does not fit the bits. */
  ID_TOO_LARGE(
      "IdTooLarge",
      "see that kubectl kezuri check finds the CRD's rules; nothing is granted by it"),
  /** The WorkerId is of another layout than its generator. */
  OTHER_LAYOUT(
      "OtherLayout",
      "apply the old layout again to take the ledger over, or use another name; such WorkerIds go by"
          + " themselves 10 minutes after their last window has ended"),
  /** Nothing keeps the object from being deleted. */
  FINALIZER(
      "Finalizer",
      "put it back, for else a delete erases the number's history: kubectl patch workerid %s"
          + " --as=system:serviceaccount:kezuri-system:kezuri-operator --type=merge -p"
          + " '{\"metadata\":{\"finalizers\":[\"kezuri.dev/ledger\"]}}'"),
  /** A number that was made is not there. */
  MISSING(
      "Missing",
      "none while the operator runs: it makes them again, to rest for 720h; a living pod that held"
          + " one runs dry: delete it"),
  /** A number that was made has no floor. */
  EMPTY(
      "Empty",
      "none while the operator runs: it lets them rest for 720h; a living pod that held one runs"
          + " dry: delete it"),
  /** A number was granted before it was made. */
  ABOVE_PROVISIONED(
      "AboveProvisioned",
      "none while the operator runs: it counts the number as made and raises status.provisioned; did"
          + " somebody write the status?"),
  /** Made, and not yet counted as made. */
  PROVISIONING("Provisioning", ""),
  /** The generator's status is gone. */
  RESTORED(
      "Restored",
      "kubectl kezuri fence, once no pods of an older cluster run; until then nothing is granted"),
  /** Another issuer may think that the number is its own. */
  OUT_OF_RANGE("OutOfRange", ""),
  /** The generator is gone, and its ledger lives on. */
  ABANDONED("Abandoned", ""),
  /** The generator is long gone, and so is the last window. */
  LEFT_BEHIND(
      "LeftBehind",
      "the operator removes them 10 minutes after the last floor: kubectl kezuri check says whether"
          + " it runs");

  private final String text;
  private final String remedy;

  Rule(String text, String remedy) {
    this.text = text;
    this.remedy = remedy;
  }

  /** Returns the word that programs read. */
  @Override
  @JsonValue
  public String toString() {
    return text;
  }

  String remedy() {
    return remedy;
  }
}
