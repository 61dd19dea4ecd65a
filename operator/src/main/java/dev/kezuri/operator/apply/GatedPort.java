// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.apply;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.WorkerId;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A port that sends no write any more once this replica is not, or may not be, the leader: one that
 * was stopped for a minute and goes on finds the gate closed before it has asked anybody. For
 * economy: what such a write would do, the ledger's rules refuse anyway.
 */
public final class GatedPort implements ClusterPort {
  private final ClusterPort port;
  private final BooleanSupplier open;
  private final Runnable answered;

  /**
   * Lets writes through to {@code port}.
   *
   * @param open whether writes may go out now
   * @param answered told whenever the API server has answered
   */
  public GatedPort(ClusterPort port, BooleanSupplier open, Runnable answered) {
    this.port = port;
    this.open = open;
    this.answered = answered;
  }

  private <T> Answer<T> read(Answer<T> answer) {
    if (!(answer instanceof Answer.Unavailable)) {
      answered.run();
    }
    return answer;
  }

  private <T> Answer<T> write(Supplier<Answer<T>> request) {
    return open.getAsBoolean()
        ? read(request.get())
        : new Answer.Unavailable<>("not sent: this replica does not lead");
  }

  @Override
  public Answer<WorkerId> getWorkerId(String name) {
    return read(port.getWorkerId(name));
  }

  @Override
  public Answer<List<WorkerId>> listWorkerIds(String generator) {
    return read(port.listWorkerIds(generator));
  }

  @Override
  public Answer<WorkerId> createWorkerId(WorkerId wanted) {
    return write(() -> port.createWorkerId(wanted));
  }

  @Override
  public Answer<WorkerId> putWorkerIdStatus(WorkerId changed) {
    return write(() -> port.putWorkerIdStatus(changed));
  }

  @Override
  public Answer<WorkerId> tryWorkerIdStatus(WorkerId changed) {
    return read(port.tryWorkerIdStatus(changed));
  }

  @Override
  public Answer<WorkerId> removeWorkerId(WorkerId known) {
    return write(() -> port.removeWorkerId(known));
  }

  @Override
  public Answer<Pod> getPod(String namespace, String name) {
    return read(port.getPod(namespace, name));
  }

  @Override
  public Answer<Pod> patchPod(String namespace, String name, List<PatchStep> steps) {
    return write(() -> port.patchPod(namespace, name, steps));
  }

  @Override
  public Answer<IdGenerator> getGenerator(String namespace, String name) {
    return read(port.getGenerator(namespace, name));
  }

  @Override
  public Answer<IdGenerator> putGeneratorStatus(IdGenerator changed) {
    return write(() -> port.putGeneratorStatus(changed));
  }

  @Override
  public Answer<IdGenerator> patchGenerator(String namespace, String name, List<PatchStep> steps) {
    return write(() -> port.patchGenerator(namespace, name, steps));
  }

  @Override
  public Answer<Event> createEvent(Event event) {
    return write(() -> port.createEvent(event));
  }

  @Override
  public Answer<Long> serverTimeMs() {
    return read(port.serverTimeMs());
  }

  @Override
  public Answer<String> clusterUid() {
    return read(port.clusterUid());
  }
}
